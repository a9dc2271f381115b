"""Reading who saw whom is itself recorded."""

from datetime import datetime

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.policies import require


def record_reading(*, about: str, by: User, at: datetime) -> None:
    """One line for each page that an auditor reads; `about` names the expert by code, if one was chosen."""
    require(by, "experts.read_looks")
    record_account_event(AccountAction.LOOKS_READ, by=by, at=at, detail=about)
