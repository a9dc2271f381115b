"""The log of sessions: both sides write it, each corrects its own entries and may question the other's."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import COUNTED, PlacementState, SessionAction
from exchanges.models import Placement, SessionLog
from exchanges.policies import side_of
from exchanges.selectors.facts import day_of
from exchanges.selectors.life import log_is_open
from programmes.enums import Mode

MOST_ENTRIES = 1_000
MOST_HOURS_OF_A_DAY = 24
_QUARTER = Decimal("0.25")
# The same entry of the same side so soon again is a second press of the button.
_SOON = timedelta(minutes=5)
_A = SessionAction


@dataclass(frozen=True, slots=True)
class Entry:
    on: date
    hours: Decimal
    mode: Mode
    what: str


def log_session(*, placement_id: int, entry: Entry, by: User, at: datetime) -> SessionLog:
    """Add a session that took place.

    Raises Denied, or Refused with the field: in the future, outside the dates, no quarter hours, more than
    24 hours on that day.
    """
    with transaction.atomic():
        placement = _locked(placement_id)
        require(by, "exchanges.log_session", placement)
        side = side_of(by, placement)
        same = placement.sessions.filter(
            side=side, on=entry.on, hours=entry.hours, what=entry.what.strip(), state__in=COUNTED
        )
        if found := same.filter(at__gt=at - _SOON).first():
            return found
        _check(placement, entry, at)
        return _begun(placement, entry, by=by, at=at)


def correct_session(
    *, session_id: int, entry: Entry, by: User, at: datetime, version: int | None = None
) -> SessionLog:
    """Write an own entry anew; the old one stays, and counts no longer. Raises as `log_session`."""
    with transaction.atomic():
        session = _locked_session(session_id)
        require(by, "exchanges.correct_session", session)
        _check(session.placement, entry, at, besides=session)
        _move(session, _A.CORRECT, by=by, at=at, version=version)
        return _begun(session.placement, entry, by=by, at=at, corrects=session)


def move_session(
    *,
    session_id: int,
    action: SessionAction,
    by: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> SessionLog:
    """Take an own entry back; question an entry of the other side, or accept it after all.

    Raises Denied, Refused `note_required`, `stale_version` or `session_log_closed`.
    """
    with transaction.atomic():
        session = _locked_session(session_id)
        require(by, f"exchanges.{action}_session", session)
        _refuse_closed(session.placement, at)
        _move(session, action, by=by, at=at, note=note, version=version)
        if action == _A.QUESTION:
            notices.tell_session_questioned(session)
    return session


def _check(placement: Placement, entry: Entry, at: datetime, *, besides: SessionLog | None = None) -> None:
    _refuse_closed(placement, at)
    if entry.on > day_of(at):
        raise Refused("session_in_future", field="on")
    last = placement.ends_on
    if placement.state == PlacementState.ENDED_EARLY:
        last = min(last, day_of(placement.state_since))
    if not placement.starts_on <= entry.on <= last:
        raise Refused("session_outside_dates", field="on")
    if not _QUARTER <= entry.hours <= MOST_HOURS_OF_A_DAY or entry.hours % _QUARTER:
        raise Refused("session_hours_quarter", field="hours")
    others = placement.sessions.exclude(pk=besides.pk if besides else None)
    if others.count() >= MOST_ENTRIES:
        raise Refused("session_log_is_full")
    of_the_day = others.filter(on=entry.on, state__in=COUNTED).aggregate(all=Sum("hours"))["all"] or 0
    if of_the_day + entry.hours > MOST_HOURS_OF_A_DAY:
        raise Refused("session_day_is_full", field="hours")


def _refuse_closed(placement: Placement, at: datetime) -> None:
    if not log_is_open(placement, at):
        raise Refused("session_log_closed")


def _begun(
    placement: Placement, entry: Entry, *, by: User, at: datetime, corrects: SessionLog | None = None
) -> SessionLog:
    side = side_of(by, placement)
    session = SessionLog(
        placement=placement,
        on=entry.on,
        hours=entry.hours,
        mode=entry.mode,
        what=entry.what.strip(),
        language=by.language,
        side=side,
        by=by,
        at=at,
        corrects=corrects,
    )
    begin(session, by=by, at=at, part=Part(side))
    return session


def _move(session: SessionLog, action: SessionAction, *, by: User, at: datetime, **more: object) -> None:
    move(session, action=action, part=Part(side_of(by, session.placement)), by=by, at=at, **more)


def _locked(placement_id: int) -> Placement:
    """The placement's row orders those who write into one log: hours of a day are summed under it."""
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)


def _locked_session(session_id: int) -> SessionLog:
    placement = _locked(SessionLog.objects.values_list("placement_id", flat=True).get(pk=session_id))
    session = SessionLog.objects.select_for_update(of=("self",)).get(pk=session_id)
    session.placement = placement
    return session
