"""Questions about the vocabulary and the working calendar."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection

from common.text import fold
from taxonomy.enums import Language
from taxonomy.models import Holiday, Skill, SkillAlias, Theme, WorkingCalendar

DEFAULT_CALENDAR = "pakistan-federal"
_URDU_LETTERS = re.compile("[\u0600-\u06ff]")
_DEFAULT_WEEKEND = (6, 7)  # while no calendar has been loaded
# Another transaction or command wrote a row, or one is gone: another stamp.
_STAMP = """SELECT count(*), sum(xmin::text::bigint), sum(cmin::text::bigint) FROM (
    SELECT xmin, cmin FROM taxonomy_skill UNION ALL SELECT xmin, cmin FROM taxonomy_theme) AS curated"""
_BROADER_STEPS = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Skills and themes by id, themes in their order; `with_broader` names a skill and those above it."""

    skills: Mapping[int, Skill]
    themes: Mapping[int, Theme]
    with_broader: Mapping[int, Sequence[int]]


def vocabulary() -> Vocabulary:
    """The vocabulary as it is now: read once by a process, and again when a row of it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return _vocabulary(cursor.fetchone())


@lru_cache(maxsize=1)
def _vocabulary(_stamp: tuple) -> Vocabulary:
    skills = Skill.objects.in_bulk()
    return Vocabulary(
        skills,
        {theme.pk: theme for theme in Theme.objects.all()},
        {pk: _with_broader(skill, skills) for pk, skill in skills.items()},
    )


def _with_broader(skill: Skill, skills: Mapping[int, Skill]) -> list[int]:
    found = [skill.pk]
    while skill.broader_id and len(found) <= _BROADER_STEPS:
        found.append(skill.broader_id)
        skill = skills[skill.broader_id]
    return found


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working calendar, read once for a whole list. Tentative holidays count too."""

    weekend: frozenset[int]
    holidays: frozenset[date]

    def after(self, day: date, n_days: int) -> date:
        """The n-th working day after a day."""
        while n_days:
            day += timedelta(days=1)
            if day.isoweekday() not in self.weekend and day not in self.holidays:
                n_days -= 1
        return day


def working_days(calendar: str = DEFAULT_CALENDAR) -> WorkingDays:
    """The calendar's weekend and holidays, which are data: they move by decree."""
    row = WorkingCalendar.objects.filter(slug=calendar).first()
    holidays = Holiday.objects.filter(calendar=row).values_list("on", flat=True) if row else []
    return WorkingDays(frozenset(row.weekend if row else _DEFAULT_WEEKEND), frozenset(holidays))


def skill_named(words: str) -> Skill | None:
    """The skill that these very words name, in any of the three scripts."""
    return skills_named([words]).get(words)


def skills_named(texts: Iterable[str]) -> dict[str, Skill]:
    """Text as given -> skill, for those texts that name one; one query for all."""
    folded = {text: fold(text) for text in texts}
    aliases = SkillAlias.objects.select_related("skill").filter(folded__in=set(folded.values()))
    skills = {alias.folded: alias.skill for alias in aliases}
    return {text: skills[key] for text, key in folded.items() if key in skills}


def language_of(words: str) -> Language:
    """What the letters tell: Urdu script is Urdu, Latin letters are taken as English."""
    return Language.URDU if _URDU_LETTERS.search(words) else Language.ENGLISH


def skill_names() -> list[str]:
    """Names to suggest while somebody types a skill: the reader's language first, then English."""
    skills = Skill.objects.only("name", "name_ur")
    return list(dict.fromkeys([*(str(skill) for skill in skills), *(skill.name for skill in skills)]))
