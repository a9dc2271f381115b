"""The one door through which a need moves."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import move
from common.policies import require
from common.workflow import Part
from incubators.enums import Fact, NeedAction, NeedState
from incubators.models import Need
from incubators.selectors.readiness import need_facts
from incubators.services.needs import lock_need, refuse_problems, say

_OPENS = (NeedAction.PUBLISH, NeedAction.RESUME)


def move_need(
    *,
    need_id: int,
    action: NeedAction,
    by: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> Need:
    """Publish, pause, resume or withdraw: lock, ask, write, record, announce.

    Raises Denied with a reason, or Refused, naming the field that is missing (`need_incomplete`,
    `need_without_must_skill`, `need_window_past`, `organisation_not_verified` …).
    """
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, f"incubators.{action}_need", need)
        was_published = need.state in (NeedState.OPEN, NeedState.PAUSED)
        if action in _OPENS:
            refuse_problems(need, at)
            need.opened_at = need.opened_at or at
        move(
            need,
            action=action,
            part=Part.HOST,
            by=by,
            at=at,
            facts=need_facts(need, at),
            note=note,
            version=version,
        )
        if need.state == NeedState.OPEN:
            say(Fact.NEED_OPENED, need)
        elif was_published:
            say(Fact.NEED_CLOSED, need)
    return need


def recount_seats(*, need_id: int, n_taken: int, at: datetime) -> Need:
    """Fill a need whose seats are all taken, or reopen one that has a free seat again.

    Called inside the transaction of whoever counts the taken seats; it takes the need's lock itself.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        facts = need_facts(need, at, n_taken=n_taken)
        if facts.n_seats_left <= 0 and need.state in (NeedState.OPEN, NeedState.PAUSED):
            move(need, action=NeedAction.FILL, part=Part.CLOCK, by=None, at=at, facts=facts)
            say(Fact.NEED_CLOSED, need)
        elif facts.n_seats_left > 0 and need.state == NeedState.FILLED:
            move(need, action=NeedAction.REOPEN, part=Part.CLOCK, by=None, at=at, facts=facts)
            say(Fact.NEED_OPENED, need)
    return need
