"""The lists of a profile: languages, skills, affiliations, works and windows of availability."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.refusals import Refused
from common.text import clean_line, fold
from experts.enums import RowKind, Section
from experts.models import Affiliation, Availability, Expert, ExpertLanguage, ExpertSkill, ProfileRow, Work
from experts.readers.codes import SkipCode
from experts.readers.identifiers import doi, language_code, web_address
from experts.readers.partial_dates import from_text
from experts.services.editing import check_fields, editing, forget_facts, note_typed, refuse_contact
from programmes.enums import Mode
from taxonomy.enums import country_codes
from taxonomy.selectors import skill_named

LONGEST_WINDOW = timedelta(days=3 * 366)
FURTHEST_START = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RowShape:
    """One list: its model, the step of the profile it belongs to, its columns and its rules.

    `prepare` tidies a row that has its new values and raises Refused for what is not acceptable.
    """

    model: type[ProfileRow]
    section: Section
    fields: tuple[str, ...]
    prepare: Callable[[Expert, Any, date], None]


def save_row(
    *,
    kind: RowKind,
    expert_id: int,
    values: dict[str, Any],
    by: User,
    at: datetime,
    row_id: int | None = None,
) -> ProfileRow:
    """Add a row to a list, or change one; what the person typed is theirs from now on.

    Raises Refused with the field that does not fit, or `too_many_rows`.
    """
    shape = SHAPES[kind]
    with editing(expert_id=expert_id, section=shape.section, by=by, at=at) as expert:
        rows = shape.model.objects.filter(expert=expert)
        if row_id is None:
            if rows.count() >= kind.most_rows:
                raise Refused("too_many_rows")
            row = shape.model(expert=expert)
        else:
            row = rows.get(pk=row_id)
        write_row(expert, kind, row, values, on=timezone.localdate(at))
        note_typed(expert, kind, row.pk, [""], by=by, at=at)
    return row


def remove_row(*, kind: RowKind, expert_id: int, row_id: int, by: User, at: datetime) -> None:
    """Take a row off a list, with everything that is known of where it came from."""
    shape = SHAPES[kind]
    with editing(expert_id=expert_id, section=shape.section, by=by, at=at) as expert:
        shape.model.objects.get(expert=expert, pk=row_id).delete()
        forget_facts(expert, kind, row_id)


def write_row(expert: Expert, kind: RowKind, row: ProfileRow, values: dict[str, Any], *, on: date) -> None:
    """Give a row its values and save it if the list's rules accept them; the caller holds the lock."""
    shape = SHAPES[kind]
    for field in shape.fields:
        if field in values:
            setattr(row, field, values[field])
    shape.prepare(expert, row, on)
    check_fields(row, shape.fields)
    row.save()


def _prepare_language(expert: Expert, row: ExpertLanguage, on: date) -> None:
    if language_code(row.code) != row.code:
        raise Refused("unknown_language", field="code")
    if expert.languages.filter(code=row.code).exclude(pk=row.pk).exists():
        raise Refused("language_once", field="code")


def _prepare_skill(expert: Expert, row: ExpertSkill, on: date) -> None:
    """Tie the words to the vocabulary when they name a skill of it; else they stay as typed."""
    row.typed = clean_line(row.typed)
    row.skill = skill_named(row.typed)
    if row.level not in range(1, 5):
        raise Refused("unknown_skill_level", field="level")
    others = expert.skills.exclude(pk=row.pk)
    if row.skill is not None and others.filter(skill=row.skill).exists():
        raise Refused("skill_once", field="typed")
    if fold(row.typed) in {fold(typed) for typed in others.values_list("typed", flat=True)}:
        raise Refused("skill_once", field="typed")


def _prepare_affiliation(expert: Expert, row: Affiliation, on: date) -> None:
    if row.country and row.country not in country_codes():
        raise Refused("unknown_country", field="country")
    for field in ("starts", "ends"):
        setattr(row, field, partial_date(getattr(row, field), field))
    if row.starts > (on + FURTHEST_START).isoformat():
        raise Refused("starts_too_late", field="starts")
    # Comparing as text is right as far as both sides are known: "2019" and "2019-04" do not contradict.
    known = min(len(row.starts), len(row.ends))
    if row.starts and row.ends and row.starts[:known] > row.ends[:known]:
        raise Refused("dates_order", field="ends")
    if row.ends:
        row.is_current = row.ends >= on.isoformat()[: len(row.ends)]


def _prepare_work(expert: Expert, row: Work, on: date) -> None:
    refuse_contact(row.text, "text")
    bare = doi(row.doi) if row.doi else ""
    if bare is None:
        raise Refused("bad_doi", field="doi")
    row.doi = bare
    if row.url and web_address(row.url) is None:
        raise Refused("link_scheme", field="url")


def _prepare_availability(expert: Expert, row: Availability, on: date) -> None:
    if not row.modes or not set(row.modes) <= set(Mode):
        raise Refused("modes_missing", field="modes")
    if row.ends_on < row.starts_on:
        raise Refused("dates_order", field="ends_on")
    if row.ends_on < on:
        raise Refused("window_past", field="ends_on")
    if row.ends_on - row.starts_on > LONGEST_WINDOW:
        raise Refused("window_too_long", field="ends_on")


def partial_date(text: str, field: str) -> str:
    """A year, a month or a day that exists, as ISO text."""
    if not text.strip():
        return ""
    reading = from_text(text.strip())
    if reading.value is None or reading.problem in set(SkipCode):
        raise Refused("partial_date", field=field)
    return str(reading.value)


SHAPES: dict[RowKind, RowShape] = {
    RowKind.LANGUAGE: RowShape(ExpertLanguage, Section.LANGUAGES, ("code", "level"), _prepare_language),
    RowKind.SKILL: RowShape(
        ExpertSkill, Section.SKILLS, ("typed", "level", "years", "last_used_year"), _prepare_skill
    ),
    RowKind.AFFILIATION: RowShape(
        Affiliation,
        Section.AFFILIATIONS,
        ("kind", "organisation", "role", "city", "country", "ror", "starts", "ends", "is_current"),
        _prepare_affiliation,
    ),
    RowKind.WORK: RowShape(
        Work, Section.WORKS, ("kind", "title", "text", "venue", "year", "doi", "url"), _prepare_work
    ),
    RowKind.AVAILABILITY: RowShape(
        Availability,
        Section.AVAILABILITY,
        ("starts_on", "ends_on", "hours_per_week", "modes"),
        _prepare_availability,
    ),
}
