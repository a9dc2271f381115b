"""Words of invitations, placements and reviews."""

from enum import StrEnum


class Fact(StrEnum):
    """Facts that this app announces."""

    PLACEMENT_DECIDED = "exchanges.placement_decided"


class Direction(StrEnum):
    """Who asked whom: a host invites, an expert shows interest."""

    TO_EXPERT = "to_expert"
    FROM_EXPERT = "from_expert"


class InvitationState(StrEnum):
    SENT = "sent"
    VIEWED = "viewed"
    MAYBE_LATER = "maybe_later"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


# An answer is awaited now; "maybe later" is open, too, but asks again only on its day and holds no hours.
AWAITED = (InvitationState.SENT, InvitationState.VIEWED)
OPEN_INVITATION = (*AWAITED, InvitationState.MAYBE_LATER)


DAYS_TO_ANSWER = 14


class InvitationAction(StrEnum):
    VIEW = "view"
    ACCEPT = "accept"
    DECLINE = "decline"
    POSTPONE = "postpone"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    SUPERSEDE = "supersede"


class DeclineReason(StrEnum):
    NO_TIME = "no_time"
    NOT_MY_EXPERTISE = "not_my_expertise"
    CONFLICT = "conflict"
    DATES = "dates"
    TERMS = "terms"
    LOCATION_OR_TRAVEL = "location_or_travel"
    SUGGEST_SOMEONE_ELSE = "suggest_someone_else"
    OTHER = "other"


class HostDeclineReason(StrEnum):
    """Why a host declines an expert's interest."""

    NOT_MY_EXPERTISE = "not_my_expertise"
    TOO_JUNIOR = "too_junior"
    TOO_SENIOR = "too_senior"
    SUGGEST_SOMEONE_ELSE = "suggest_someone_else"
    NO_TIME = "no_time"
    DATES = "dates"
    TERMS = "terms"
    LOCATION_OR_TRAVEL = "location_or_travel"
    CONFLICT = "conflict"
    OTHER = "other"


class Offer(StrEnum):
    """What an expert may settle on the same page right after an answer."""

    PAUSE = "pause"
    CAPACITY = "capacity"
    FIELD = "field"
    ORGANISATION = "organisation"
    TERMS = "terms"
    COLLEAGUE = "colleague"


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


class Side(StrEnum):
    """In whose name somebody writes."""

    EXPERT = "expert"
    HOST = "host"
    MINISTRY = "ministry"


class ThreadVisibility(StrEnum):
    """Who reads a thread: the parties alone, or the ministry that reviews their placement too."""

    PARTIES = "parties"
    MINISTRY = "ministry"


class Channel(StrEnum):
    """How somebody was approached outside the portal."""

    CONFERENCE = "conference"
    MEETING = "meeting"
    CALL = "call"
    MAIL = "mail"
    SOCIAL = "social"
    OTHER = "other"


class ReferralState(StrEnum):
    ASKED = "asked"
    SENT = "sent"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLETE = "complete"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# Outstanding: somebody may still act, or a placement may still come of it.
REFERRAL_UNDER_WAY = (ReferralState.ASKED, ReferralState.SENT, ReferralState.ACCEPTED)


class ReferralAction(StrEnum):
    PASS_ON = "pass_on"
    AGREE = "agree"
    REFUSE = "refuse"
    ACCEPT = "accept"
    DECLINE = "decline"
    COMPLETE = "complete"
    CLOSE = "close"
    WITHDRAW = "withdraw"


class ReferralReason(StrEnum):
    """Why a receiver declines."""

    NOT_OUR_FIELD = "not_our_field"
    NO_ROOM = "no_room"
    KNOWN_ALREADY = "known_already"
    DATES = "dates"
    OTHER = "other"
