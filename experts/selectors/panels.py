"""A profile as titled panels of questions and answers, each answer with where it came from.

Shown to the person (check answers, own page, what we hold) and to staff who verify: one shape for all.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.labels import zone_name
from common.templatetags.formats import written_day
from common.text import fold
from experts.enums import (
    AffiliationKind,
    HelpKind,
    PublicPart,
    RowKind,
    Section,
    Source,
    TravelDocument,
    Visibility,
    WorkKind,
)
from experts.labels import (
    AFFILIATION_KINDS,
    FIELDS,
    HELP_KINDS,
    PUBLIC_PARTS,
    SECTIONS,
    SOURCES,
    TRAVEL_DOCUMENTS,
    VISIBILITIES,
    WORK_KINDS,
)
from experts.models import Affiliation, Availability, Expert, ExpertLanguage, ExpertSkill, Fact, Work
from programmes.enums import Mode
from programmes.labels import MODES
from taxonomy.enums import Cefr, Seniority
from taxonomy.labels import CEFR_LEVELS, SENIORITIES, SKILL_LEVELS, country_name, language_name
from taxonomy.models import Skill

FactKey = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an answer came from: `asserted_by`, `place` and `file_name` are empty for typed ones."""

    source: str
    asserted_by: str
    place: str
    at: datetime
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    label: str
    value: str
    detail: str = ""
    url: str = ""
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    section: Section
    title: str
    url_name: str
    answers: list[Answer] = field(default_factory=list)


def profile_panels(expert: Expert) -> list[Panel]:
    """All panels of a profile that was loaded `with_profile()`; one query more, for the facts."""
    known = expert.facts.select_related("batch").defer("batch__reading")
    facts = {(fact.row_kind, fact.row_id, fact.field): provenance_of(fact) for fact in known}
    answers = {
        Section.IDENTITY: _identity(expert, facts),
        Section.PLACE: _place(expert, facts),
        Section.LANGUAGES: _rows(RowKind.LANGUAGE, expert.languages.all(), facts),
        Section.SKILLS: _rows(RowKind.SKILL, expert.skills.all(), facts),
        Section.AFFILIATIONS: _rows(RowKind.AFFILIATION, expert.affiliations.all(), facts),
        Section.WORKS: _rows(RowKind.WORK, expert.works.all(), facts),
        Section.AVAILABILITY: _rows(RowKind.AVAILABILITY, expert.availabilities.all(), facts),
        Section.MOTIVATION: _motivation(expert, facts),
        Section.TERMS: _terms(expert, facts),
        Section.VISIBILITY: _visibility(expert, facts),
    }
    return [
        Panel(section, SECTIONS[section], f"experts:{section}", list(found))
        for section, found in answers.items()
    ]


def row_answer(kind: RowKind, row: object) -> Answer:
    """One row of a list in words."""
    return _IN_WORDS[kind](row)


def vocabulary_words(typed: str, skill: Skill | None) -> str:
    """What the vocabulary makes of somebody's own words; nothing where both say the same."""
    if skill is None:
        return _("not in our vocabulary yet")
    if fold(typed) in (fold(skill.name), fold(skill.name_ur)):
        return ""
    return _("in our vocabulary: %(skill)s") % {"skill": skill}


def provenance_of(fact: Fact) -> Provenance:
    file_name = fact.batch.file_name if fact.batch else ""
    return Provenance(SOURCES[Source(fact.source)], fact.source_name, fact.place, fact.at, file_name)


def _field(name: str, value: str, facts: dict[FactKey, Provenance]) -> Answer:
    return Answer(FIELDS[name], value, provenance=facts.get((RowKind.EXPERT, 0, name)))


def _word(labels: dict, enum: type, code: str) -> str:
    return labels[enum(code)] if code else ""


def _joined(words: Iterable[object]) -> str:
    return _(", ").join(str(word) for word in words if word)


def _identity(expert: Expert, facts: dict[FactKey, Provenance]) -> list[Answer]:
    years = expert.years_experience
    return [
        _field("headline", expert.headline, facts),
        _field("bio", expert.bio, facts),
        _field("language", language_name(expert.language), facts),
        _field("seniority", _word(SENIORITIES, Seniority, expert.seniority), facts),
        _field("years_experience", "" if years is None else str(years), facts),
        _field("orcid", expert.orcid, facts),
    ]


def _place(expert: Expert, facts: dict[FactKey, Provenance]) -> list[Answer]:
    return [
        _field("country", country_name(expert.country) if expert.country else "", facts),
        _field("city", expert.city, facts),
        _field("time_zone", zone_name(expert.time_zone), facts),
    ]


def _motivation(expert: Expert, facts: dict[FactKey, Provenance]) -> list[Answer]:
    kinds = _joined(HELP_KINDS[HelpKind(kind)] for kind in expert.motivation_kinds if kind in set(HelpKind))
    return [
        _field("motivation_kinds", kinds, facts),
        _field("themes", _joined(expert.themes.all()), facts),
        _field("motivation_places", _joined(expert.motivation_places.all()), facts),
    ]


def _visibility(expert: Expert, facts: dict[FactKey, Provenance]) -> list[Answer]:
    level = _field("visibility", _word(VISIBILITIES, Visibility, expert.visibility), facts)
    if expert.visibility != Visibility.PUBLIC:
        return [level]
    ticked = _joined(PUBLIC_PARTS[PublicPart(part)] for part in expert.public_parts)
    return [level, _field("public_parts", ticked, facts)]


def _terms(expert: Expert, facts: dict[FactKey, Provenance]) -> list[Answer]:
    document = _word(TRAVEL_DOCUMENTS, TravelDocument, expert.travel_document)
    return [_field("capacity", str(expert.capacity), facts), _field("travel_document", document, facts)]


def _rows(kind: RowKind, rows: Iterable[object], facts: dict[FactKey, Provenance]) -> Iterable[Answer]:
    for row in rows:
        answer = row_answer(kind, row)
        provenance = facts.get((kind, row.pk, ""))
        yield Answer(answer.label, answer.value, answer.detail, answer.url, provenance)


def _language(row: ExpertLanguage) -> Answer:
    return Answer(language_name(row.code), CEFR_LEVELS[Cefr(row.level)])


def _skill(row: ExpertSkill) -> Answer:
    details = []
    if row.years is not None:
        details.append(_("%(number)d years") % {"number": row.years})
    if row.last_used_year is not None:
        details.append(_("last used in %(year)d") % {"year": row.last_used_year})
    details.append(vocabulary_words(row.typed, row.skill))
    return Answer(row.typed, SKILL_LEVELS[row.level], _joined(details))


def _affiliation(row: Affiliation) -> Answer:
    ends = _("today") if row.is_current else row.ends
    years = " – ".join(filter(None, (row.starts, ends)))
    where = _joined((row.city, country_name(row.country) if row.country else ""))
    kind = AFFILIATION_KINDS[AffiliationKind(row.kind)]
    return Answer(row.organisation, row.role or kind, _joined((kind if row.role else "", where, years)))


def _work(row: Work) -> Answer:
    url = f"https://doi.org/{row.doi}" if row.doi else row.url
    return Answer(row.title, WORK_KINDS[WorkKind(row.kind)], _joined((row.venue, row.year)), url)


def _availability(row: Availability) -> Answer:
    days = {"start": written_day(row.starts_on), "end": written_day(row.ends_on)}
    window = _("%(start)s to %(end)s") % days
    hours = _("%(number)d hours a week") % {"number": row.hours_per_week}
    return Answer(window, hours, _joined(MODES[Mode(mode)] for mode in row.modes))


_IN_WORDS = {
    RowKind.LANGUAGE: _language,
    RowKind.SKILL: _skill,
    RowKind.AFFILIATION: _affiliation,
    RowKind.WORK: _work,
    RowKind.AVAILABILITY: _availability,
}
