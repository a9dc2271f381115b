"""Questions about the vocabulary and the working calendar."""

from taxonomy.selectors.calendar import (
    DEFAULT_CALENDAR,
    Week,
    WorkingDays,
    default_calendar,
    week_on,
    weeks_of,
    working_days,
)
from taxonomy.selectors.words import (
    MOST_FOUND,
    FoundSkill,
    Vocabulary,
    close_skills,
    found_skills,
    language_of,
    skill_named,
    skill_names,
    skills_named,
    vocabulary,
)

__all__ = [
    "DEFAULT_CALENDAR",
    "MOST_FOUND",
    "FoundSkill",
    "Vocabulary",
    "Week",
    "WorkingDays",
    "close_skills",
    "default_calendar",
    "found_skills",
    "language_of",
    "skill_named",
    "skill_names",
    "skills_named",
    "vocabulary",
    "week_on",
    "weeks_of",
    "working_days",
]
