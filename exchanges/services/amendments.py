"""The one door through which a change of an approved plan moves, and by which it takes effect."""

from copy import copy
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import AmendmentAction, PlacementAction, PlacementState, ReturnReason
from exchanges.models import Amendment, AmendmentEvent, Placement
from exchanges.policies import parts_played, side_of
from exchanges.selectors.facts import current_tier, day_of, plan_terms, policy_for
from exchanges.services.locks import lock_case
from exchanges.services.plans import check_figures, keep_version, promise_hours
from exchanges.services.schedule import keep_schedule
from exchanges.workflow import AmendmentFacts
from programmes.enums import Tier
from programmes.selectors import check_plan

_A = AmendmentAction
_BEGUN = (PlacementState.ACTIVE, PlacementState.SUSPENDED)
CHANGEABLE = ("starts_on", "ends_on", "hours_per_week", "days_in_country")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None stays as it is."""

    starts_on: date | None = None
    ends_on: date | None = None
    hours_per_week: int | None = None
    days_in_country: int | None = None
    reason: str = ""


def propose_amendment(*, placement_id: int, change: Change, by: User, at: datetime) -> Amendment:
    """Propose other dates, hours or days of an approved plan to the other side.

    Raises Denied, or Refused: one is open already, nothing changes, the figures contradict each other.
    """
    with transaction.atomic():
        placement = lock_case(placement_id)
        require(by, "exchanges.propose_amendment", placement)
        if any(one.is_open for one in placement.amendments.all()):
            raise Refused("amendment_open_already")
        amendment = Amendment(
            placement=placement, side=side_of(by, placement), proposed_by=by, proposed_at=at
        )
        _write(amendment, change, at)
        begin(amendment, by=by, at=at, part=Part(amendment.side))
        notices.tell_of_amendment(amendment, amendment.events.get(), besides=by)
    return amendment


def revise_amendment(
    *, amendment_id: int, change: Change, by: User, at: datetime, version: int | None = None
) -> Amendment:
    """Propose a returned change in other words or figures; the other side is asked anew."""
    with transaction.atomic():
        amendment = _locked(amendment_id)
        require(by, "exchanges.revise_amendment", amendment)
        _write(amendment, change, at)
        part = Part(amendment.side)
        event = move(amendment, action=_A.REVISE, part=part, by=by, at=at, version=version)
        notices.tell_of_amendment(amendment, event, besides=by)
    return amendment


def move_amendment(
    *,
    amendment_id: int,
    action: AmendmentAction,
    by: User,
    at: datetime,
    note: str = "",
    reasons: tuple[ReturnReason, ...] = (),
    version: int | None = None,
) -> Amendment:
    """Agree, decline, withdraw; return, recommend; approve, refuse. An approval takes effect at once.

    A change that makes or keeps a plan T2 goes to the decider when a second reviewer has recommended it.

    Raises Denied, or Refused: `note_required`, `stale_version`, `capacity_used`, `dates_overlap` …
    """
    with transaction.atomic():
        amendment = _locked(amendment_id)
        require(by, f"exchanges.{action}_amendment", amendment)
        part = _part_of(by, amendment, action)
        facts = _facts(amendment)
        if action == _A.RECOMMEND:
            name = "second_recommended_by" if facts.n_recommendations else "recommended_by"
            setattr(amendment, name, by)
        if action == _A.RETURN:  # the next proposal is looked at anew
            amendment.recommended_by = amendment.second_recommended_by = None
        if action in (_A.APPROVE, _A.REFUSE):
            amendment.decided_by, amendment.decided_at = by, at
        event = move(
            amendment,
            action=action,
            part=part,
            by=by,
            at=at,
            facts=facts,
            note=note,
            reasons=reasons,
            version=version,
        )
        if action == _A.AGREE and _stays_small(amendment):
            event = _approve_at_once(amendment, at)
        if event.action in (_A.APPROVE, _A.APPROVE_AT_ONCE):
            _apply(amendment, at=at)
        notices.tell_of_amendment(amendment, event, besides=by)
    return amendment


def _write(amendment: Amendment, change: Change, at: datetime) -> None:
    for field in fields(Change):
        setattr(amendment, field.name, getattr(change, field.name))
    amendment.reason = change.reason.strip()
    amended = amended_by(amendment)
    _check(amendment.placement, amended, at)
    amendment.tier = current_tier(amended)


def amended_by(amendment: Amendment) -> Placement:
    """The placement as it would be, unsaved."""
    amended = copy(amendment.placement)
    for name in CHANGEABLE:
        value = getattr(amendment, name)
        if value is not None:
            setattr(amended, name, value)
    return amended


def _check(placement: Placement, amended: Placement, at: datetime) -> None:
    changed = {name for name in CHANGEABLE if getattr(placement, name) != getattr(amended, name)}
    if not changed:
        raise Refused("amendment_changes_nothing")
    if "starts_on" in changed and placement.state in _BEGUN:
        raise Refused("amendment_start_has_begun", field="starts_on")
    if "ends_on" in changed and amended.ends_on < day_of(at):
        raise Refused("amendment_end_is_past", field="ends_on")
    check_figures(amended)
    for breach in check_plan(policy_for(placement), plan_terms(amended)):
        raise breach


def _stays_small(amendment: Amendment) -> bool:
    return amendment.tier == amendment.placement.tier == Tier.T0


def _approve_at_once(amendment: Amendment, at: datetime) -> AmendmentEvent:
    amendment.decided_at = at
    facts = _facts(amendment)
    return move(amendment, action=_A.APPROVE_AT_ONCE, part=Part.CLOCK, by=None, at=at, facts=facts)


def _facts(amendment: Amendment) -> AmendmentFacts:
    people = (amendment.recommended_by_id, amendment.second_recommended_by_id)
    return AmendmentFacts(
        tier_before=Tier(amendment.placement.tier),
        tier_after=Tier(amendment.tier),
        n_recommendations=sum(one is not None for one in people),
    )


def _apply(amendment: Amendment, *, at: datetime) -> None:
    """The plan changes with its promised hours; other engagements and placements must leave room.

    The tier stays that of the placement's own decision: who reviewed this change stands with the change.
    """
    placement = amendment.placement
    amended = amended_by(amendment)
    _check(placement, amended, at)
    for name in CHANGEABLE:
        setattr(placement, name, getattr(amended, name))
    placement.n_amendments += 1
    try:
        with transaction.atomic():
            move(placement, action=PlacementAction.AMEND, part=Part.CLOCK, by=None, at=at)
    except IntegrityError as error:
        if "exchanges_placement_no_overlap" not in str(error):
            raise
        raise Refused("dates_overlap") from error
    promise_hours(placement, placement.expert)
    keep_version(placement, at=at)
    keep_schedule(placement, at=at)


def _part_of(by: User, amendment: Amendment, action: AmendmentAction) -> Part:
    wanted = amendment.workflow.parts_of(state=amendment.state, action=action)
    return next(part for part in parts_played(by, amendment.placement) if part in wanted)


def _locked(amendment_id: int) -> Amendment:
    placement = lock_case(Amendment.objects.values_list("placement_id", flat=True).get(pk=amendment_id))
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment_id)
    amendment.placement = placement
    return amendment


def end_amendments_of(placement: Placement, *, at: datetime) -> None:
    """What would change a placement that is over has nothing left to change; the caller holds its lock."""
    for amendment in placement.amendments.select_for_update(of=("self",)):
        if amendment.is_open:
            move(amendment, action=_A.WITHDRAW, part=Part.CLOCK, by=None, at=at)
