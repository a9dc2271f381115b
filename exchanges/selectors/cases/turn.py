"""Whom a case waits for, since when, and by when: a row for each state."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import decide
from common.workflow import Part
from exchanges.enums import SECRET, PlacementAction, PlacementState
from exchanges.models import Placement, PlacementEvent
from exchanges.policies import parts_played
from exchanges.selectors.facts import check_facts, check_states, day_of, is_complete, policy_for
from exchanges.selectors.reviews import has_it_to_review
from exchanges.workflow import DAYS_TO_CONFIRM, missing_checks
from programmes.enums import Tier

_S = PlacementState
_BOTH = frozenset({Part.EXPERT, Part.HOST})
DAYS_TO_FOLLOW_UP = 365


@dataclass(frozen=True, slots=True)
class Turn:
    """`who` in words; `kind` as in c-waiting; `what` is said to whoever must act."""

    who: str = ""
    kind: str = "nobody"
    what: str = ""
    due_at: datetime | None = None
    since: datetime | None = None  # where it is not the last change of state


def turn_of(
    placement: Placement,
    user: User,
    state: str,
    events: Sequence[PlacementEvent],
    *,
    review_due_at: datetime | None,
) -> Turn:
    """Who acts next in the state that this viewer may know."""
    parts = set(parts_played(user, placement))
    if state in (_S.DRAFT, _S.CHANGES_REQUESTED):
        who, whose, what = _of_parties(placement, events)
        return Turn(who, _kind(whose, parts), what)
    if state in (_S.SUBMITTED, _S.IN_REVIEW, *SECRET):
        return _of_ministry(placement, user, state, parts, review_due_at)
    if state == _S.REJECTED:
        return _after_rejection(placement)
    rows = {
        _S.APPROVED: _confirming,
        _S.CONFIRMED: _beginning,
        _S.ACTIVE: _under_way,
        _S.SUSPENDED: _interrupted,
        _S.COMPLETED: _following_up,
    }
    return rows[_S(state)](placement, parts, events) if state in rows else Turn()


def _kind(whose: Collection[Part], parts: set[Part], due: datetime | None = None) -> str:
    if set(whose) & parts:
        return "mine"
    return "late" if due is not None and due < timezone.now() else "other"


def _of_parties(placement: Placement, events: Sequence[PlacementEvent]) -> tuple[str, frozenset[Part], str]:
    """Whose turn it is while the plan is open, and for what: the side without whom it does not go on."""
    if placement.expert_agreed_at is not None:
        return _("the host, to submit the plan"), frozenset({Part.HOST}), _("Submit the plan.")
    last = next(
        (e for e in reversed(events) if e.action in (PlacementAction.EDIT, PlacementAction.RETURN)), None
    )
    if last is not None and last.action == PlacementAction.RETURN:
        return _("both sides, to change the plan and agree to it"), _BOTH, _("Change the plan together.")
    if not is_complete(placement):
        return _("both sides, to complete and agree the plan"), _BOTH, _("Complete the plan together.")
    missing = missing_checks(check_facts(placement, Tier(placement.tier)), check_states(placement))
    if whose := frozenset(check.part for check in missing):
        who = {
            _BOTH: _("both sides, to tick the checklist"),
            frozenset({Part.HOST}): _("the host, to tick the checklist"),
        }.get(whose, _("the expert, to tick the checklist"))
        return who, whose, _("Tick your lines of the checklist.")
    return _("the expert, to agree to the plan"), frozenset({Part.EXPERT}), _("Agree to the plan.")


def _of_ministry(
    placement: Placement, user: User, state: str, parts: set[Part], due: datetime | None
) -> Turn:
    """The unit for everybody outside; inside, who of it acts."""
    if state in SECRET:
        mine = Part.DECIDER in parts and decide(user, "exchanges.release_placement", placement).allowed
        who = _("a decider of %(unit)s") % {"unit": placement.review_unit}
    else:
        mine = Part.REVIEWER in parts and has_it_to_review(placement, user)
        who = str(placement.review_unit)
    return Turn(who, "mine" if mine else "other", due_at=due)


def _after_rejection(placement: Placement) -> Turn:
    """Nobody must act; either side may appeal once, for some weeks."""
    due = placement.state_since + timedelta(days=policy_for(placement).appeal_days)
    if placement.appealed_at is not None or due < timezone.now():
        return Turn()
    return Turn(_("either side, if it wishes to appeal"), "other", due_at=due)


def _confirming(placement: Placement, parts: set[Part], _events: Sequence[PlacementEvent]) -> Turn:
    missing = frozenset(
        part
        for part, at in (
            (Part.EXPERT, placement.expert_confirmed_at),
            (Part.HOST, placement.host_confirmed_at),
        )
        if at is None
    )
    who = {
        _BOTH: _("both sides, to confirm the placement"),
        frozenset({Part.EXPERT}): _("the expert, to confirm the placement"),
    }.get(missing, _("the host, to confirm the placement"))
    due = placement.state_since + timedelta(days=DAYS_TO_CONFIRM)
    if placement.ends_on is not None:
        due = min(due, _moment(placement.ends_on))
    return Turn(who, _kind(missing, parts, due), _("Confirm the placement, or it lapses."), due)


def _beginning(placement: Placement, parts: set[Part], _events: Sequence[PlacementEvent]) -> Turn:
    """Before the first day there is nothing to do; then either side says that it has begun."""
    first = _moment(placement.starts_on or timezone.localdate())
    has_come = first <= timezone.now()
    return Turn(
        _("either side, to say that it has begun"),
        _kind(_BOTH, parts) if has_come else "other",
        _("Say that the placement has begun."),
        first,
    )


def _under_way(placement: Placement, parts: set[Part], _events: Sequence[PlacementEvent]) -> Turn:
    last = _moment(placement.ends_on) if placement.ends_on else None
    return Turn(
        _("both sides: the work goes on until the last day, then each reports"),
        _kind(_BOTH, parts, last),
        _("Work by the plan, and report once the last day has come."),
        last,
    )


def _interrupted(placement: Placement, parts: set[Part], events: Sequence[PlacementEvent]) -> Turn:
    """Whoever interrupted it lets it go on; once its last day has passed, the unit sees to it."""
    if placement.ends_on is not None and placement.ends_on < day_of(timezone.now()):
        return Turn(
            str(placement.review_unit),
            _kind({Part.DECIDER, Part.STAFF}, parts),
            _(
                "Its last day passed while it was interrupted: it goes on once a change of its dates is"
                " approved, or it ends early."
            ),
            since=_moment(placement.ends_on),
        )
    stopped = next((e for e in reversed(events) if e.action == PlacementAction.SUSPEND), None)
    part = Part(stopped.part) if stopped is not None else Part.DECIDER
    who = {
        Part.EXPERT: _("the expert, who interrupted the placement"),
        Part.HOST: _("the host, who interrupted the placement"),
    }.get(part, _("%(unit)s, which interrupted the placement") % {"unit": placement.review_unit})
    return Turn(who, _kind({part}, parts), _("Let the placement go on, or end it."))


def _following_up(placement: Placement, parts: set[Part], _events: Sequence[PlacementEvent]) -> Turn:
    due = placement.state_since + timedelta(days=DAYS_TO_FOLLOW_UP)
    whose = {Part.HOST} if due <= timezone.now() else ()
    return Turn(
        _("the host, to answer what came of it a year later"),
        _kind(whose, parts, due),
        _("Say what came of the placement."),
        due,
    )


def _moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())
