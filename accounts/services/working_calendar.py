"""Changes of the working calendar by staff, each with its line in the record."""

from datetime import date, datetime

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.policies import require
from taxonomy import services as taxonomy
from taxonomy.selectors import Week


def set_working_week(*, week: Week, by: User, at: datetime) -> None:
    """Let a week hold from its day on. Raises Refused as `taxonomy.services.set_week` does."""
    with transaction.atomic():
        require(by, "accounts.edit_calendar")
        taxonomy.set_week(week)
        free = ",".join(map(str, week.weekend)) or "-"
        detail = f"{week.since} free:{free} {week.opens_at:%H:%M}-{week.closes_at:%H:%M}"
        record_account_event(AccountAction.WORKING_WEEK_SET, by=by, at=at, detail=detail)


def set_working_holiday(
    *, on: date, name: str, name_ur: str, tentative: bool, by: User, at: datetime
) -> None:
    """Set a holiday, or change the one of that day. Raises Refused `no_calendar`."""
    with transaction.atomic():
        require(by, "accounts.edit_calendar")
        taxonomy.set_holiday(on=on, name=name, name_ur=name_ur, tentative=tentative)
        detail = f"{on}{' tentative' if tentative else ''}"
        record_account_event(AccountAction.HOLIDAY_SET, by=by, at=at, detail=detail)


def call_off_working_holiday(*, on: date, by: User, at: datetime) -> None:
    """Let people work on the day. Raises Refused `no_such_holiday`."""
    with transaction.atomic():
        require(by, "accounts.edit_calendar")
        taxonomy.call_off_holiday(on=on)
        record_account_event(AccountAction.HOLIDAY_CALLED_OFF, by=by, at=at, detail=str(on))
