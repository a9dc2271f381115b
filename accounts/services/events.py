"""The append-only record of what is done to accounts, units and posts."""

from datetime import datetime

from accounts.enums import AccountAction
from accounts.models import AccountEvent, Unit, User


def record_account_event(
    action: AccountAction,
    *,
    by: User,
    at: datetime,
    user: User | None = None,
    unit: Unit | None = None,
    detail: str = "",
) -> None:
    """Append one line; `detail` holds codes and public ids, never names."""
    AccountEvent.objects.create(action=action, by=by, at=at, user=user, unit=unit, detail=detail)
