"""Words of matching."""

from enum import StrEnum


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    NO_ELIGIBLE = "no_eligible"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RunScope(StrEnum):
    NEED = "need"
    ROUND = "round"


class MatchState(StrEnum):
    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    DISMISSED = "dismissed"
    INVITED = "invited"


class DismissReason(StrEnum):
    NOT_THE_FIELD = "not_the_field"
    TOO_JUNIOR = "too_junior"
    TOO_SENIOR = "too_senior"
    KNOWN_ALREADY = "known_already"
    CONFLICT = "conflict"
    OTHER = "other"


class ExclusionReason(StrEnum):
    DECLINED = "declined"
    DISMISSED = "dismissed"
    NOT_MY_FIELD = "not_my_field"
    NEVER_THIS_ORGANISATION = "never_this_organisation"


class ConflictKind(StrEnum):
    EMPLOYER = "employer"
    SAME_ORGANISATION = "same_organisation"
    FINANCIAL_OR_EQUITY = "financial_or_equity"
    FAMILY = "family"
    FORMER_SUPERVISOR = "former_supervisor"
    CO_AUTHOR = "co_author"
    VENDOR = "vendor"
    PRIOR_REFUSAL = "prior_refusal"
    OTHER = "other"


class ConflictState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
