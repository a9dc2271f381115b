"""Questions about the working calendar, whose weeks and holidays move by decree."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from taxonomy.models import Holiday, WorkingCalendar

DEFAULT_CALENDAR = "pakistan-federal"
_DEFAULT_WEEKEND = (6, 7)  # while no calendar has been loaded
_HOURS = ("opens_at", "closes_at", "friday_break_from", "friday_break_to")


@dataclass(frozen=True, slots=True)
class Week:
    """The working week from a day on; the first one has always been."""

    weekend: tuple[int, ...]  # ISO weekdays, Monday is 1
    opens_at: time
    closes_at: time
    friday_break_from: time | None = None
    friday_break_to: time | None = None
    since: date = date.min

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Week":
        hours = {name: time.fromisoformat(row[name]) if row[name] else None for name in _HOURS}
        return cls(tuple(row["weekend"]), since=date.fromisoformat(row["since"]), **hours)

    def as_json(self) -> dict[str, Any]:
        row = asdict(self)
        hours = {name: row[name].isoformat("minutes") if row[name] else None for name in _HOURS}
        return {"since": self.since.isoformat(), "weekend": list(self.weekend), **hours}


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working calendar, read once for a whole list. Tentative holidays count too.

    `weekends` are (from a day on, ISO weekdays), the oldest first.
    """

    weekends: Sequence[tuple[date, frozenset[int]]]
    holidays: frozenset[date]

    def works_on(self, day: date) -> bool:
        weekend = next(days for since, days in reversed(self.weekends) if since <= day)
        return day.isoweekday() not in weekend and day not in self.holidays

    def after(self, day: date, n_days: int) -> date:
        """The n-th working day after a day."""
        while n_days:
            day += timedelta(days=1)
            n_days -= self.works_on(day)
        return day

    def n_after(self, first: date, last: date) -> int:
        """Working days after the first day up to the last; none when the last comes before."""
        return len(self.between(first + timedelta(days=1), last))

    def between(self, first: date, last: date) -> list[date]:
        """The working days from a day to another, both counted."""
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        return [day for day in days if self.works_on(day)]


def default_calendar() -> WorkingCalendar | None:
    return WorkingCalendar.objects.filter(slug=DEFAULT_CALENDAR).first()


def weeks_of(calendar: WorkingCalendar) -> list[Week]:
    """Every week of a calendar, the oldest first."""
    hours = {name: getattr(calendar, name) for name in _HOURS}
    return [Week(tuple(calendar.weekend), **hours), *map(Week.from_json, calendar.changes)]


def week_on(calendar: WorkingCalendar, day: date) -> Week:
    """The week that holds on a day."""
    return next(week for week in reversed(weeks_of(calendar)) if week.since <= day)


def working_days(calendar: str = DEFAULT_CALENDAR) -> WorkingDays:
    """The calendar's weeks and holidays."""
    row = WorkingCalendar.objects.filter(slug=calendar).first()
    if row is None:
        return WorkingDays([(date.min, frozenset(_DEFAULT_WEEKEND))], frozenset())
    holidays = Holiday.objects.kept().filter(calendar=row).values_list("on", flat=True)
    weekends = [(week.since, frozenset(week.weekend)) for week in weeks_of(row)]
    return WorkingDays(weekends, frozenset(holidays))
