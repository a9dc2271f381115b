"""What became of the demonstration's approved placements: confirmed, under way, interrupted, or lapsed."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from diaspora_portal.demo import words
from exchanges.enums import AmendmentAction, EndReason, PlacementAction, PlacementState, SessionAction
from exchanges.models import Placement
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.life import lapse_due_placements
from exchanges.services.placements import move_placement
from exchanges.services.sessions import Entry, log_session, move_session
from programmes.enums import Mode

_A = PlacementAction
_S = PlacementState
LIVED = (_S.CONFIRMED, _S.ACTIVE, _S.SUSPENDED, _S.LAPSED)
_BEGUN = (_S.ACTIVE, _S.SUSPENDED)
# So many days ago began what is under way; it was approved before.
DAYS_UNDER_WAY = 24


def first_day_of(wanted: str, placement: Placement, at: datetime) -> date:
    """What is under way began some weeks ago; everything else on the day that the need says."""
    return at.date() - timedelta(days=DAYS_UNDER_WAY) if wanted in _BEGUN else placement.starts_on


def live_on(placement: Placement, wanted: str, *, owner: User, expert: User, at: datetime) -> None:
    """Walk an approved placement on to the wanted state."""
    approved = placement.state_since
    if wanted == _S.LAPSED:
        lapse_due_placements(at=at)
    if wanted not in (_S.CONFIRMED, *_BEGUN):
        return
    for action, by, days in ((_A.CONFIRM, expert, 2), (_A.CONFIRM, owner, 3)):
        when = approved + timedelta(days=days)
        move_placement(placement_id=placement.pk, action=action, by=by, at=when)
    if wanted in _BEGUN:
        began = at - timedelta(days=DAYS_UNDER_WAY - 1)
        move_placement(placement_id=placement.pk, action=_A.START, by=owner, at=began)
        _log(placement, owner=owner, expert=expert, at=at)
    if wanted == _S.ACTIVE:
        _extend(placement, owner=owner, expert=expert, at=at)
    if wanted == _S.SUSPENDED:
        why = {"note": words.INTERRUPTION_NOTE, "reasons": [EndReason.HOST_NOT_READY]}
        move_placement(
            placement_id=placement.pk, action=_A.SUSPEND, by=owner, at=at - timedelta(days=1), **why
        )


def _log(placement: Placement, *, owner: User, expert: User, at: datetime) -> None:
    """Both sides log; the host remembers one session of the expert's otherwise."""
    first = at.date() - timedelta(days=DAYS_UNDER_WAY)
    for n, what in enumerate(words.SESSIONS):
        on = first + timedelta(days=2 + 5 * n)
        entry = Entry(on, Decimal("1.5") + n, Mode.REMOTE, what)
        when = at - timedelta(days=DAYS_UNDER_WAY - 3 - 5 * n)
        session = log_session(placement_id=placement.pk, entry=entry, by=(expert, owner)[n % 2], at=when)
    if session.by == expert:
        asks = {"note": words.QUESTION_NOTE, "by": owner, "at": at - timedelta(days=1)}
        move_session(session_id=session.pk, action=SessionAction.QUESTION, **asks)


def _extend(placement: Placement, *, owner: User, expert: User, at: datetime) -> None:
    """A longer time that both want waits for the ministry."""
    placement.refresh_from_db()
    change = Change(ends_on=placement.ends_on + timedelta(days=14), reason=words.EXTENSION_REASON)
    asked = at - timedelta(days=3)
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=expert, at=asked)
    move_amendment(
        amendment_id=amendment.pk, action=AmendmentAction.AGREE, by=owner, at=at - timedelta(days=2)
    )
