"""The one door through which a placement moves."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.events import begin, move
from common.jobs import announce
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import ENDED, Fact, LetterKind, ParticipationRole, PlacementAction, PlacementState
from exchanges.models import Invitation, Letter, Participation, Placement, PlacementEvent
from exchanges.policies import parts_played
from exchanges.selectors.facts import current_tier, placement_facts, reviewing_unit
from exchanges.services.plans import keep_version
from exchanges.services.referrals import complete_referrals
from exchanges.services.schedule import keep_schedule
from exchanges.workflow import PlacementFacts
from experts.services.commitments import drop_commitment, lock_expert
from incubators.services.needs import lock_need
from incubators.services.steps import recount_seats
from matching.enums import MatchState
from matching.services.pairs import set_match_state
from programmes.enums import Tier

_A = PlacementAction
_S = PlacementState


def create_placement(*, invitation: Invitation, part: Part, by: User, at: datetime) -> Placement:
    """The case that an accepted invitation opens, with the need's terms as the first draft of the plan."""
    need = invitation.need
    placement = Placement(
        invitation=invitation,
        need=need,
        expert=invitation.expert,
        organisation=need.organisation,
        review_unit=reviewing_unit(need) or need.programme.owner_unit,
        purpose=need.purpose,
        deliverable=need.deliverable,
        counterpart=need.counterpart,
        mode=need.mode,
        place=need.place,
        starts_on=need.starts_on,
        ends_on=need.ends_on,
        hours_per_week=need.hours_per_week,
    )
    begin(placement, by=by, at=at, part=part)
    Participation.objects.bulk_create(
        [
            Participation(placement=placement, expert=invitation.expert, role=ParticipationRole.LEAD),
            Participation(placement=placement, organisation=need.organisation, role=ParticipationRole.HOST),
        ]
    )
    placement.tier = current_tier(placement)
    placement.save(update_fields=["tier"])
    complete_referrals(placement=placement, at=at)
    return placement


def move_placement(
    *,
    placement_id: int,
    action: PlacementAction,
    by: User,
    at: datetime,
    note: str = "",
    reasons: Sequence[str] = (),
    version: int | None = None,
) -> Placement:
    """Take one step: lock, ask, write, record, announce.

    Raises Denied with a reason, or Refused (`expert_has_not_agreed`, `tier_t2_not_yet`, `stale_version` …).
    """
    with transaction.atomic():
        placement = _locked(placement_id)
        require(by, f"exchanges.{action}_placement", placement)
        part = _part_of(by, placement, action)
        facts = placement_facts(placement, at=at)
        event = step(
            placement, action, part, by=by, at=at, note=note, reasons=reasons, version=version, facts=facts
        )
        if action == _A.CONFIRM:
            _both_confirmed(placement, at=at)
        if action == _A.SUBMIT and placement.tier == Tier.T0:
            step(placement, _A.APPROVE_AT_ONCE, Part.CLOCK, by=None, at=at, facts=facts)
        if action in (_A.RESUBMIT, _A.SEND_BACK) and not _has_a_reviewer(placement):
            step(placement, _A.HAND_BACK, Part.CLOCK, by=None, at=at, facts=facts)
        follow(placement, event, by)
    return placement


def _both_confirmed(placement: Placement, *, at: datetime) -> None:
    facts = placement_facts(placement, at=at)
    if facts.expert_has_confirmed and facts.host_has_confirmed:
        step(placement, _A.BOTH_CONFIRMED, Part.CLOCK, by=None, at=at, facts=facts)


def hand_back_cases_of(*, reviewer_id: int, unit_id: int, at: datetime) -> int:
    """A reviewer whose post ended leaves no orphans: their cases go back to the queue."""
    cases = Placement.objects.filter(reviewer_id=reviewer_id, review_unit_id=unit_id, state=_S.IN_REVIEW)
    n_moved = 0
    for placement_id in cases.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            placement = _locked(placement_id)
            if placement.state == _S.IN_REVIEW and placement.reviewer_id == reviewer_id:
                step(placement, _A.HAND_BACK, Part.CLOCK, by=None, at=at, facts=placement_facts(placement))
                n_moved += 1
    return n_moved


def _has_a_reviewer(placement: Placement) -> bool:
    """A case that comes back to somebody who left, or is a party by now, would wait for nobody."""
    return placement.reviewer is not None and Part.REVIEWER in parts_played(placement.reviewer, placement)


def _locked(placement_id: int) -> Placement:
    """Need, expert, placement: the same order as in the invitations' services."""
    ids = Placement.objects.values("need_id", "expert_id").get(pk=placement_id)
    lock_need(ids["need_id"])
    lock_expert(ids["expert_id"])
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)


def _part_of(by: User, placement: Placement, action: PlacementAction) -> Part:
    wanted = placement.workflow.parts_of(state=placement.state, action=action)
    return next(part for part in parts_played(by, placement) if part in wanted)


def step(
    placement: Placement,
    action: PlacementAction,
    part: Part,
    *,
    by: User | None,
    at: datetime,
    facts: PlacementFacts,
    note: str = "",
    reasons: Sequence[str] = (),
    version: int | None = None,
) -> PlacementEvent:
    """Apply the action's effect on the row, then move; the database has the last word on overlaps."""
    effect = _EFFECTS.get(action)
    if effect:
        effect(placement, by, at)
    if action == _A.CONFIRM:
        column = "expert_confirmed_at" if part == Part.EXPERT else "host_confirmed_at"
        setattr(placement, column, at)
    try:
        with transaction.atomic():
            event = move(
                placement,
                action=action,
                part=part,
                by=by,
                at=at,
                facts=facts,
                note=note,
                reasons=reasons,
                version=version,
            )
    except IntegrityError as error:
        if "exchanges_placement_no_overlap" not in str(error):
            raise
        raise Refused("dates_overlap") from error
    _after(placement, by, at)
    return event


def _agree(placement: Placement, by: User | None, at: datetime) -> None:
    placement.expert_agreed_at = at


def _submit(placement: Placement, by: User | None, at: datetime) -> None:
    placement.submitted_at = placement.submitted_at or at
    placement.tier = current_tier(placement)
    if placement.review_unit_id == placement.organisation.unit_id:
        # Another unit has begun to review since; the table refuses the step while there is none.
        placement.review_unit = reviewing_unit(placement.need) or placement.review_unit
    keep_version(placement, at=at)


def _take(placement: Placement, by: User | None, at: datetime) -> None:
    placement.reviewer = by


def _hand_back(placement: Placement, by: User | None, at: datetime) -> None:
    placement.reviewer = None


def _return(placement: Placement, by: User | None, at: datetime) -> None:
    placement.returned_at = at
    placement.expert_agreed_at = None


def _recommend(placement: Placement, by: User | None, at: datetime) -> None:
    placement.recommended_by, placement.recommended_at = by, at


def _send_back(placement: Placement, by: User | None, at: datetime) -> None:
    placement.recommended_by = placement.recommended_at = None


def _decide(placement: Placement, by: User | None, at: datetime) -> None:
    placement.decided_by, placement.decided_at = by, at


def _appeal(placement: Placement, by: User | None, at: datetime) -> None:
    """Others review it anew; who reviewed and decided before stands in the events."""
    placement.appealed_at = at
    placement.reviewer = placement.recommended_by = placement.recommended_at = None
    placement.decided_by = placement.decided_at = None


_EFFECTS: dict[PlacementAction, Callable[[Placement, User | None, datetime], None]] = {
    _A.AGREE: _agree,
    _A.SUBMIT: _submit,
    _A.RESUBMIT: _submit,
    _A.APPROVE_AT_ONCE: _decide,
    _A.TAKE: _take,
    _A.HAND_BACK: _hand_back,
    _A.RETURN: _return,
    _A.RECOMMEND_APPROVAL: _recommend,
    _A.RECOMMEND_REJECTION: _recommend,
    _A.SEND_BACK: _send_back,
    _A.RELEASE: _decide,
    _A.APPEAL: _appeal,
}


def _after(placement: Placement, by: User | None, at: datetime) -> None:
    """What follows from the state reached, whichever row led there."""
    if placement.state == _S.APPROVED:
        _issue_letter(placement, by=by, at=at)
    if placement.state in (_S.APPROVED, _S.REJECTED):
        announce(Fact.PLACEMENT_DECIDED, placement_id=placement.pk)
    keep_schedule(placement, at=at)
    if placement.state == _S.COMPLETED:
        drop_commitment(expert_id=placement.expert_id, source_ref=placement.invitation.source_ref)
    if placement.state in ENDED:
        drop_commitment(expert_id=placement.expert_id, source_ref=placement.invitation.source_ref)
        if placement.invitation.match_id:  # the pair holds its seat no longer
            set_match_state(
                match_id=placement.invitation.match_id, state=MatchState.SHORTLISTED, by=by, at=at
            )
        n_taken = placement.need.placements.exclude(state__in=ENDED).count()
        recount_seats(need_id=placement.need_id, n_taken=n_taken, at=at)


def _issue_letter(placement: Placement, *, by: User | None, at: datetime) -> None:
    latest = placement.plan_versions.order_by("-number").first()
    Letter.objects.get_or_create(
        placement=placement,
        kind=LetterKind.APPROVAL,
        defaults={"plan_digest": latest.digest, "issued_at": at, "issued_by": by},
    )


_TOLD_TO_PARTIES = (_A.AGREE, _A.RETURN, _A.RELEASE, _A.WITHDRAW)


def follow(placement: Placement, event: PlacementEvent, by: User) -> None:
    """Tell whom a step concerns."""
    if event.action in _TOLD_TO_PARTIES:
        notices.tell_parties(placement, event, besides=by)
    elif placement.state == _S.APPROVED:
        notices.tell_parties(placement, placement.events.order_by("-seq")[0], besides=None)
    elif event.action == _A.RESUBMIT:
        notices.tell_reviewer_back(placement, event)
