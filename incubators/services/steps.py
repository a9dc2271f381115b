"""The one door through which a need moves: by its host, by whoever checks it, and by the clock."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators import notices
from incubators.enums import ClosingReason, Fact, NeedAction, NeedState, ReturnReason
from incubators.models import Need, NeedEvent
from incubators.selectors.readiness import need_facts
from incubators.selectors.terms import written_terms
from incubators.services.documents import drop_documents
from incubators.services.needs import lock_need, refuse_problems, say, set_window
from incubators.workflow import PUBLISHED

_OPENS = (NeedAction.PUBLISH, NeedAction.RESUME, NeedAction.OPEN, NeedAction.REOPEN)


def move_need(
    *,
    need_id: int,
    action: NeedAction,
    by: User,
    at: datetime,
    note: str = "",
    reasons: Sequence[ClosingReason] = (),
    version: int | None = None,
) -> Need:
    """Publish, pause, resume or withdraw, as the host.

    What is published opens, or waits until the programme's unit has checked it. Whoever withdraws a
    published need says why. Raises Denied with a reason, or Refused, naming the field that is missing
    (`need_incomplete`, `need_without_must_skill`, `need_window_past`, `organisation_not_verified` …).
    """
    if not set(reasons) <= set(ClosingReason):
        raise Refused("unknown_choice", field="reasons")
    if ClosingReason.OTHER in reasons and not note.strip():
        raise Refused("note_required", field="note")
    with transaction.atomic():
        need = lock_need(need_id)
        _step(need, action, Part.HOST, by=by, at=at, note=note, reasons=reasons, version=version)
        if need.state == NeedState.WITHDRAWN and need.opened_at is None:
            drop_documents(need)
    return need


def reopen_need(
    *, need_id: int, starts_on: date | None, ends_on: date | None, by: User, at: datetime
) -> Need:
    """Open a need again that ended with its last day, with new dates.

    Raises Refused, naming the date that is missing or past.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        require(by, "incubators.reopen_need", need)
        set_window(need, starts_on=starts_on, ends_on=ends_on)
        _step(need, NeedAction.REOPEN, Part.HOST, by=by, at=at)
    return need


def check_need(
    *,
    need_id: int,
    action: NeedAction,
    by: User,
    at: datetime,
    version: int | None,
    note: str = "",
    reasons: Sequence[ReturnReason] = (),
) -> Need:
    """Open a need that waits, or return it with coded reasons and a note; the host is told by mail.

    Raises Refused `reasons_required`, `note_required`, `stale_version`, or what the need lacks.
    """
    if not set(reasons) <= set(ReturnReason):
        raise Refused("unknown_choice", field="reasons")
    with transaction.atomic():
        need = lock_need(need_id)
        if action == NeedAction.REQUEST_CHANGES:
            need.returned_terms = written_terms(need)
        event = _step(need, action, Part.STAFF, by=by, at=at, note=note, reasons=reasons, version=version)
        notices.tell_members_need_checked(need, event)
    return need


def recount_seats(*, need_id: int, n_taken: int, at: datetime) -> Need:
    """Fill a need whose seats are all taken, or reopen one that has a free seat again.

    Called inside the transaction of whoever counts the taken seats; it takes the need's lock itself.
    """
    with transaction.atomic():
        need = lock_need(need_id)
        facts = need_facts(need, at, n_taken=n_taken)
        if facts.n_seats_left <= 0 and need.state in PUBLISHED:
            move(need, action=NeedAction.FILL, part=Part.CLOCK, by=None, at=at, facts=facts)
            say(Fact.NEED_CLOSED, need)
        elif facts.n_seats_left > 0 and need.state == NeedState.FILLED:
            move(need, action=NeedAction.REOPEN, part=Part.CLOCK, by=None, at=at, facts=facts)
            say(Fact.NEED_OPENED, need)
    return need


def expire_need(*, need: Need, at: datetime) -> bool:
    """End a locked need whose last day has passed, and say whether it did; the caller knows who waits."""
    facts = need_facts(need, at)
    if need.state not in PUBLISHED or facts.window_is_ahead:
        return False
    move(need, action=NeedAction.EXPIRE, part=Part.CLOCK, by=None, at=at, facts=facts)
    say(Fact.NEED_CLOSED, need)
    notices.tell_members_need_expired(need)
    return True


def _step(
    need: Need,
    action: NeedAction,
    part: Part,
    *,
    by: User,
    at: datetime,
    note: str = "",
    reasons: Sequence[str] = (),
    version: int | None = None,
) -> NeedEvent:
    """Ask, write, record and announce for a locked need."""
    require(by, f"incubators.{action}_need", need)
    was_published = need.state in PUBLISHED
    if action in _OPENS:
        refuse_problems(need, at)
    event = move(
        need,
        action=action,
        part=part,
        by=by,
        at=at,
        facts=need_facts(need, at),
        note=note,
        reasons=reasons,
        version=version,
    )
    if need.state == NeedState.OPEN:
        if need.opened_at is None:
            need.opened_at = at
            need.save()
        say(Fact.NEED_OPENED, need)
    elif was_published:
        say(Fact.NEED_CLOSED, need)
    return event
