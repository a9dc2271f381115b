"""The one door through which a placement moves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from common.events import begin, move
from common.jobs import announce
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import (
    ENDED,
    ENDING,
    FINISHED,
    VERDICT_OF,
    EndReason,
    Fact,
    ParticipationRole,
    PlacementAction,
    PlacementState,
    ReturnReason,
    Verdict,
)
from exchanges.models import Invitation, Participation, Placement, PlacementEvent, Review
from exchanges.policies import parts_played
from exchanges.selectors.facts import current_tier, day_of, placement_facts, reviewing_unit
from exchanges.services.amendments import end_amendments_of
from exchanges.services.effects import (
    EFFECTS,
    end_assignment,
    promise_again,
    renew_assignments,
    submitted_digest,
)
from exchanges.services.letters import letters_follow
from exchanges.services.locks import lock_case as locked
from exchanges.services.referrals import complete_referrals
from exchanges.services.schedule import keep_schedule
from exchanges.workflow import PlacementFacts
from experts.services.commitments import drop_commitment, shorten_commitment
from incubators.services.steps import recount_seats
from matching.enums import MatchState
from matching.services.pairs import set_match_state
from programmes.enums import Tier

_A = PlacementAction
# Steps that need more than a note and reasons: services/reviews.py and services/conflicts.py.
_OTHER_DOORS = (_A.REVIEW, _A.REASSIGN, _A.DECLARE)
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
        counterpart_role=need.counterpart_role,
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

    Raises Denied with a reason, or Refused (`expert_has_not_agreed`, `stale_version` …).
    """
    with transaction.atomic():
        placement = locked(placement_id)
        require(by, f"exchanges.{action}_placement", placement)
        if action in _OTHER_DOORS:
            raise Refused("not_from_here")
        if not set(reasons) <= set(EndReason if action in ENDING else ReturnReason):
            raise Refused("unknown_choice", field="reasons")
        part = _part_of(by, placement, action)
        facts = placement_facts(placement, at=at)
        event = step(
            placement, action, part, by=by, at=at, note=note, reasons=reasons, version=version, facts=facts
        )
        if action == _A.CONFIRM:
            _both_confirmed(placement, at=at)
        if action == _A.SUBMIT and placement.tier == Tier.T0:
            step(placement, _A.APPROVE_AT_ONCE, Part.CLOCK, by=None, at=at, facts=facts)
        if action in VERDICT_OF:
            keep_review(placement, VERDICT_OF[action], by=by, at=at, note=note, reasons=reasons)
        if action in (_A.RESUBMIT, _A.SEND_BACK):
            _new_round(placement, at=at)
        follow(placement, event, by)
    return placement


def _both_confirmed(placement: Placement, *, at: datetime) -> None:
    facts = placement_facts(placement, at=at)
    if facts.expert_has_confirmed and facts.host_has_confirmed:
        step(placement, _A.BOTH_CONFIRMED, Part.CLOCK, by=None, at=at, facts=facts)


def hand_back_cases_of(*, reviewer_id: int, unit_id: int, at: datetime) -> int:
    """A reviewer whose post ended leaves no orphans: their cases go back to the queue."""
    cases = Placement.objects.filter(review_unit_id=unit_id, state=_S.IN_REVIEW)
    mine = cases.filter(assignments__reviewer_id=reviewer_id, assignments__ended_at=None)
    n_moved = 0
    for placement_id in mine.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            n_moved += hand_back_of(locked(placement_id), reviewer_id=reviewer_id, at=at)
    return n_moved


def hand_back_of(placement: Placement, *, reviewer_id: int, at: datetime) -> bool:
    """The portal gives one reviewer's place back, unless their review is in."""
    mine = placement.assignments.current().filter(reviewer_id=reviewer_id, review__isnull=True)
    if placement.state != _S.IN_REVIEW or not mine.exists():
        return False
    facts = placement_facts(placement, at=at)
    end_assignment(placement, reviewer_id, at=at)
    step(placement, _A.HAND_BACK, Part.CLOCK, by=None, at=at, facts=facts)
    return True


def _new_round(placement: Placement, *, at: datetime) -> None:
    """The same reviewers again; a case that comes back to somebody who left, or is a party by now, waits."""
    renew_assignments(placement, may_go_on=lambda user: Part.REVIEWER in parts_played(user, placement), at=at)
    if placement.reviewer is None:
        facts = placement_facts(placement, at=at)
        step(placement, _A.HAND_BACK, Part.CLOCK, by=None, at=at, facts=facts)


def keep_review(
    placement: Placement,
    verdict: Verdict,
    *,
    by: User,
    at: datetime,
    note: str,
    reasons: Sequence[str],
    is_open: bool = True,
) -> Review:
    """Write down what a reviewer found of the submitted plan."""
    return Review.objects.create(
        assignment=placement.assignments.current().get(reviewer=by),
        verdict=verdict,
        reasons=[str(reason) for reason in reasons],
        note=note.strip(),
        plan_digest=submitted_digest(placement),
        at=at,
        opened_at=at if is_open else None,
    )


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
    effect = EFFECTS.get(action)
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
    if action == _A.APPEAL:
        promise_again(placement, by=by, at=at)
    if action in (_A.RELEASE, _A.APPROVE_AT_ONCE):
        announce(Fact.PLACEMENT_DECIDED, placement_id=placement.pk)
    _after(placement, by, at)
    return event


def _after(placement: Placement, by: User | None, at: datetime) -> None:
    """What follows from the state reached, whichever row led there."""
    letters_follow(placement, by=by, at=at)
    keep_schedule(placement, at=at)
    if placement.state == _S.COMPLETED:
        drop_commitment(expert_id=placement.expert_id, source_ref=placement.invitation.source_ref)
    if placement.state in (*ENDED, *FINISHED):
        end_amendments_of(placement, at=at)
    if placement.state == _S.ENDED_EARLY:
        shorten_commitment(
            expert_id=placement.expert_id, source_ref=placement.invitation.source_ref, ends_on=day_of(at)
        )
    if placement.state in ENDED:
        drop_commitment(expert_id=placement.expert_id, source_ref=placement.invitation.source_ref)
        if placement.invitation.match_id:  # the pair holds its seat no longer
            set_match_state(
                match_id=placement.invitation.match_id, state=MatchState.SHORTLISTED, by=by, at=at
            )
    if placement.state in ENDED or placement.appealed_at == at:
        n_taken = placement.need.placements.exclude(state__in=ENDED).count()
        recount_seats(need_id=placement.need_id, n_taken=n_taken, at=at)


_TOLD_TO_PARTIES = (_A.AGREE, _A.RETURN, _A.RELEASE, _A.WITHDRAW, _A.APPEAL)


def follow(placement: Placement, event: PlacementEvent, by: User | None) -> None:
    """Tell whom a step concerns."""
    if event.action in notices.TOLD_OF_LIFE:
        notices.tell_of_life(placement, event, besides=by)
        return
    if event.action in _TOLD_TO_PARTIES:
        notices.tell_parties(placement, event, besides=by)
    elif event.action == _A.SUBMIT and placement.state == _S.APPROVED:
        notices.tell_parties(placement, placement.events.get(action=_A.APPROVE_AT_ONCE), besides=None)
    elif event.action == _A.RESUBMIT:
        notices.tell_reviewers_back(placement, event)
