"""What the page of the working calendar shows: the weeks, the coming year, and what a target means."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from babel.dates import format_date, get_day_names
from django.db import transaction

from common.templatetags.formats import reading_locale
from taxonomy.models import Holiday
from taxonomy.selectors import Week, default_calendar, weeks_of, working_days

TARGET_DAYS = 10
MONTHS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A working week in words; `since` is None for the one that has always been."""

    since: date | None
    free_days: list[str]
    week: Week
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    name: str
    n_working_days: int
    holidays: list[Holiday]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    weeks: list[WeekRow]
    months: list[MonthRow]
    target_on: date


@dataclass(frozen=True, slots=True)
class Effect:
    """What a target of ten working days from today means before a change and after it."""

    before: date
    after: date

    @property
    def moves(self) -> bool:
        return self.before != self.after


def calendar_page(today: date) -> CalendarPage:
    """Three queries, whatever the calendar holds."""
    calendar = default_calendar()
    days = working_days()
    firsts = [_month_after(today.replace(day=1), n) for n in range(MONTHS_AHEAD + 1)]
    kept = Holiday.objects.kept().filter(calendar=calendar, on__gte=firsts[0], on__lt=firsts[-1])
    holidays = list(kept)
    months = []
    for first, following in pairwise(firsts):
        months.append(
            MonthRow(
                name=format_date(first, "LLLL y", locale=reading_locale()),
                n_working_days=len(days.between(first, following - timedelta(days=1))),
                holidays=[holiday for holiday in holidays if first <= holiday.on < following],
            )
        )
    weeks = weeks_of(calendar) if calendar else []
    return CalendarPage(_week_rows(weeks, today), months, days.after(today, TARGET_DAYS))


def effect_of(change: Callable[[], None], today: date) -> Effect:
    """Make a change, look, and undo it. Raises what the change raises."""
    before = working_days().after(today, TARGET_DAYS)
    with transaction.atomic():
        change()
        after = working_days().after(today, TARGET_DAYS)
        transaction.set_rollback(True)
    return Effect(before, after)


def weekday_choices() -> list[tuple[int, str]]:
    """ISO weekdays by name in the reader's language."""
    names = get_day_names("wide", locale=reading_locale())
    return [(day, names[day - 1]) for day in range(1, 8)]


def _week_rows(weeks: list[Week], today: date) -> list[WeekRow]:
    names = dict(weekday_choices())
    in_force = max((week.since for week in weeks if week.since <= today), default=None)
    return [
        WeekRow(
            since=week.since if week.since > date.min else None,
            free_days=[names[day] for day in sorted(week.weekend)],
            week=week,
            is_in_force=week.since == in_force,
        )
        for week in reversed(weeks)
    ]


def _month_after(first: date, n: int) -> date:
    years, month = divmod(first.month - 1 + n, 12)
    return date(first.year + years, month + 1, 1)
