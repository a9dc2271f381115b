"""The lives of an invitation, of a placement and of a referral, as tables."""

from dataclasses import dataclass
from typing import Any

from common.workflow import Guard, Part, Transition, Workflow
from exchanges.enums import (
    OPEN_INVITATION,
    InvitationAction,
    InvitationState,
    PlacementAction,
    PlacementState,
    ReferralAction,
    ReferralState,
)
from programmes.enums import Tier

_I = InvitationState
_IA = InvitationAction


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    a_seat_is_free: bool
    expert_has_capacity: bool
    is_due: bool  # the last day to answer has passed
    need_is_wanted: bool  # not given up, and asked for by a verified organisation


def there_is_room(facts: InvitationFacts) -> str | None:
    if facts.is_due:
        return "invitation_expired"
    if not facts.need_is_wanted:
        return "need_is_not_open"
    if not facts.a_seat_is_free:
        return "seats_are_taken"
    return None if facts.expert_has_capacity else "capacity_used"


def there_is_time(facts: InvitationFacts) -> str | None:
    return "invitation_expired" if facts.is_due else None


def the_time_is_over(facts: InvitationFacts) -> str | None:
    return None if facts.is_due else "invitation_still_open"


def _of_a_party(action: _IA, target: _I, *sources: _I, **wants: Any) -> tuple[Transition, ...]:
    """Steps that either side takes: one in invitations, the other where an expert shows interest."""
    return tuple(
        Transition(action, source, target, part, **wants)
        for source in sources
        for part in (Part.EXPERT, Part.HOST)
    )


def _of_the_clock(action: _IA, target: _I, guard: Guard | None = None) -> tuple[Transition, ...]:
    return tuple(Transition(action, source, target, Part.CLOCK, guard=guard) for source in OPEN_INVITATION)


# Either direction, one life: which part asked and which answers, the rules know (exchanges/policies.py).
INVITATION = Workflow(
    name="invitation",
    initial=_I.SENT,
    rows=(
        *_of_a_party(_IA.VIEW, _I.VIEWED, _I.SENT),
        *_of_a_party(_IA.ACCEPT, _I.ACCEPTED, *OPEN_INVITATION, guard=there_is_room),
        *_of_a_party(_IA.DECLINE, _I.DECLINED, *OPEN_INVITATION, reasons_required=True),
        Transition(_IA.POSTPONE, _I.SENT, _I.MAYBE_LATER, Part.EXPERT, guard=there_is_time),
        Transition(_IA.POSTPONE, _I.VIEWED, _I.MAYBE_LATER, Part.EXPERT, guard=there_is_time),
        *_of_a_party(_IA.WITHDRAW, _I.WITHDRAWN, *OPEN_INVITATION),
        *_of_the_clock(_IA.WITHDRAW, _I.WITHDRAWN),
        *_of_the_clock(_IA.EXPIRE, _I.EXPIRED, guard=the_time_is_over),
        *_of_the_clock(_IA.SUPERSEDE, _I.SUPERSEDED),
    ),
)


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    plan_is_complete: bool
    expert_has_agreed: bool
    another_unit_reviews: bool  # the host does not belong to the unit that would review its case
    tier: Tier


def both_have_agreed(facts: PlacementFacts) -> str | None:
    if not facts.plan_is_complete:
        return "plan_incomplete"
    return None if facts.expert_has_agreed else "expert_has_not_agreed"


def can_be_submitted(facts: PlacementFacts) -> str | None:
    if not facts.another_unit_reviews:
        return both_have_agreed(facts) or "no_other_unit_reviews"
    return both_have_agreed(facts) or ("tier_t2_not_yet" if facts.tier == Tier.T2 else None)


def plan_is_complete(facts: PlacementFacts) -> str | None:
    return None if facts.plan_is_complete else "plan_incomplete"


def needs_no_review(facts: PlacementFacts) -> str | None:
    return None if facts.tier == Tier.T0 else "tier_needs_review"


_S = PlacementState
_A = PlacementAction


def _withdrawals() -> tuple[Transition, ...]:
    """Either side may step back at any time before the decision is released."""
    sources = (
        _S.DRAFT,
        _S.SUBMITTED,
        _S.IN_REVIEW,
        _S.CHANGES_REQUESTED,
        _S.PENDING_APPROVAL,
        _S.PENDING_REJECTION,
    )
    return tuple(
        Transition(_A.WITHDRAW, source, _S.WITHDRAWN, part, note_required=True)
        for source in sources
        for part in (Part.HOST, Part.EXPERT)
    )


def _edits() -> tuple[Transition, ...]:
    """An edit keeps the state, is recorded, and clears the expert's agreement."""
    return tuple(
        Transition(_A.EDIT, state, state, part)
        for state in (_S.DRAFT, _S.CHANGES_REQUESTED)
        for part in (Part.HOST, Part.EXPERT)
    )


PLACEMENT = Workflow(
    name="placement",
    initial=_S.DRAFT,
    rows=(
        *_edits(),
        Transition(_A.AGREE, _S.DRAFT, _S.DRAFT, Part.EXPERT, guard=plan_is_complete),
        Transition(_A.AGREE, _S.CHANGES_REQUESTED, _S.CHANGES_REQUESTED, Part.EXPERT, guard=plan_is_complete),
        Transition(_A.SUBMIT, _S.DRAFT, _S.SUBMITTED, Part.HOST, guard=can_be_submitted),
        Transition(_A.APPROVE_AT_ONCE, _S.SUBMITTED, _S.APPROVED, Part.CLOCK, guard=needs_no_review),
        Transition(_A.TAKE, _S.SUBMITTED, _S.IN_REVIEW, Part.REVIEWER),
        Transition(_A.HAND_BACK, _S.IN_REVIEW, _S.SUBMITTED, Part.REVIEWER),
        Transition(_A.HAND_BACK, _S.IN_REVIEW, _S.SUBMITTED, Part.CLOCK),
        Transition(
            _A.RETURN,
            _S.IN_REVIEW,
            _S.CHANGES_REQUESTED,
            Part.REVIEWER,
            note_required=True,
            reasons_required=True,
        ),
        Transition(_A.RESUBMIT, _S.CHANGES_REQUESTED, _S.IN_REVIEW, Part.HOST, guard=can_be_submitted),
        Transition(_A.RECOMMEND_APPROVAL, _S.IN_REVIEW, _S.PENDING_APPROVAL, Part.REVIEWER),
        Transition(
            _A.RECOMMEND_REJECTION,
            _S.IN_REVIEW,
            _S.PENDING_REJECTION,
            Part.REVIEWER,
            note_required=True,
            reasons_required=True,
        ),
        Transition(_A.SEND_BACK, _S.PENDING_APPROVAL, _S.IN_REVIEW, Part.DECIDER, note_required=True),
        Transition(_A.SEND_BACK, _S.PENDING_REJECTION, _S.IN_REVIEW, Part.DECIDER, note_required=True),
        Transition(_A.RELEASE, _S.PENDING_APPROVAL, _S.APPROVED, Part.DECIDER),
        Transition(_A.RELEASE, _S.PENDING_REJECTION, _S.REJECTED, Part.DECIDER),
        *_withdrawals(),
    ),
)


@dataclass(frozen=True, slots=True)
class PlanFigures:
    """What decides how much review a plan needs; limits come from the programme."""

    is_remote: bool
    is_paid: bool
    hours_in_all: int
    days_in_country: int
    has_sensitive_theme: bool
    is_restricted_post: bool
    t0_most_hours: int
    t2_days_in_country: int


def tier_of(plan: PlanFigures) -> Tier:
    """The highest tier that applies: T2 funded in the country, long, sensitive or restricted; T0 small."""
    is_long = plan.days_in_country > plan.t2_days_in_country
    is_funded_visit = plan.is_paid and not plan.is_remote
    if is_long or is_funded_visit or plan.has_sensitive_theme or plan.is_restricted_post:
        return Tier.T2
    if plan.is_remote and not plan.is_paid and plan.hours_in_all <= plan.t0_most_hours:
        return Tier.T0
    return Tier.T1


_R = ReferralState
_RA = ReferralAction


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    names_an_expert: bool


def nobody_is_asked(facts: ReferralFacts) -> str | None:
    return "expert_is_asked_first" if facts.names_an_expert else None


def _of_the_sender(action: _RA, target: _R, *sources: _R) -> tuple[Transition, ...]:
    """Steps of whoever passed it on: an organisation, staff, or time when there is nothing left to pass."""
    return tuple(
        Transition(action, source, target, part)
        for source in sources
        for part in (Part.HOST, Part.STAFF, Part.CLOCK)
    )


# An expert agrees before anything about them is passed on; a need is passed on at once.
REFERRAL = Workflow(
    name="referral",
    initial=_R.ASKED,
    rows=(
        Transition(_RA.PASS_ON, _R.ASKED, _R.SENT, Part.CLOCK, guard=nobody_is_asked),
        Transition(_RA.AGREE, _R.ASKED, _R.SENT, Part.EXPERT),
        Transition(_RA.REFUSE, _R.ASKED, _R.REFUSED, Part.EXPERT),
        Transition(_RA.ACCEPT, _R.SENT, _R.ACCEPTED, Part.HOST),
        Transition(_RA.DECLINE, _R.SENT, _R.DECLINED, Part.HOST, reasons_required=True),
        Transition(_RA.COMPLETE, _R.SENT, _R.COMPLETE, Part.CLOCK),
        Transition(_RA.COMPLETE, _R.ACCEPTED, _R.COMPLETE, Part.CLOCK),
        Transition(_RA.CLOSE, _R.ACCEPTED, _R.CLOSED, Part.HOST, note_required=True),
        Transition(_RA.CLOSE, _R.ACCEPTED, _R.CLOSED, Part.STAFF, note_required=True),
        *_of_the_sender(_RA.WITHDRAW, _R.WITHDRAWN, _R.ASKED, _R.SENT),
        Transition(_RA.WITHDRAW, _R.ACCEPTED, _R.WITHDRAWN, Part.CLOCK),
    ),
)
