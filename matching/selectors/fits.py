"""The expert's side: needs that fit them and why, and what stands between them and others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experts.enums import State, Visibility
from experts.models import Expert
from incubators.models import Need
from matching.enums import Constraint, Reader
from matching.labels import matches as labels
from matching.selectors.results import PairResult
from matching.selectors.skills import SkillLine, facts_of_pair, skill_lines
from matching.selectors.wording import Explanation, explain, skill_names
from programmes.enums import Mode
from programmes.labels import MODES

_ABOUT_THE_PROFILE = {Constraint.STANDING, Constraint.VERIFIED}
"""What is said once above the list; the list shows what would fit apart from it."""
_WITHIN_REACH = {
    Constraint.LANGUAGE,
    Constraint.MODE,
    Constraint.DATES,
    Constraint.HOURS,
    Constraint.CAPACITY,
}
MOST_NEAR = 5
MOST_FITS = 50


@dataclass(frozen=True, slots=True)
class FitCard:
    """One open need as an expert reads it."""

    need: Need
    mode: str
    points: int
    percent: int
    explanation: Explanation
    stands_in_the_way: str


@dataclass(frozen=True, slots=True)
class FitsPage:
    """Needs that fit a profile as it is now, and those that one change would open."""

    expert: Expert
    is_active: bool
    is_waiting: bool  # handed in, not yet verified
    fits: list[FitCard]
    near: list[FitCard]
    n_needs: int


@dataclass(frozen=True, slots=True)
class WhyNotPage:
    """One need and one expert: `obstacles` is empty when the need suggests them."""

    card: FitCard
    obstacles: list[str]
    skills: list[SkillLine]
    weights_number: int


def fits_page(
    expert: Expert, needs: Sequence[Need], verdicts: Sequence[PairResult], n_needs: int
) -> FitsPage:
    """Order the verdicts on one expert, best first; ties by the need's public id. `n_needs` are open."""
    by_id = {need.pk: need for need in needs}
    names = skill_names(verdict.explanation for verdict in verdicts)
    ranked = sorted(verdicts, key=lambda verdict: (-verdict.points, by_id[verdict.need_id].public_id))
    fits, near = [], []
    for verdict in ranked:
        obstacles = _obstacles(verdict)
        if not obstacles:
            fits.append(_card(by_id[verdict.need_id], verdict, names))
        elif len(obstacles) == 1 and obstacles[0] in _WITHIN_REACH:
            near.append(_card(by_id[verdict.need_id], verdict, names))
    return FitsPage(
        expert=expert,
        is_active=expert.is_active,
        is_waiting=expert.state in (State.SUBMITTED, State.CHANGES_REQUESTED),
        fits=fits[:MOST_FITS],
        near=near[:MOST_NEAR],
        n_needs=n_needs,
    )


def why_not_page(need: Need, expert: Expert, verdict: PairResult) -> WhyNotPage:
    """Everything that keeps one expert from one need's list (loaded `with_terms`)."""
    return WhyNotPage(
        card=_card(need, verdict, skill_names([verdict.explanation])),
        obstacles=[
            *([str(labels.YOU_ARE_HIDDEN)] if expert.visibility == Visibility.HIDDEN else []),
            *(str(labels.WHY_NOT[Constraint(code)]) for code in verdict.failed),
        ],
        skills=skill_lines(facts_of_pair(need, expert.pk)),
        weights_number=verdict.weights_number,
    )


def _obstacles(verdict: PairResult) -> list[Constraint]:
    failed = [Constraint(code) for code in verdict.failed]
    return [constraint for constraint in failed if constraint not in _ABOUT_THE_PROFILE]


def _card(need: Need, verdict: PairResult, names: Mapping[int, str]) -> FitCard:
    obstacles = _obstacles(verdict)
    return FitCard(
        need=need,
        mode=str(MODES[Mode(need.mode)]),
        points=verdict.points,
        percent=verdict.points // 100,
        explanation=explain(verdict.frozen, Reader.EXPERT, names),
        stands_in_the_way=str(labels.WHY_NOT[obstacles[0]]) if obstacles else "",
    )
