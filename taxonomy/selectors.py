"""Questions about the vocabulary and the working calendar."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from common.text import fold
from taxonomy.enums import Language
from taxonomy.models import Holiday, Skill, SkillAlias, WorkingCalendar

DEFAULT_CALENDAR = "pakistan-federal"
_URDU_LETTERS = re.compile("[\u0600-\u06ff]")
_DEFAULT_WEEKEND = (6, 7)  # while no calendar has been loaded


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
