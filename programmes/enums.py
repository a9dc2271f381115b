"""Words of programmes."""

from enum import StrEnum


class ProgrammeKind(StrEnum):
    MENTORSHIP = "mentorship"
    SKILL_EXCHANGE = "skill_exchange"
    JOINT_RESEARCH = "joint_research"
    CURRICULUM = "curriculum"
    TRAINING = "training"
    TASK_FORCE = "task_force"
    SCIENCE_COMMUNICATION = "science_communication"
    BILATERAL = "bilateral"


class Mode(StrEnum):
    REMOTE = "remote"
    HYBRID = "hybrid"
    IN_PERSON = "in_person"


class Tier(StrEnum):
    """How much review a placement needs; the highest that applies wins."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"


class Section(StrEnum):
    """A part of a programme's policy that is edited on a page of its own."""

    DURATION = "duration"
    ALLOWANCES = "allowances"
    REVIEW = "review"
    RUBRIC = "rubric"
    REPORTS = "reports"
    QUOTAS = "quotas"


class AllowancePurpose(StrEnum):
    LIVING = "living"
    TRAVEL = "travel"
    LODGING = "lodging"
    INSURANCE = "insurance"


class AllowancePer(StrEnum):
    """What an allowance's limit is for."""

    DAY = "day"  # in Pakistan
    WEEK = "week"
    MONTH = "month"
    ONCE = "once"


class Payer(StrEnum):
    """Who may pay an allowance."""

    HOST = "host"
    MINISTRY = "ministry"
    PARTNER = "partner"
    SPONSOR = "sponsor"


class PhaseKind(StrEnum):
    OPEN = "open"
    REVIEW = "review"
    DECIDE = "decide"
    CLOSED = "closed"


class QuestionTarget(StrEnum):
    NEED = "need"
    PLACEMENT = "placement"


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"


CURRENCIES = ("PKR", "USD", "EUR", "GBP", "SAR", "AED", "CAD", "AUD", "CNY")
"""ISO 4217: what allowances are paid in."""

RANGES: dict[str, tuple[int, int]] = {
    "least_weeks": (0, 104),
    "most_weeks": (1, 104),
    "most_hours_per_week": (1, 60),
    "t0_most_hours": (0, 1_000),
    "t2_days_in_country": (0, 366),
    "target_days_t0": (1, 120),
    "target_days_t1": (1, 120),
    "target_days_t2": (1, 120),
    "sampling_percent": (0, 100),
    "appeal_days": (0, 365),
    "report_every_weeks": (1, 52),
    "final_report_after_days": (1, 180),
    "follow_up_months": (0, 60),
}
"""The whole numbers of a policy, and from where to where each may go."""

MOST_AMOUNT = 100_000_000
MOST_ALLOWANCES = 6
MOST_CRITERIA = 8
MOST_QUOTAS = 5
MOST_PHASES = 6
MOST_PARTIES = 6
DAYS_BEFORE_LAPSE = 180
"""How long before its last day an agreement is listed as one that lapses soon."""


class Fact(StrEnum):
    """Facts that this app announces."""

    WEIGHTS_PUBLISHED = "programmes.weights_published"


class Component(StrEnum):
    """What a match's score is made of, in the engine's order."""

    MUST_SKILLS = "must_skills"
    SHOULD_SKILLS = "should_skills"
    TEXT = "text"
    THEME = "theme"
    SENIORITY = "seniority"
    OVERLAP = "overlap"
    PLACE_MODE = "place_mode"
    MOTIVATION = "motivation"
    TRACK_RECORD = "track_record"


MOST_WEIGHT = 1_000
"""The heaviest that one component may weigh; only the proportions count."""

DEFAULT_WEIGHTS: dict[str, int] = {
    Component.MUST_SKILLS: 35,
    Component.SHOULD_SKILLS: 12,
    Component.TEXT: 18,
    Component.THEME: 10,
    Component.SENIORITY: 5,
    Component.OVERLAP: 6,
    Component.PLACE_MODE: 5,
    Component.MOTIVATION: 5,
    Component.TRACK_RECORD: 4,
}
