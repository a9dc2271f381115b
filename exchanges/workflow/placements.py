"""The life of a placement as a table, and how much review a plan needs."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from exchanges.enums import (
    PlacementAction,
    PlacementState,
)
from exchanges.workflow.after_decision import AFTER_DECISION, LifeFacts
from programmes.enums import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementFacts(LifeFacts):
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
        *AFTER_DECISION,
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
