"""Words of the figures."""

from enum import StrEnum


class Measure(StrEnum):
    """What is counted of a host's year."""

    DAYS_TO_ANSWER = "days_to_answer"
    DAYS_TO_INVITE = "days_to_invite"
    SHARE_ANSWERED = "share_answered"
    SHARE_FILLED = "share_filled"


class Age(StrEnum):
    """How long an invitation has stood open: reminders go out after five days and after eleven."""

    NEW = "new"
    REMINDED = "reminded"
    LAST_DAYS = "last_days"
