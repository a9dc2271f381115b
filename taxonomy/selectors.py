"""Questions about the vocabulary and the working calendar."""

from datetime import date, timedelta

from taxonomy.models import Holiday, WorkingCalendar

DEFAULT_CALENDAR = "pakistan-federal"
_DEFAULT_WEEKEND = (6, 7)  # while no calendar has been loaded


def working_day_after(day: date, n_days: int, *, calendar: str = DEFAULT_CALENDAR) -> date:
    """The n-th working day after a day; weekend and holidays are data, tentative ones count too."""
    row = WorkingCalendar.objects.filter(slug=calendar).first()
    weekend = set(row.weekend) if row else set(_DEFAULT_WEEKEND)
    holidays = set(
        Holiday.objects.filter(calendar=row, on__gt=day, on__lte=day + timedelta(days=3 * n_days + 30)).values_list(
            "on", flat=True
        )
        if row
        else ()
    )
    while n_days:
        day += timedelta(days=1)
        if day.isoweekday() not in weekend and day not in holidays:
            n_days -= 1
    return day
