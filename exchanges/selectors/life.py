"""A placement under way, on its page and on the page of its log: who has confirmed, what was done so far."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from common.charts import Bar, bars
from common.models import EventNote
from common.policies import Decision, decide
from exchanges.enums import COUNTED, PlacementState, SessionAction, SessionState, Side
from exchanges.labels import SESSION_STATES, SESSION_TONES
from exchanges.models import Placement, Renewal, SessionLog
from exchanges.policies import is_party, side_of
from exchanges.selectors.amendments import AmendmentRow, amendment_rows
from exchanges.selectors.days import TaxYear, days_by_tax_year
from exchanges.selectors.facts import day_of, hours_in_all
from exchanges.workflow import DAYS_TO_CONFIRM
from programmes.labels import MODES

DAYS_TO_LOG = 14
_LOGGING = (PlacementState.ACTIVE, PlacementState.SUSPENDED)
_JUST_OVER = (PlacementState.COMPLETED, PlacementState.ENDED_EARLY)


@dataclass(frozen=True, slots=True)
class SessionRow:
    public_id: str
    on: date
    hours: Decimal
    mode: str
    what: str
    who: str
    side_label: str
    state_label: str
    tone: str
    counts: bool


@dataclass(frozen=True, slots=True)
class SessionPage:
    """One entry: what each side may still do with it, and what was said about it."""

    session: SessionLog
    row: SessionRow
    correct: Decision
    withdraw: Decision
    question: Decision
    accept: Decision
    questions: list[str]
    corrected_by: str
    corrects: str


@dataclass(frozen=True, slots=True)
class Confirmation:
    who: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseLife:
    """What the case page shows of the life after approval; empty parts are left out."""

    confirmations: list[Confirmation]
    confirm_by: datetime | None
    totals: list[Bar]
    has_log: bool
    amendments: list[AmendmentRow]
    propose: Decision
    renew: Decision
    renewal: Renewal | None
    previous: Placement | None
    days: list[TaxYear]


def confirm_by(placement: Placement) -> datetime:
    """Until when both sides may confirm an approved placement."""
    return placement.state_since + timedelta(days=DAYS_TO_CONFIRM)


def log_is_open(placement: Placement, at: datetime) -> bool:
    """While it is under way, and for a while after its end."""
    if placement.state in _LOGGING:
        return True
    return placement.state in _JUST_OVER and at <= placement.state_since + timedelta(days=DAYS_TO_LOG)


def case_life(placement: Placement, user: User, at: datetime) -> CaseLife:
    """The part of the case page about confirming, the log, changes of the plan, and what comes next."""
    is_approved = placement.state == PlacementState.APPROVED
    is_begun = placement.state in (*_LOGGING, *_JUST_OVER, PlacementState.CLOSED)
    is_own = placement.expert.user_id is not None and placement.expert.user_id == user.pk
    renewal = Renewal.objects.filter(placement=placement).select_related("need").order_by("-pk").first()
    before = Renewal.objects.filter(invitation=placement.invitation_id).select_related("placement").first()
    return CaseLife(
        confirmations=_confirmations(placement) if is_approved else [],
        confirm_by=confirm_by(placement) if is_approved else None,
        totals=totals_of(placement, at) if is_begun else [],
        has_log=is_begun,
        amendments=amendment_rows(placement.amendments.all(), inside=not is_party(user, placement)),
        propose=decide(user, "exchanges.propose_amendment", placement),
        renew=decide(user, "exchanges.renew_placement", placement),
        renewal=renewal if side_of(user, placement) == Side.HOST else None,
        previous=before.placement if before and is_party(user, placement) else None,
        days=days_by_tax_year(placement.expert) if is_own and placement.days_in_country else [],
    )


def _confirmations(placement: Placement) -> list[Confirmation]:
    return [
        Confirmation(_("The expert"), placement.expert_confirmed_at),
        Confirmation(_("The host"), placement.host_confirmed_at),
    ]


def totals_of(placement: Placement, at: datetime) -> list[Bar]:
    """Hours that the plan means in all and until today, beside what was logged."""
    days = (placement.ends_on - placement.starts_on).days + 1
    gone = min(max((day_of(at) - placement.starts_on).days + 1, 0), days)
    planned = hours_in_all(placement)
    logged = sum((one.hours for one in placement.sessions.all() if one.state in COUNTED), Decimal(0))
    return bars(
        [
            (_("Planned in all"), planned),
            (_("Planned until today"), round(planned * gone / days)),
            (_("Logged"), _short(logged)),
        ]
    )


def _short(hours: Decimal) -> int | float:
    return int(hours) if hours == int(hours) else float(hours)


def sessions_of(placement: Placement) -> QuerySet[SessionLog]:
    """Every entry, the newest day first; what was corrected or taken back is told as such."""
    return placement.sessions.select_related("by").order_by("-on", "-pk")


def session_rows(sessions: Iterable[SessionLog], placement: Placement) -> list[SessionRow]:
    return [_row(one, placement) for one in sessions]


def _row(session: SessionLog, placement: Placement) -> SessionRow:
    is_erased = session.side == Side.EXPERT and placement.expert.user_id is None
    side = _("the expert") if session.side == Side.EXPERT else placement.organisation.name
    state = SessionState(session.state)
    return SessionRow(
        public_id=session.public_id,
        on=session.on,
        hours=session.hours.normalize() + 0,
        mode=str(MODES[session.mode]),
        what=session.what,
        who="" if is_erased else str(session.by),
        side_label=str(side),
        state_label=str(SESSION_STATES[state]),
        tone=SESSION_TONES.get(state, "quiet"),
        counts=state in COUNTED,
    )


def session_page(session: SessionLog, user: User, at: datetime) -> SessionPage:
    placement = session.placement
    asked = session.events.filter(action=SessionAction.QUESTION).exclude(note_key=None)
    questions = EventNote.objects.filter(pk__in=asked.values("note_key")).values_list("text", flat=True)
    after = SessionLog.objects.filter(corrects=session).first()
    may = {action: decide(user, f"exchanges.{action}_session", session) for action in SessionAction}
    if not log_is_open(placement, at):
        may = dict.fromkeys(may, Decision(False))
    return SessionPage(
        session=session,
        row=_row(session, placement),
        correct=may[SessionAction.CORRECT],
        withdraw=may[SessionAction.WITHDRAW],
        question=may[SessionAction.QUESTION],
        accept=may[SessionAction.ACCEPT],
        questions=list(questions),
        corrected_by=after.public_id if after else "",
        corrects=session.corrects.public_id if session.corrects else "",
    )
