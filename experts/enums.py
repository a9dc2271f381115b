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


class HelpKind(StrEnum):
    """What a person would like to do; the same words as the categories of needs."""

    MENTORSHIP = "mentorship"
    TEACHING = "teaching"
    CURRICULUM_REVIEW = "curriculum_review"
    JOINT_RESEARCH = "joint_research"
    TRAINING_DELIVERY = "training_delivery"
    JURY = "jury"
    PANEL_SEAT = "panel_seat"
    TALK = "talk"
    RESOURCE = "resource"
    FUNDING_INTRODUCTION = "funding_introduction"


class Section(StrEnum):
    """The steps of writing a profile, in their order."""

    IDENTITY = "identity"
    PLACE = "place"
    LANGUAGES = "languages"
    SKILLS = "skills"
    AFFILIATIONS = "affiliations"
    WORKS = "works"
    AVAILABILITY = "availability"
    MOTIVATION = "motivation"
    TERMS = "terms"
    VISIBILITY = "visibility"
    CONSENT = "consent"


class RowKind(StrEnum):
    """What a fact is about; `expert` are the fields of the profile itself."""

    EXPERT = "expert"
    LANGUAGE = "language"
    SKILL = "skill"
    AFFILIATION = "affiliation"
    WORK = "work"
    AVAILABILITY = "availability"

    @property
    def most_rows(self) -> int:
        """How long a person's list of this kind may grow."""
        return {"language": 15, "skill": 60, "affiliation": 60, "work": 400, "availability": 20}[self]


class LookReason(StrEnum):
    """Why somebody opened a person's profile."""

    VERIFICATION = "verification"
    REVIEW = "review"
    MATCH = "match"
    INVITATION = "invitation"
    PLACEMENT = "placement"
    CONFLICT = "conflict"


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
    LINKEDIN = "linkedin"
    EUROPASS = "europass"
    CV = "cv"
    OWN_PROFILE = "own_profile"
    STAFF = "staff"


class BatchState(StrEnum):
    READING = "reading"  # a document that takes long waits for a worker
    UNREADABLE = "unreadable"
    PREVIEWED = "previewed"
    APPLIED = "applied"
    UNDONE = "undone"
    DISCARDED = "discarded"


class ImportStatus(StrEnum):
    """What would become of one thing that a file says."""

    NEW = "new"
    UPDATE = "update"  # an earlier import of this source brought it, nobody typed over it, the source differs
    SAME = "same"
    KEPT = "kept"  # the profile says something else, and the profile wins
    LIST_FULL = "list_full"
    NEEDS_LEVEL = "needs_level"  # new, once the person has said how well
    IN_ACCOUNT = "in_account"
    NO_PLACE = "no_place"


class CommitmentKind(StrEnum):
    HELD = "held"  # an open invitation keeps the hours free
    PROMISED = "promised"  # a placement
