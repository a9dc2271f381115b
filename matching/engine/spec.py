"""What the engine computes, as names and constants: the one place where the definition stands."""

import hashlib
from enum import IntEnum, IntFlag

from . import ENGINE_VERSION

POINTS_MAX = 10_000
"""A score, and every component, is an integer from 0 to this."""

FINE_BITS = 8
"""Lists are ordered by scores in 256ths of a point, so that a tie in whole points, which are what is stored
and shown, seldom has to go by the public id."""

NOT_KNOWN = -1
"""A component without data. It is left out of the mean and listed as such, never counted as zero."""

MAX_SKILLS = 64
"""Must-skills (and should-skills) of one need: one bit each in a 64-bit word."""


class Standing(IntEnum):
    """Where an expert's profile stands, for the engine."""

    ACTIVE = 0
    PAUSED = 1
    DORMANT = 2
    SUSPENDED = 3
    DRAFT = 4


class Mode(IntFlag):
    """Ways of working together, as bits."""

    REMOTE = 1
    HYBRID = 2
    IN_PERSON = 4


class Constraint(IntEnum):
    """Hard constraints in the order in which a first failure is counted.

    A constraint excludes only on something that is *stated*: an expert who has given no languages,
    modes, windows or capacity passes, and the matter becomes a question worth asking. A must-skill
    is the exception: it has to be stated to be held.
    """

    STANDING = 0
    VERIFIED = 1
    EXCLUDED = 2
    CONFLICT = 3
    COUNTRY = 4
    MUST_SKILL = 5
    LANGUAGE = 6
    MODE = 7
    DATES = 8
    HOURS = 9
    CAPACITY = 10


RELAXABLE = (Constraint.LANGUAGE, Constraint.MODE, Constraint.DATES, Constraint.HOURS)
"""Constraints that the need's owner could loosen alone: only these make a near-miss."""


class Component(IntEnum):
    """Parts of a score, in the order of every components array."""

    MUST = 0
    SHOULD = 1
    TEXT = 2
    THEME = 3
    SENIORITY = 4
    OVERLAP = 5
    PLACE_MODE = 6
    MOTIVATION = 7
    TRACK_RECORD = 8


class Unknown(IntFlag):
    """What an expert has not stated and somebody may want to ask, as bits of a result row."""

    LANGUAGES = 1
    MODES = 2
    WINDOWS = 4
    MUST_LEVEL = 8
    MUST_RECENCY = 16
    CAPACITY = 32


# Saturation: the value at which a component reaches 10,000. Each is one that real data reaches,
# so that no range is dead and pruning by bounds stays tight.
TEXT_FULL = 10_000
"""Closeness (in 1/10,000) that counts as a full text match, relative to the root of the need's mean
cosine with all reference texts."""
BACKGROUND_FLOOR = (1 << 30) // 1_000
"""The least mean cosine, of 2**30, that a need is taken to have with the reference texts."""
THEMES_FULL = 2
"""Shared themes that count as full, or all of the need's themes when it has fewer."""
OVERLAP_FULL_TENTHS = 150
"""Shared working time per week that counts as full: 15 hours, three on each working day."""
SENIORITY_STEP = 3_500
"""Points lost for each step of seniority below the one wished for."""
COMBINED_MODE = 7_000
"""Points for serving a hybrid need by offering remote and in-person work separately."""
RECENT_YEARS = 5
"""A must-skill last used longer ago than this makes a question, not a deduction."""
RANK_WEIGHTS = (60, 30, 20, 15, 12, 10)
"""Weight of a should-skill by rank, first to sixth; every later rank counts as the sixth."""

NEVER_USED = (
    "name",
    "gender",
    "religion",
    "ethnicity",
    "province_of_identity_card",
    "age",
    "photo",
    "nationality_beyond_eligibility",
    "venture_led_by",
)
"""Attributes that no column holds and no component reads. The page about the list says so."""


def spec_hash() -> str:
    """Digest of the definition: constants, orders and names. Workers refuse columns made for another.

    >>> len(spec_hash())
    16
    """
    enums = (Standing, Mode, Constraint, Component, Unknown)
    parts = [
        *(f"{enum.__name__}.{item.name}={item.value}" for enum in enums for item in enum),
        str((ENGINE_VERSION, POINTS_MAX, FINE_BITS, NOT_KNOWN, MAX_SKILLS, RELAXABLE)),
        str(
            (
                TEXT_FULL,
                BACKGROUND_FLOOR,
                THEMES_FULL,
                OVERLAP_FULL_TENTHS,
                SENIORITY_STEP,
                COMBINED_MODE,
                RANK_WEIGHTS,
            )
        ),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
