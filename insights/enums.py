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


class Figure(StrEnum):
    """What the ministry watches, in the order of the page."""

    EXPERT_REPLY = "expert_reply"
    HOST_REPLY = "host_reply"
    EXPIRED = "expired"
    FILLED = "filled"
    REVIEW_AGE = "review_age"
    REVIEW_ON_TIME = "review_on_time"
    APPROVED = "approved"
    STARTED = "started"
    COMPLETED = "completed"
    REPORTS_ON_TIME = "reports_on_time"
    OUTCOMES = "outcomes"
    CONFIRMED = "confirmed"
    INVITED_GINI = "invited_gini"
    SURFACED_GINI = "surfaced_gini"


class Scale(StrEnum):
    """What a figure's value is measured in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    PERCENT = "percent"
    COUNT = "count"
    INDEX = "index"  # from 0 to 1


SCALES = {
    Figure.EXPERT_REPLY: Scale.DAYS,
    Figure.HOST_REPLY: Scale.DAYS,
    Figure.EXPIRED: Scale.PERCENT,
    Figure.FILLED: Scale.PERCENT,
    Figure.REVIEW_AGE: Scale.WORKING_DAYS,
    Figure.REVIEW_ON_TIME: Scale.PERCENT,
    Figure.APPROVED: Scale.COUNT,
    Figure.STARTED: Scale.PERCENT,
    Figure.COMPLETED: Scale.PERCENT,
    Figure.REPORTS_ON_TIME: Scale.PERCENT,
    Figure.OUTCOMES: Scale.COUNT,
    Figure.CONFIRMED: Scale.PERCENT,
    Figure.INVITED_GINI: Scale.INDEX,
    Figure.SURFACED_GINI: Scale.INDEX,
}


class PeriodKind(StrEnum):
    LAST_YEAR = "last12"
    FISCAL = "fy"  # July to June, named by the year in which it ends
    CALENDAR = "cy"


class Grain(StrEnum):
    """How long the steps of a trend are."""

    MONTH = "month"
    QUARTER = "quarter"


MONTHS_OF = {Grain.MONTH: 1, Grain.QUARTER: 3}
