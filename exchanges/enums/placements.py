"""Words of placements, of their review and of their letters."""

from enum import StrEnum


class Fact(StrEnum):
    """Facts that this app announces."""

    PLACEMENT_DECIDED = "exchanges.placement_decided"


class PlacementState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CHANGES_REQUESTED = "changes_requested"
    PENDING_APPROVAL = "pending_approval"
    PENDING_REJECTION = "pending_rejection"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


# States in which the parties may edit the plan, and those that hold the expert's hours.
EDITABLE = (PlacementState.DRAFT, PlacementState.CHANGES_REQUESTED)


ENDED = (PlacementState.REJECTED, PlacementState.WITHDRAWN)


# A recommendation never leaves the ministry before it is released.
SECRET = (PlacementState.PENDING_APPROVAL, PlacementState.PENDING_REJECTION)


class PlacementAction(StrEnum):
    EDIT = "edit"
    AGREE = "agree"
    SUBMIT = "submit"
    RESUBMIT = "resubmit"
    APPROVE_AT_ONCE = "approve_at_once"
    TAKE = "take"
    HAND_BACK = "hand_back"
    RETURN = "return"
    RECOMMEND_APPROVAL = "recommend_approval"
    RECOMMEND_REJECTION = "recommend_rejection"
    SEND_BACK = "send_back"
    RELEASE = "release"
    WITHDRAW = "withdraw"


# Whoever did one of these has reviewed the case and decides nothing in it.
REVIEWING = (
    PlacementAction.RETURN,
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
)


# Recorded by the portal with what causes them; nobody asks for them as a step.
NO_STEPS = (PlacementAction.EDIT, PlacementAction.APPROVE_AT_ONCE)


class ReturnReason(StrEnum):
    TOR_UNCLEAR = "tor_unclear"
    OUTCOMES_NOT_MEASURABLE = "outcomes_not_measurable"
    COUNTERPART_MISSING = "counterpart_missing"
    DATES_OR_VISA = "dates_or_visa"
    ALLOWANCE_UNCLEAR = "allowance_unclear"
    CONSENT_LETTER_MISSING = "consent_letter_missing"
    CONFLICT_UNDECLARED = "conflict_undeclared"
    DUPLICATE = "duplicate"
    OTHER = "other"


class LetterKind(StrEnum):
    APPROVAL = "approval"


class ParticipationRole(StrEnum):
    LEAD = "lead"
    HOST = "host"
    COUNTERPART = "counterpart"
