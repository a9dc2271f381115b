"""Words of matching."""

from enum import StrEnum

from accounts.enums import Role

# Who of the unit that owns a programme reads its lists: one answer for the rule and for the rows.
LIST_READERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    NO_ELIGIBLE = "no_eligible"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reader(StrEnum):
    """Who an explanation is worded for."""

    ORGANISATION = "organisation"
    EXPERT = "expert"
    MINISTRY = "ministry"


class Constraint(StrEnum):
    """Why somebody is not in a list, in the order in which a first reason is counted."""

    STANDING = "standing"
    VERIFIED = "verified"
    EXCLUDED = "excluded"
    CONFLICT = "conflict"
    COUNTRY = "country"
    MUST_SKILL = "must_skill"
    LANGUAGE = "language"
    MODE = "mode"
    DATES = "dates"
    HOURS = "hours"
    CAPACITY = "capacity"


class Gap(StrEnum):
    """What a score lost most by."""

    MUST_MISSING = "must_missing"
    MUST_LOW = "must_low"
    SHOULD_MISSING = "should_missing"
    TEXT_WEAK = "text_weak"
    THEME_OTHER = "theme_other"
    SENIORITY_BELOW = "seniority_below"
    OVERLAP_SHORT = "overlap_short"
    PLACE_MODE = "place_mode"
    MOTIVATION_OTHER = "motivation_other"
    TRACK_RECORD = "track_record"


class Question(StrEnum):
    """The one question worth asking before an invitation."""

    MUST_MISSING = "must_missing"
    WINDOWS = "windows"
    LANGUAGES = "languages"
    MODES = "modes"
    MUST_LOW = "must_low"
    MUST_LEVEL = "must_level"
    MUST_RECENCY = "must_recency"
    OVERLAP = "overlap"
    CAPACITY = "capacity"
    SHOULD_MISSING = "should_missing"


class RunMessage(StrEnum):
    """What a run has to say at its end."""

    PARTS_FAILED = "parts_failed"
    NOT_FINISHED = "not_finished"
    NOT_OPEN = "not_open"
    STARTED_OVER = "started_over"


class RunScope(StrEnum):
    NEED = "need"
    ROUND = "round"
    DELTA = "delta"


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
