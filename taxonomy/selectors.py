"""Questions about the vocabulary and the working calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from taxonomy.models import Holiday, WorkingCalendar

DEFAULT_CALENDAR = "pakistan-federal"
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
