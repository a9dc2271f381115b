"""Words of invitations, whoever asks."""

from enum import StrEnum


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
