"""What each step of a placement writes on its row, before the step is taken."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import User
from common.refusals import Refused
from exchanges.enums import PlacementAction
from exchanges.models import Placement, Review, ReviewAssignment
from exchanges.selectors.facts import current_tier, n_places, reviewing_unit
from exchanges.selectors.plans import plan_as_submitted
from exchanges.services.plans import digest_of_plan, keep_version
from experts.enums import CommitmentKind
from experts.services.commitments import set_commitment
from matching.enums import MatchState
from matching.services.pairs import set_match_state
from programmes.enums import Tier

_A = PlacementAction
Effect = Callable[[Placement, User | None, datetime], None]


def _agree(placement: Placement, by: User | None, at: datetime) -> None:
    placement.expert_agreed_at = at


def _submit(placement: Placement, by: User | None, at: datetime) -> None:
    placement.submitted_at = placement.submitted_at or at
    placement.tier = current_tier(placement)
    if placement.review_unit_id == placement.organisation.unit_id:
        # Another unit has begun to review since; the table refuses the step while there is none.
        placement.review_unit = reviewing_unit(placement.need) or placement.review_unit
    keep_version(placement, at=at)


def assign(placement: Placement, reviewer: User, *, at: datetime, assigned_by: User | None = None) -> None:
    """Write down who has the case for this round; `placement.reviewer` is the first of them."""
    ReviewAssignment.objects.create(
        placement=placement,
        reviewer=reviewer,
        assigned_by=assigned_by,
        plan_number=placement.plan_versions.count(),
        taken_at=at,
    )
    placement.reviewer = placement.reviewer or reviewer


def end_assignment(placement: Placement, reviewer_id: int, *, at: datetime) -> None:
    placement.assignments.current().filter(reviewer_id=reviewer_id).update(ended_at=at)
    first = placement.assignments.current().select_related("reviewer").first()
    placement.reviewer = first.reviewer if first else None


def renew_assignments(placement: Placement, *, may_go_on: Callable[[User], bool], at: datetime) -> None:
    """A new round for the same reviewers, as far as they still may and are still needed."""
    before = list(placement.assignments.current().select_related("reviewer"))
    placement.assignments.current().update(ended_at=at)
    placement.reviewer = None
    for one in before[: n_places(placement)]:
        if may_go_on(one.reviewer):
            assign(placement, one.reviewer, at=at, assigned_by=one.assigned_by)
    placement.save(update_fields=["reviewer"])


def _take(placement: Placement, by: User | None, at: datetime) -> None:
    if by is not None:
        assign(placement, by, at=at)


def _hand_back(placement: Placement, by: User | None, at: datetime) -> None:
    """By the portal: whoever calls has ended the assignments that end."""
    if by is not None:
        end_assignment(placement, by.pk, at=at)


def _return(placement: Placement, by: User | None, at: datetime) -> None:
    placement.returned_at = at
    placement.expert_agreed_at = None


def _recommend(placement: Placement, by: User | None, at: datetime) -> None:
    """By one reviewer; or by two, in whose name the portal takes the step once both reviews are in."""
    both = Review.objects.filter(assignment__in=placement.assignments.current()).order_by("at", "pk")
    people = [by] if by else [one.assignment.reviewer for one in both.select_related("assignment__reviewer")]
    placement.recommended_by, placement.recommended_at = people[0], at
    placement.second_recommended_by = people[1] if len(people) > 1 else None
    placement.recommended_digest = submitted_digest(placement)


def _send_back(placement: Placement, by: User | None, at: datetime) -> None:
    placement.recommended_by = placement.second_recommended_by = placement.recommended_at = None
    placement.recommended_digest = ""


def _decide(placement: Placement, by: User | None, at: datetime) -> None:
    """What is decided are the very words that were recommended."""
    placement.decided_by, placement.decided_at = by, at
    placement.decided_digest = _digest_now(placement)
    if placement.tier != Tier.T0 and placement.decided_digest != placement.recommended_digest:
        raise Refused("plan_is_another")


def _appeal(placement: Placement, by: User | None, at: datetime) -> None:
    """Others review it anew; who reviewed and decided before stands in the events."""
    placement.appealed_at = at
    placement.assignments.current().update(ended_at=at)
    placement.reviewer = placement.decided_by = placement.decided_at = None
    placement.decided_digest = ""
    _send_back(placement, by, at)


def _flag(placement: Placement, by: User | None, at: datetime) -> None:
    placement.flagged_at = at


def _unflag(placement: Placement, by: User | None, at: datetime) -> None:
    placement.flagged_at = None


def _digest_now(placement: Placement) -> str:
    """The hash of the plan as it stands, over the fields that plans had when this one was submitted."""
    submitted = placement.plan_versions.order_by("-number")[0].plan
    stands = plan_as_submitted(placement)
    return digest_of_plan({name: stands.get(name) for name in submitted})


def submitted_digest(placement: Placement) -> str:
    """The hash of the plan that the reviewers read."""
    return placement.plan_versions.order_by("-number").values_list("digest", flat=True)[0]


def promise_again(placement: Placement, *, by: User | None, at: datetime) -> None:
    """An appeal takes the expert's hours and the pair's place again; the seat is counted by the caller."""
    set_commitment(
        expert_id=placement.expert_id,
        source_ref=placement.invitation.source_ref,
        kind=CommitmentKind.PROMISED,
        hours_per_week=placement.hours_per_week,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
    )
    if placement.invitation.match_id:
        set_match_state(match_id=placement.invitation.match_id, state=MatchState.INVITED, by=by, at=at)


EFFECTS: dict[PlacementAction, Effect] = {
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
    _A.FLAG: _flag,
    _A.UNFLAG: _unflag,
}
