"""What every reader of needs returns, refuses and leaves out, and how much one file may hold."""

from dataclasses import dataclass
from enum import StrEnum

from common.strict_json import JsonLimits
from incubators.enums import Importance

FORMAT = "diaspora-portal-needs"
VERSION = 1

# The preview carries the file along in its form, so that nothing is stored before somebody says yes.
MAX_BYTES = 256 * 1024
MAX_BYTES_TEXT = "256 kB"
LIMITS = JsonLimits(depth=32, values=20_000, digits=18)
MAX_NEEDS = 100
MAX_SKILLS = 40
MAX_SKIPPED = 200
EXCERPT = 80

Value = str | int | tuple[str, ...] | tuple[int, ...] | None


class Format(StrEnum):
    NEEDS = "needs"
    JOB = "json_resume_job"


class Skip(StrEnum):
    """Why one part of a readable file was left out or shortened."""

    NOT_USED = "not_used"
    NO_VACANCY = "no_vacancy"
    OWN_ORGANISATION = "own_organisation"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    MISSING_TITLE = "missing_title"
    SHORTENED = "shortened"
    TOO_MANY = "too_many"
    DUPLICATE = "duplicate"
    OUT_OF_RANGE = "out_of_range"
    UNKNOWN_CHOICE = "unknown_choice"
    DATE_UNREADABLE = "date_unreadable"
    END_BEFORE_START = "end_before_start"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_SKILL = "unknown_skill"
    PROGRAMME_CLOSED = "programme_closed"
    MODE_NOT_OFFERED = "mode_not_offered"


class Unreadable(StrEnum):
    """Why a whole file was refused; the first ten are those of `common.strict_json`."""

    BAD_ENCODING = "bad_encoding"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_JSON = "not_json"
    NOT_A_NUMBER = "not_a_number"
    HUGE_NUMBER = "huge_number"
    DUPLICATE_KEY = "duplicate_key"
    TOO_DEEP = "too_deep"
    TOO_MANY_VALUES = "too_many_values"
    NUL_CHARACTER = "nul_character"
    LONE_SURROGATE = "lone_surrogate"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    WEB_PAGE = "web_page"
    NOT_AN_OBJECT = "not_an_object"
    RESUME = "resume"
    PROFILE = "profile"
    UNKNOWN_VERSION = "unknown_version"
    NO_NEEDS = "no_needs"
    TOO_MANY_NEEDS = "too_many_needs"


class UnreadableNeeds(Exception):
    """The file as a whole cannot be read; `details` fill the sentence that says why."""

    def __init__(self, code: Unreadable, **details: str | int) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ReadSkill:
    """A skill by its slug, where the file gives one, and by the words that it uses."""

    slug: str
    words: str
    importance: Importance
    least_level: int


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """One need as the file gives it, checked but not yet looked up; `place` is a path into the file."""

    place: str
    fields: dict[str, Value]
    skills: tuple[ReadSkill, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    place: str
    code: Skip
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class NeedsReading:
    format: Format
    needs: tuple[ReadNeed, ...]
    skipped: tuple[Skipped, ...]
