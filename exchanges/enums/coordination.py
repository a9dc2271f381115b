"""Words of referrals and of the log of contacts."""

from enum import StrEnum


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
