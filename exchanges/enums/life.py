"""Words of a placement under way: its log of sessions, and changes to an approved plan."""

from enum import StrEnum


class SessionState(StrEnum):
    LOGGED = "logged"
    QUESTIONED = "questioned"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


# What counts: a questioned session does until its side corrects it or takes it back.
COUNTED = (SessionState.LOGGED, SessionState.QUESTIONED)


class SessionAction(StrEnum):
    CORRECT = "correct"
    WITHDRAW = "withdraw"
    QUESTION = "question"
    ACCEPT = "accept"


class AmendmentState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


OPEN_AMENDMENT = (
    AmendmentState.PROPOSED,
    AmendmentState.AGREED,
    AmendmentState.RETURNED,
    AmendmentState.RECOMMENDED,
)


class AmendmentAction(StrEnum):
    AGREE = "agree"
    DECLINE = "decline"
    APPROVE_AT_ONCE = "approve_at_once"
    RETURN = "return"
    REVISE = "revise"
    RECOMMEND = "recommend"
    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
