"""Changes of the working calendar. Who may make them is asked by whoever calls."""

from datetime import date

from django.db import transaction

from common.refusals import Refused
from taxonomy.models import Holiday, WorkingCalendar
from taxonomy.selectors import DEFAULT_CALENDAR, Week, weeks_of


def set_week(week: Week) -> None:
    """Let a week hold from its day on; one that began on that very day is replaced.

    Raises Refused `all_days_free`, `closes_before_opening`, `break_outside_hours` or `no_calendar`.
    """
    _check(week)
    with transaction.atomic():
        calendar = _locked()
        others = [one for one in weeks_of(calendar)[1:] if one.since != week.since]
        calendar.changes = [one.as_json() for one in sorted([*others, week], key=lambda one: one.since)]
        calendar.save(update_fields=["changes"])


def set_holiday(*, on: date, name: str, name_ur: str, tentative: bool) -> Holiday:
    """Set a holiday, or change the one of that day. Raises Refused `no_calendar`."""
    with transaction.atomic():
        words = {"name": name, "name_ur": name_ur, "tentative": tentative, "called_off": False}
        holiday, _created = Holiday.objects.update_or_create(calendar=_locked(), on=on, defaults=words)
    return holiday


def call_off_holiday(*, on: date) -> None:
    """Let people work on the day. Raises Refused `no_such_holiday` or `no_calendar`."""
    with transaction.atomic():
        kept = Holiday.objects.kept().filter(calendar=_locked(), on=on)
        if not kept.update(called_off=True):
            raise Refused("no_such_holiday")


def _locked() -> WorkingCalendar:
    calendar = WorkingCalendar.objects.select_for_update().filter(slug=DEFAULT_CALENDAR).first()
    if calendar is None:
        raise Refused("no_calendar")
    return calendar


def _check(week: Week) -> None:
    if len(set(week.weekend)) > 6:
        raise Refused("all_days_free", field="weekend")
    if week.closes_at <= week.opens_at:
        raise Refused("closes_before_opening", field="closes_at")
    starts, ends = week.friday_break_from, week.friday_break_to
    if (starts is None) != (ends is None):
        raise Refused("break_outside_hours", field="friday_break_to")
    if starts and ends and not week.opens_at <= starts < ends <= week.closes_at:
        raise Refused("break_outside_hours", field="friday_break_to")
