"""What a file of needs would bring, looked up in the vocabulary and worded line by line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from common.templatetags.formats import written_day
from common.text import fold
from incubators.enums import Category, Importance
from incubators.labels import CATEGORIES, NEED_FIELDS
from incubators.readers import Format, NeedsReading, ReadNeed, ReadSkill, Skip
from incubators.selectors.import_words import FORMATS, SKIPS
from incubators.selectors.words import place_words
from programmes.enums import Mode
from programmes.labels import MODES
from programmes.models import Programme
from taxonomy.enums import Cefr, Seniority
from taxonomy.labels import CEFR_LEVELS, SENIORITIES, SKILL_LEVELS, language_name, sdg_name
from taxonomy.models import Place, Skill, Theme
from taxonomy.selectors import close_skills, language_of, skills_named

MOST_OF_A_KIND = 12
MOST_UNKNOWN = 100
"""Each is a field, and a form holds 400; words beyond are left out like those for which nobody chooses."""
# In the order of the pages on which a need is written.
_ORDER = (
    "programme", "category", "title", "language", "purpose", "deliverable", "counterpart", "counterpart_role",
    "mode", "place", "starts_on", "ends_on", "hours_per_week", "weeks", "seats", "working_languages",
    "least_language_level", "least_seniority", "themes", "sdgs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LeftOut:
    place: str
    excerpt: str
    why: str


@dataclass(frozen=True, slots=True)
class OfferedNeed:
    """A need that the file would bring: terms as services take them, and the same in words."""

    number: int
    title: str
    terms: dict[str, Any]
    skills: list[tuple[Skill, Importance, int]]
    lines: list[tuple[str, str]]
    left_out: list[LeftOut]


@dataclass(frozen=True, slots=True)
class UnknownWords:
    """Words that name no skill of the vocabulary, and skills that are spelt almost like them."""

    words: str
    close: list[str]


@dataclass(frozen=True, slots=True)
class ImportPreview:
    format: str
    needs: list[OfferedNeed]
    left_out: list[LeftOut]  # what belongs to no need


@dataclass(slots=True)
class _Known:
    """Rows that the file refers to, read once for all its needs."""

    programmes: dict[str, Programme]
    places: dict[str, Place]
    places_by_name: dict[str, Place]
    themes: dict[str, Theme]
    by_slug: dict[str, Skill]
    by_words: dict[str, Skill]


def unknown_words(reading: NeedsReading) -> list[UnknownWords]:
    """What somebody may choose a skill for, in the order of the file."""
    rows = [row for need in reading.needs for row in need.skills]
    by_slug = Skill.objects.in_bulk([row.slug for row in rows if row.slug], field_name="slug")
    named = skills_named(row.words for row in rows)
    unknown = dict.fromkeys(row.words for row in rows if row.slug not in by_slug and row.words not in named)
    unknown = dict.fromkeys(list(unknown)[:MOST_UNKNOWN])
    close = close_skills(unknown)
    return [UnknownWords(words, [str(skill) for skill in close.get(words, [])]) for words in unknown]


def offered_needs(
    reading: NeedsReading,
    *,
    programme: Programme | None,
    category: Category,
    chosen: Mapping[str, Skill] | None = None,
) -> list[OfferedNeed]:
    """The needs of a file; `programme` and `category` where it names none, `chosen` skills by their words."""
    known = _read_known(reading, chosen or {})
    return [
        _offered(number, need, reading, known, programme, category)
        for number, need in enumerate(reading.needs)
    ]


def import_preview(reading: NeedsReading, needs: list[OfferedNeed]) -> ImportPreview:
    own = tuple(f"{need.place}/" for need in reading.needs)
    others = [
        each for each in reading.skipped if reading.format == Format.NEEDS and not each.place.startswith(own)
    ]
    return ImportPreview(
        str(FORMATS[reading.format]),
        needs,
        [LeftOut(each.place, each.excerpt, str(SKIPS[each.code])) for each in others],
    )


def _read_known(reading: NeedsReading, chosen: Mapping[str, Skill]) -> _Known:
    rows = [row for need in reading.needs for row in need.skills]
    places = list(Place.objects.select_related("parent__parent"))
    by_name: dict[str, Place] = {}
    for place in places:
        for name in (place.name, place.name_ur, *place.aliases):
            by_name.setdefault(fold(name), place)
    return _Known(
        programmes={each.slug: each for each in Programme.objects.filter(is_open=True)},
        places={place.code: place for place in places},
        places_by_name=by_name,
        themes={theme.slug: theme for theme in Theme.objects.all()},
        by_slug=Skill.objects.in_bulk([row.slug for row in rows if row.slug], field_name="slug"),
        by_words=skills_named(row.words for row in rows) | dict(chosen),
    )


def _offered(
    number: int,
    need: ReadNeed,
    reading: NeedsReading,
    known: _Known,
    programme: Programme | None,
    category: Category,
) -> OfferedNeed:
    left_out = [
        LeftOut(each.place, each.excerpt, str(SKIPS[each.code]))
        for each in reading.skipped
        if reading.format == Format.JOB or each.place.startswith(f"{need.place}/")
    ]

    def leave_out(name: str, code: Skip, excerpt: object) -> None:
        left_out.append(LeftOut(f"{need.place}/{name}", str(excerpt), str(SKIPS[code])))

    terms = {name: value for name, value in need.fields.items() if value not in ("", ())}
    slug = terms.pop("programme", None)
    if slug and slug not in known.programmes:
        leave_out("programme", Skip.PROGRAMME_CLOSED, slug)
    terms["programme"] = known.programmes.get(slug, programme)
    terms.setdefault("category", category)
    terms.setdefault("language", language_of(f"{terms['title']} {terms.get('purpose', '')}").value)
    if terms["programme"] and terms.get("mode") not in (None, *terms["programme"].modes):
        leave_out("mode", Skip.MODE_NOT_OFFERED, terms.pop("mode"))
    code, names = terms.pop("place", None), terms.pop("place_names", ())
    place = known.places.get(code) or next(
        (known.places_by_name[fold(name)] for name in names if fold(name) in known.places_by_name), None
    )
    if place is None and (code or names):
        leave_out("place" if code else "location", Skip.UNKNOWN_PLACE, code or names[0])
    terms["place"] = place
    for name in ("starts_on", "ends_on"):
        terms[name] = date.fromisoformat(terms[name]) if name in terms else None
    themes = list(dict.fromkeys(terms.pop("themes", ())))
    for theme in themes:
        if theme not in known.themes:
            leave_out("themes", Skip.UNKNOWN_CHOICE, theme)
    terms["themes"] = [known.themes[theme] for theme in themes if theme in known.themes]
    for name in ("working_languages", "sdgs"):
        if name in terms:
            terms[name] = list(terms[name])
    skills = _skills(need.skills, known, leave_out)
    lines = [(str(NEED_FIELDS[name]), words) for name in _ORDER if (words := _worded(name, terms.get(name)))]
    lines += _skill_lines(skills)
    return OfferedNeed(number, str(need.fields["title"]), terms, skills, lines, left_out)


def _skills(
    rows: tuple[ReadSkill, ...], known: _Known, leave_out: Any
) -> list[tuple[Skill, Importance, int]]:
    kept: dict[int, tuple[Skill, Importance, int]] = {}
    counts = dict.fromkeys(Importance, 0)
    for row in rows:
        skill = known.by_slug.get(row.slug) or known.by_words.get(row.words)
        if skill is None:
            leave_out("skills", Skip.UNKNOWN_SKILL, row.words)
        elif skill.pk in kept:
            leave_out("skills", Skip.DUPLICATE, row.words)
        elif counts[row.importance] >= MOST_OF_A_KIND:
            leave_out("skills", Skip.TOO_MANY, row.words)
        else:
            kept[skill.pk] = (skill, row.importance, row.least_level)
            counts[row.importance] += 1
    return list(kept.values())


def _skill_lines(skills: list[tuple[Skill, Importance, int]]) -> list[tuple[str, str]]:
    lines = []
    for importance, name in ((Importance.MUST, "must"), (Importance.SHOULD, "should")):
        of_kind = [f"{skill} ({SKILL_LEVELS[level]})" for skill, kind, level in skills if kind == importance]
        if of_kind:
            lines.append((str(NEED_FIELDS[name]), " · ".join(of_kind)))
    return lines


def _worded(name: str, value: Any) -> str:
    """One term as a person reads it; empty where there is none."""
    if value in (None, "", []):
        return ""
    words = {
        "category": lambda: CATEGORIES[Category(value)],
        "language": lambda: language_name(value),
        "mode": lambda: MODES[Mode(value)],
        "place": lambda: place_words(value),
        "starts_on": lambda: written_day(value),
        "ends_on": lambda: written_day(value),
        "working_languages": lambda: " · ".join(language_name(code) for code in value),
        "least_language_level": lambda: CEFR_LEVELS[Cefr(value)],
        "least_seniority": lambda: SENIORITIES[Seniority(value)],
        "themes": lambda: " · ".join(map(str, value)),
        "sdgs": lambda: " · ".join(map(sdg_name, value)),
    }.get(name, lambda: value)
    return str(words())
