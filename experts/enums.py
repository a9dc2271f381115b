"""Words of the expert's side."""

from enum import StrEnum

from taxonomy.enums import Seniority as Seniority  # one word for both sides


class Fact(StrEnum):
    """Facts that this app announces."""

    PROFILE_CHANGED = "experts.profile_changed"


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    VERIFIED = "verified"
    PAUSED = "paused"
    SUSPENDED = "suspended"


class Action(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    REQUEST_CHANGES = "request_changes"
    PAUSE = "pause"
    RESUME = "resume"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"


class ChangeReason(StrEnum):
    """Why staff ask an expert for changes."""

    IDENTITY_UNCLEAR = "identity_unclear"
    EMPLOYMENT_UNCLEAR = "employment_unclear"
    EDUCATION_UNCLEAR = "education_unclear"
    SKILLS_UNSUPPORTED = "skills_unsupported"
    DUPLICATE = "duplicate"
    OTHER = "other"


class TravelDocument(StrEnum):
    """Which status a person has, never a number or a scan (CNIC, NICOP and POC differ)."""

    CITIZEN = "citizen"
    NICOP = "nicop"
    POC = "poc"
    FOREIGN_PASSPORT = "foreign_passport"
    UNDISCLOSED = "undisclosed"


class Visibility(StrEnum):
    HIDDEN = "hidden"
    AFTER_MATCHING = "after_matching"
    VERIFIED_ORGANISATIONS = "verified_organisations"
    PUBLIC = "public"


class AffiliationKind(StrEnum):
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HONORARY = "honorary"


class WorkKind(StrEnum):
    PUBLICATION = "publication"
    PATENT = "patent"
    PROJECT = "project"
    TALK = "talk"


class Source(StrEnum):
    """Where a fact came from; typed beats imported."""

    TYPED = "typed"
    ORCID = "orcid"
    JSON_RESUME = "json_resume"
    STAFF = "staff"


class BatchState(StrEnum):
    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"
    DISCARDED = "discarded"


class CommitmentKind(StrEnum):
    HELD = "held"  # an open invitation keeps the hours free
    PROMISED = "promised"  # a placement
