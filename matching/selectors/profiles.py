"""An expert's page for one audience: the same for a reader and for the person who looks what readers see."""

from dataclasses import dataclass

from experts.enums import HelpKind, PublicPart, RowKind, Section
from experts.labels import FIELDS, HELP_KINDS, SECTIONS
from experts.models import Expert
from experts.selectors.panels import Answer, row_answer
from matching.selectors.audience import HOST, WORLD, parts_for
from matching.selectors.deck import CardFacts, card_facts
from matching.selectors.facts import facts_of
from taxonomy.enums import Seniority
from taxonomy.labels import SENIORITIES, country_name
from taxonomy.selectors import vocabulary

_ROWS = (
    (PublicPart.SKILLS, Section.SKILLS, RowKind.SKILL, "skills"),
    (PublicPart.LANGUAGES, Section.LANGUAGES, RowKind.LANGUAGE, "languages"),
    (PublicPart.AVAILABILITY, Section.AVAILABILITY, RowKind.AVAILABILITY, "availabilities"),
    (PublicPart.AFFILIATIONS, Section.AFFILIATIONS, RowKind.AFFILIATION, "affiliations"),
    (PublicPart.WORKS, Section.WORKS, RowKind.WORK, "works"),
)


@dataclass(frozen=True, slots=True)
class SeenPanel:
    title: str
    answers: list[Answer]


@dataclass(frozen=True, slots=True)
class SeenProfile:
    """What one audience reads of somebody. There is no way to reach them: contact follows acceptance."""

    expert_id: int
    code: str
    name: str
    headline: str
    bio: str
    panels: list[SeenPanel]


def seen_profile(expert: Expert, parts: frozenset[PublicPart]) -> SeenProfile:
    """The page of an expert loaded `with_profile()`, with these parts alone."""
    panels = [SeenPanel(str(SECTIONS[Section.IDENTITY]), _facts(expert, parts))]
    panels.append(SeenPanel(str(SECTIONS[Section.MOTIVATION]), _motivation(expert, parts)))
    for part, section, kind, rows in _ROWS:
        answers = [row_answer(kind, row) for row in getattr(expert, rows).all()] if part in parts else []
        panels.append(SeenPanel(str(SECTIONS[section]), answers))
    shows_words = PublicPart.HEADLINE in parts
    return SeenProfile(
        expert_id=expert.pk,
        code=expert.public_id,
        name=str(expert.user) if expert.user else "",
        headline=expert.headline if shows_words else "",
        bio=expert.bio if shows_words else "",
        panels=[panel for panel in panels if panel.answers],
    )


def _given(*answers: tuple[str, object]) -> list[Answer]:
    return [Answer(str(FIELDS[name]), str(value)) for name, value in answers if value not in ("", None)]


def _facts(expert: Expert, parts: frozenset[PublicPart]) -> list[Answer]:
    answers: list[tuple[str, object]] = []
    if PublicPart.COUNTRY in parts and expert.country:
        answers.append(("country", country_name(expert.country)))
    if PublicPart.SENIORITY in parts:
        seniority = SENIORITIES[Seniority(expert.seniority)] if expert.seniority else ""
        answers += [("seniority", seniority), ("years_experience", expert.years_experience)]
    return _given(*answers)


def _motivation(expert: Expert, parts: frozenset[PublicPart]) -> list[Answer]:
    if PublicPart.MOTIVATION not in parts:
        return []
    kinds = [str(HELP_KINDS[HelpKind(kind)]) for kind in expert.motivation_kinds if kind in set(HelpKind)]
    return _given(
        ("motivation_kinds", ", ".join(kinds)),
        ("themes", ", ".join(map(str, expert.themes.all()))),
        ("motivation_places", ", ".join(map(str, expert.motivation_places.all()))),
    )


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What each audience sees of a person, made by what makes it for that audience."""

    level: str
    card: CardFacts
    to_hosts: SeenProfile
    to_everybody: SeenProfile
    n_ticked: int


def preview_page(expert: Expert) -> PreviewPage:
    """The page for the person (loaded `with_profile()`): each level as if it were chosen."""
    [facts] = facts_of([expert.pk]).values()
    themes = {pk: str(theme) for pk, theme in vocabulary().themes.items()}
    return PreviewPage(
        level=expert.visibility,
        card=card_facts(facts, themes, is_named=False),
        to_hosts=seen_profile(expert, parts_for(expert, HOST)),
        to_everybody=seen_profile(expert, parts_for(expert, WORLD)),
        n_ticked=len(expert.public_parts),
    )
