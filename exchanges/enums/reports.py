"""Words of reports: what both sides say while it runs, at its end and a year later."""

from enum import StrEnum


class ReportKind(StrEnum):
    MID = "mid"
    INTERIM = "interim"
    FINAL = "final"
    FOLLOW_UP = "follow_up"


class ReportState(StrEnum):
    DUE = "due"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    SKIPPED = "skipped"


# Its side has something to write; the others are in, or nobody writes them any more.
REPORT_TO_WRITE = (ReportState.DUE, ReportState.DRAFT, ReportState.RETURNED)
# The ministry reads the words of these alone.
REPORT_HANDED_IN = (ReportState.SUBMITTED, ReportState.ACCEPTED)
REPORT_IS_IN = (*REPORT_HANDED_IN, ReportState.SKIPPED)


class ReportAction(StrEnum):
    WRITE = "write"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    SKIP = "skip"


class ReportReason(StrEnum):
    """Why a report is returned."""

    NOT_CONCRETE = "not_concrete"
    FIGURES_UNCLEAR = "figures_unclear"
    DELIVERABLE_MISSING = "deliverable_missing"
    OTHER_PLACEMENT = "other_placement"
    NAMES_IN_TEXT = "names_in_text"
    OTHER = "other"


class SkipReason(StrEnum):
    """Why the ministry does without a report."""

    SIDE_HAS_LEFT = "side_has_left"
    NO_ANSWER = "no_answer"
    TOLD_OTHERWISE = "told_otherwise"
    OTHER = "other"


class Extent(StrEnum):
    """How far something was reached, or is in use."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Again(StrEnum):
    YES = "yes"
    PERHAPS = "perhaps"
    NO = "no"
