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
    plan_breaks_policy: bool = False  # limits of the programme: length, hours, allowance
    n_places: int = 1  # reviewers whom the submitted plan needs
    n_reviewers: int = 0  # reviewers who have the case now
    n_reviews: int = 0  # reviews of this round that are in
    checklist_is_complete: bool = True  # as far as it must be before submission
    reviews_differ: bool = False  # both are in; one recommends approval, the other rejection


def both_have_agreed(facts: PlacementFacts) -> str | None:
    if not facts.plan_is_complete:
        return "plan_incomplete"
    if facts.plan_breaks_policy:
        return "plan_outside_policy"
    return None if facts.expert_has_agreed else "expert_has_not_agreed"


def can_be_submitted(facts: PlacementFacts) -> str | None:
    if not facts.another_unit_reviews:
        return both_have_agreed(facts) or "no_other_unit_reviews"
    return both_have_agreed(facts)


def a_place_is_free(facts: PlacementFacts) -> str | None:
    return None if facts.n_reviewers < facts.n_places else "reviewers_are_found"


def one_reviewer_has_it(facts: PlacementFacts) -> str | None:
    return None if facts.n_reviewers <= 1 else "another_reviewer_has_it"


def two_reviewers_have_it(facts: PlacementFacts) -> str | None:
    return None if facts.n_reviewers > 1 else "nobody_else_has_it"


def one_review_suffices(facts: PlacementFacts) -> str | None:
    return None if facts.n_places == 1 else "two_reviews_needed"


def two_reviews_are_wanted(facts: PlacementFacts) -> str | None:
    return None if facts.n_places > 1 else "one_review_suffices"


def both_reviews_are_in(facts: PlacementFacts) -> str | None:
    return None if facts.n_places > 1 and facts.n_reviews == facts.n_places else "two_reviews_needed"


def reviews_differ(facts: PlacementFacts) -> str | None:
    return None if facts.reviews_differ else "reviews_agree"


def plan_is_complete(facts: PlacementFacts) -> str | None:
    if not facts.plan_is_complete:
        return "plan_incomplete"
    return None if facts.checklist_is_complete else "checklist_incomplete"


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


def _reviewed(action: _A, target: _S, **wants: bool) -> tuple[Transition, ...]:
    """By the one reviewer, or by the portal once both reviews of a T2 case are in."""
    return (
        Transition(action, _S.IN_REVIEW, target, Part.REVIEWER, guard=one_review_suffices, **wants),
        Transition(action, _S.IN_REVIEW, target, Part.CLOCK, guard=both_reviews_are_in, **wants),
    )


_WHY = {"note_required": True, "reasons_required": True}


def _turns() -> tuple[Transition, ...]:
    """Where two reviewers differ, a decider may turn what is pending, and says why."""
    pending = (_S.PENDING_APPROVAL, _S.PENDING_REJECTION)
    return tuple(
        Transition(_A.TURN, source, target, Part.DECIDER, guard=reviews_differ, **_WHY)
        for source, target in (pending, pending[::-1])
    )


def _flags() -> tuple[Transition, ...]:
    """For the team to look at together."""
    states = (_S.SUBMITTED, _S.IN_REVIEW, _S.PENDING_APPROVAL, _S.PENDING_REJECTION)
    return tuple(
        Transition(action, state, state, part, note_required=action == _A.FLAG)
        for action in (_A.FLAG, _A.UNFLAG)
        for state in states
        for part in (Part.REVIEWER, Part.DECIDER, Part.STAFF)
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
        Transition(_A.TAKE, _S.SUBMITTED, _S.IN_REVIEW, Part.REVIEWER, guard=a_place_is_free),
        Transition(_A.TAKE, _S.IN_REVIEW, _S.IN_REVIEW, Part.REVIEWER, guard=a_place_is_free),
        *(
            Transition(_A.HAND_BACK, _S.IN_REVIEW, target, part, guard=guard)
            for target, guard in (
                (_S.SUBMITTED, one_reviewer_has_it),
                (_S.IN_REVIEW, two_reviewers_have_it),
            )
            for part in (Part.REVIEWER, Part.CLOCK)
        ),
        *(
            Transition(_A.REASSIGN, _S.IN_REVIEW, _S.IN_REVIEW, part, note_required=True)
            for part in (Part.STAFF, Part.DECIDER)
        ),
        Transition(_A.REVIEW, _S.IN_REVIEW, _S.IN_REVIEW, Part.REVIEWER, guard=two_reviews_are_wanted),
        *_reviewed(_A.RETURN, _S.CHANGES_REQUESTED, **_WHY),
        Transition(_A.RESUBMIT, _S.CHANGES_REQUESTED, _S.IN_REVIEW, Part.HOST, guard=can_be_submitted),
        *_reviewed(_A.RECOMMEND_APPROVAL, _S.PENDING_APPROVAL),
        *_reviewed(_A.RECOMMEND_REJECTION, _S.PENDING_REJECTION, **_WHY),
        Transition(_A.SEND_BACK, _S.PENDING_APPROVAL, _S.IN_REVIEW, Part.DECIDER, note_required=True),
        Transition(_A.SEND_BACK, _S.PENDING_REJECTION, _S.IN_REVIEW, Part.DECIDER, note_required=True),
        Transition(_A.RELEASE, _S.PENDING_APPROVAL, _S.APPROVED, Part.DECIDER),
        Transition(_A.RELEASE, _S.PENDING_REJECTION, _S.REJECTED, Part.DECIDER),
        *_turns(),
        *_flags(),
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
