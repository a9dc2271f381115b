"""Words of placements, of their review and of their letters."""

from enum import StrEnum


class Fact(StrEnum):
    """Facts that this app announces."""

    PLACEMENT_DECIDED = "exchanges.placement_decided"
    REPORT_ACCEPTED = "exchanges.report_accepted"
    OUTCOME_CONFIRMED = "exchanges.outcome_confirmed"


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
    CONFIRMED = "confirmed"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ENDED_EARLY = "ended_early"
    LAPSED = "lapsed"


# States in which the parties may edit the plan, and those that hold the expert's hours.
EDITABLE = (PlacementState.DRAFT, PlacementState.CHANGES_REQUESTED)


# Nothing came of it: the seat and the hours are free again.
ENDED = (
    PlacementState.REJECTED,
    PlacementState.WITHDRAWN,
    PlacementState.CANCELLED,
    PlacementState.LAPSED,
)
# Approved and not over: the expert is promised to this host on these days.
STANDING = (
    PlacementState.APPROVED,
    PlacementState.CONFIRMED,
    PlacementState.ACTIVE,
    PlacementState.SUSPENDED,
)
# It took place; whether to its end or not.
FINISHED = (PlacementState.COMPLETED, PlacementState.CLOSED, PlacementState.ENDED_EARLY)
WAS_APPROVED = (*STANDING, *FINISHED, PlacementState.CANCELLED, PlacementState.LAPSED)


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
    APPEAL = "appeal"
    CONFIRM = "confirm"
    BOTH_CONFIRMED = "both_confirmed"
    LAPSE = "lapse"
    CANCEL = "cancel"
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    END_EARLY = "end_early"
    COMPLETE = "complete"
    CLOSE = "close"
    WAIVE_FOLLOW_UP = "waive_follow_up"


# Whoever did one of these has reviewed the case and decides nothing in it.
REVIEWING = (
    PlacementAction.RETURN,
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
)


# Steps of time and of the rules alone.
OF_THE_CLOCK = (
    PlacementAction.APPROVE_AT_ONCE,
    PlacementAction.BOTH_CONFIRMED,
    PlacementAction.LAPSE,
    PlacementAction.COMPLETE,
    PlacementAction.CLOSE,
)
# Recorded by the portal with what causes them; nobody asks for them as a step.
NO_STEPS = (PlacementAction.EDIT, *OF_THE_CLOCK)


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


class EndReason(StrEnum):
    """Why an approved placement is cancelled, suspended or ends early."""

    DATES = "dates"
    VISA_OR_TRAVEL = "visa_or_travel"
    HEALTH_OR_FAMILY = "health_or_family"
    HOME_EMPLOYER = "home_employer"
    FUNDING = "funding"
    HOST_NOT_READY = "host_not_ready"
    SAFETY = "safety"
    CONDUCT = "conduct"
    WORK_IS_DONE = "work_is_done"
    OTHER = "other"


class LetterKind(StrEnum):
    APPROVAL = "approval"


class ParticipationRole(StrEnum):
    LEAD = "lead"
    HOST = "host"
    COUNTERPART = "counterpart"
