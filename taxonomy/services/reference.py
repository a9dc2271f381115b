"""Loading the reference vocabulary that the portal ships. Loading twice changes nothing."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

from django.db import transaction

from common.jobs import announce
from common.text import fold
from taxonomy.enums import Fact
from taxonomy.models import Holiday, Place, Skill, SkillAlias, Theme, WorkingCalendar

REFERENCE = Path(__file__).parents[1] / "reference"

# Which column of skills.csv holds aliases in which language (BCP 47).
_ALIAS_COLUMNS = {"aliases_en": "en", "aliases_ur": "ur", "aliases_roman": "ur-Latn"}


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of each kind the reference holds."""

    themes: int
    skills: int
    aliases: int
    places: int
    holidays: int


def load_reference() -> Loaded:
    """Write themes, skills with their aliases, places and the working calendar; rows of others stay.

    Raises ValueError when two skills share an alias or the broader ones run in a circle.
    """
    with transaction.atomic():
        themes = _load_themes(_rows("themes.csv"))
        skill_rows = _rows("skills.csv")
        skills = _load_skills(skill_rows, themes)
        announce(Fact.VOCABULARY_CHANGED, key="vocabulary")
        return Loaded(
            themes=len(themes),
            skills=len(skills),
            aliases=_load_aliases(skill_rows, skills),
            places=_load_places(_rows("places.csv")),
            holidays=_load_calendar(json.loads((REFERENCE / "working_calendar.json").read_text("utf-8"))),
        )


def shipped_spellings() -> dict[str, str]:
    """Spelling -> English name of each skill that the portal ships; needs no database."""
    return {text: row["name"] for row in _rows("skills.csv") for text, _language in _spellings(row) if text}


def _rows(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _load_themes(rows: list[dict[str, str]]) -> dict[str, Theme]:
    themes = [
        Theme(slug=row["slug"], name=row["name"], name_ur=row["name_ur"], position=position)
        for position, row in enumerate(rows)
    ]
    _write(Theme, themes, key="slug", columns=["name", "name_ur", "position"])
    return Theme.objects.in_bulk([theme.slug for theme in themes], field_name="slug")


def _load_skills(rows: list[dict[str, str]], themes: dict[str, Theme]) -> dict[str, Skill]:
    written: dict[str, Skill] = {}
    for generation in _generations(rows, key="slug", above="broader"):
        skills = [
            Skill(
                slug=row["slug"],
                name=row["name"],
                name_ur=row["name_ur"],
                theme=themes[row["theme"]],
                broader=written.get(row["broader"]),
            )
            for row in generation
        ]
        _write(Skill, skills, key="slug", columns=["name", "name_ur", "theme", "broader"])
        written |= {skill.slug: skill for skill in skills}
    return written


def _generations(rows: list[dict[str, str]], *, key: str, above: str) -> Iterator[list[dict[str, str]]]:
    """Rows in as few rounds as possible, each after the row above it; raises ValueError for a circle."""
    known: set[str] = {""}
    while rows:
        ready = [row for row in rows if row[above] in known]
        if not ready:
            raise ValueError(f"nothing stands above {[row[key] for row in rows]}")
        yield ready
        known |= {row[key] for row in ready}
        rows = [row for row in rows if row[key] not in known]


def _spellings(row: dict[str, str]) -> list[tuple[str, str]]:
    """(text, language) of every way to write a skill, its names first."""
    return [(row["name"], "en"), (row["name_ur"], "ur")] + [
        (text, language) for column, language in _ALIAS_COLUMNS.items() for text in row[column].split("|")
    ]


def _load_aliases(rows: list[dict[str, str]], skills: dict[str, Skill]) -> int:
    aliases: dict[str, SkillAlias] = {}
    for row in rows:
        for text, language in _spellings(row):
            folded = fold(text)
            alias = SkillAlias(skill=skills[row["slug"]], text=text, folded=folded, language=language)
            if folded and aliases.setdefault(folded, alias) is not alias:
                raise ValueError(f"{text!r} names both {aliases[folded].skill.slug} and {row['slug']}")
    _write(SkillAlias, list(aliases.values()), key="folded", columns=["skill", "text", "language"])
    return len(aliases)


def _load_places(rows: list[dict[str, str]]) -> int:
    written: dict[str, Place] = {}
    territories = [row["code"] for row in rows if not row["parent"]]
    for generation in _generations(rows, key="code", above="parent"):
        places = [
            Place(
                code=row["code"],
                name=row["name"],
                name_ur=row["name_ur"],
                kind=row["kind"],
                parent=written.get(row["parent"]),
                aliases=[alias for alias in row["aliases"].split("|") if alias],
                position=territories.index(row["code"]) if not row["parent"] else 0,
            )
            for row in generation
        ]
        columns = ["name", "name_ur", "kind", "parent", "aliases", "position"]
        _write(Place, places, key="code", columns=columns)
        written |= {place.code: place for place in places}
    return len(written)


def _load_calendar(content: dict[str, Any]) -> int:
    """What staff have changed since stays as they wrote it: decrees are younger than the reference."""
    hours = ("opens_at", "closes_at", "friday_break_from", "friday_break_to")
    calendar, _created = WorkingCalendar.objects.get_or_create(
        slug=content["slug"],
        defaults={
            "name": content["name"],
            "name_ur": content["name_ur"],
            "weekend": content["weekend"],
            **{hour: time.fromisoformat(content[hour]) for hour in hours},
        },
    )
    holidays = [
        Holiday(
            calendar=calendar,
            on=date.fromisoformat(holiday["on"]),
            name=holiday["name"],
            name_ur=holiday["name_ur"],
            tentative=holiday.get("tentative", False),
        )
        for holiday in content["holidays"]
    ]
    Holiday.objects.bulk_create(holidays, ignore_conflicts=True)
    return len(holidays)


def _write(model: type, rows: list[Any], *, key: str, columns: list[str]) -> None:
    """Insert rows or bring those with the same key up to date, in one statement; they get their ids."""
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=key.split(), update_fields=columns)
