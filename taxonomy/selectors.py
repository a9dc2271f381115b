"""Questions about the vocabulary and the working calendar."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
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
MOST_FOUND = 10
_MOST_READ = 200  # aliases looked at for one search; a letter or two would match most of them
_MOST_CLOSE, _CLOSE = 3, 0.75  # share of letters in common, by difflib
_MOST_COMPARED = 10


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
class FoundSkill:
    """A skill of the vocabulary; `alias` says by which other name it was found."""

    slug: str
    name: str
    theme: str
    alias: str


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

    def between(self, first: date, last: date) -> int:
        """Working days after the first day up to the last; none when the last comes before."""
        ahead = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(day.isoweekday() not in self.weekend and day not in self.holidays for day in ahead)


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


def found_skills(words: str, *, besides: Collection[str] = ()) -> list[FoundSkill]:
    """Skills named by the words in any of the three scripts; names that begin with them come first."""
    folded = fold(words)
    if not folded:
        return []
    aliases = SkillAlias.objects.filter(folded__contains=folded).select_related("skill__theme")
    ranked = sorted(
        aliases.exclude(skill__slug__in=besides).order_by("folded")[:_MOST_READ],
        key=lambda alias: (not alias.folded.startswith(folded), len(alias.folded), alias.folded),
    )
    found: dict[str, FoundSkill] = {}
    for alias in ranked:
        names = (alias.skill.name, alias.skill.name_ur)
        found.setdefault(
            alias.skill.slug,
            FoundSkill(
                slug=alias.skill.slug,
                name=str(alias.skill),
                theme=str(alias.skill.theme),
                alias="" if alias.text in names else alias.text,
            ),
        )
    return list(found.values())[:MOST_FOUND]


def close_skills(texts: Iterable[str]) -> dict[str, list[Skill]]:
    """Text as given -> skills spelt almost like it, the closest first; one query for all.

    Only so many texts are looked at: comparing letters takes some milliseconds for each.
    """
    looked_at = list(texts)[:_MOST_COMPARED]
    if not looked_at:
        return {}
    spelt = {alias.folded: alias.skill for alias in SkillAlias.objects.select_related("skill")}
    return {
        text: list(
            dict.fromkeys(
                spelt[spelling]
                for spelling in get_close_matches(fold(text), spelt, n=3 * _MOST_CLOSE, cutoff=_CLOSE)
            )
        )[:_MOST_CLOSE]
        for text in looked_at
    }


def language_of(words: str) -> Language:
    """What the letters tell: Urdu script is Urdu, Latin letters are taken as English."""
    return Language.URDU if _URDU_LETTERS.search(words) else Language.ENGLISH


def skill_names() -> list[str]:
    """Names to suggest while somebody types a skill: the reader's language first, then English."""
    skills = Skill.objects.only("name", "name_ur")
    return list(dict.fromkeys([*(str(skill) for skill in skills), *(skill.name for skill in skills)]))
