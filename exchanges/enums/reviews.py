"""Words of the review."""

from enum import StrEnum

from exchanges.enums.placements import PlacementAction


class Verdict(StrEnum):
    """What one reviewer finds."""

    APPROVE = "approve"
    REJECT = "reject"
    RETURN = "return"


# The step that a verdict leads to once all reviews of the round are in.
STEP_OF = {
    Verdict.APPROVE: PlacementAction.RECOMMEND_APPROVAL,
    Verdict.REJECT: PlacementAction.RECOMMEND_REJECTION,
    Verdict.RETURN: PlacementAction.RETURN,
}
VERDICT_OF = {step: verdict for verdict, step in STEP_OF.items()}


class QueueFilter(StrEnum):
    """Which cases of the queue somebody wants to see."""

    MINE = "mine"
    UNCLAIMED = "unclaimed"
    CAME_BACK = "came_back"
    OVERDUE = "overdue"
    FLAGGED = "flagged"
