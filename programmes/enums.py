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
