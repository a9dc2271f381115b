"""The life of a change to an approved plan: one side proposes, the other agrees, the ministry decides."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from exchanges.enums import OPEN_AMENDMENT, AmendmentAction, AmendmentState
from programmes.enums import Tier

_S = AmendmentState
_A = AmendmentAction


@dataclass(frozen=True, slots=True)
class AmendmentFacts:
    tier_before: Tier
    tier_after: Tier
    n_recommendations: int = 0  # so many reviewers have recommended it already


def stays_small(facts: AmendmentFacts) -> str | None:
    is_small = facts.tier_before == facts.tier_after == Tier.T0
    return None if is_small else "amendment_needs_review"


def another_is_wanted(facts: AmendmentFacts) -> str | None:
    is_first_of_two = facts.tier_after == Tier.T2 and facts.n_recommendations == 0
    return None if is_first_of_two else "one_review_suffices"


def recommendations_suffice(facts: AmendmentFacts) -> str | None:
    return "two_reviews_needed" if another_is_wanted(facts) is None else None


def _of_a_side(action: _A, target: _S, *sources: _S, note_required: bool = False) -> tuple[Transition, ...]:
    return tuple(
        Transition(action, source, target, part, note_required=note_required)
        for source in sources
        for part in (Part.EXPERT, Part.HOST)
    )


AMENDMENT = Workflow(
    name="amendment",
    initial=_S.PROPOSED,
    rows=(
        *_of_a_side(_A.AGREE, _S.AGREED, _S.PROPOSED),
        *_of_a_side(_A.DECLINE, _S.REFUSED, _S.PROPOSED, note_required=True),
        *_of_a_side(_A.REVISE, _S.PROPOSED, _S.RETURNED),
        *_of_a_side(_A.WITHDRAW, _S.WITHDRAWN, *OPEN_AMENDMENT),
        Transition(_A.APPROVE_AT_ONCE, _S.AGREED, _S.APPROVED, Part.CLOCK, guard=stays_small),
        Transition(
            _A.RETURN, _S.AGREED, _S.RETURNED, Part.REVIEWER, note_required=True, reasons_required=True
        ),
        *(
            Transition(_A.RECOMMEND, _S.AGREED, target, Part.REVIEWER, note_required=True, guard=guard)
            for target, guard in (
                (_S.AGREED, another_is_wanted),
                (_S.RECOMMENDED, recommendations_suffice),
            )
        ),
        Transition(_A.APPROVE, _S.RECOMMENDED, _S.APPROVED, Part.DECIDER),
        Transition(_A.REFUSE, _S.RECOMMENDED, _S.REFUSED, Part.DECIDER, note_required=True),
        # What it would change is over.
        *(Transition(_A.WITHDRAW, source, _S.WITHDRAWN, Part.CLOCK) for source in OPEN_AMENDMENT),
    ),
)
