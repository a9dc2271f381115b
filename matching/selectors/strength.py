"""How far a profile reaches, and the one thing that would carry it furthest."""

from collections.abc import Sequence
from dataclasses import dataclass

from experts.enums import Section, Visibility
from experts.models import Expert
from matching.enums import ProfileFact
from matching.labels.strength import ASKS, FACTS, OPENS
from taxonomy.labels import language_name

# Where each fact is stated.
_SECTIONS = {
    ProfileFact.SKILLS: Section.SKILLS,
    ProfileFact.AVAILABILITY: Section.AVAILABILITY,
    ProfileFact.LANGUAGES: Section.LANGUAGES,
    ProfileFact.MOTIVATION: Section.MOTIVATION,
    ProfileFact.THEMES: Section.MOTIVATION,
    ProfileFact.PLACE: Section.PLACE,
    ProfileFact.SENIORITY: Section.IDENTITY,
    ProfileFact.WORKS: Section.WORKS,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One fact that a profile lacks, or of which it could say more.

    `n_opens` needs would fit that do not fit now; `n_asks` fit all the same, ask about it and cannot see it.
    """

    fact: ProfileFact
    is_stated: bool
    n_opens: int = 0
    n_asks: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the adapter counted for one profile."""

    n_needs: int
    n_fits: int
    steps: Sequence[Step]
    stated: set[ProfileFact]


@dataclass(frozen=True, slots=True)
class StepLine:
    label: str
    sentence: str
    url_name: str


@dataclass(frozen=True, slots=True)
class StrengthPage:
    """How many needs a profile fits, the next step and those after it."""

    n_needs: int
    n_fits: int
    n_stated: int
    n_facts: int
    is_active: bool
    is_hidden: bool
    best: StepLine | None
    others: list[StepLine]


def strength_page(expert: Expert, reach: Reach) -> StrengthPage:
    """Steps by what they open, then by how many needs ask about them."""
    ranked = sorted(
        reach.steps, key=lambda step: (-step.n_opens, -step.n_asks, list(ProfileFact).index(step.fact))
    )
    lines = [_line(step) for step in ranked]
    return StrengthPage(
        n_needs=reach.n_needs,
        n_fits=reach.n_fits,
        n_stated=len(reach.stated),
        n_facts=len(ProfileFact),
        is_active=expert.is_active,
        is_hidden=expert.visibility in ("", Visibility.HIDDEN),
        best=lines[0] if lines else None,
        others=lines[1:],
    )


def _line(step: Step) -> StepLine:
    n = step.n_opens or step.n_asks
    language = language_name(step.language) if step.language else ""
    sentence = (OPENS if step.n_opens else ASKS)[step.fact] % {"n": n, "language": language}
    return StepLine(str(FACTS[step.fact]), sentence, f"experts:{_SECTIONS[step.fact]}")
