"""Words of a profile: its life, its parts, who may see it and who looked."""

from enum import StrEnum


class Fact(StrEnum):
    """Facts that this app announces."""

    PROFILE_CHANGED = "experts.profile_changed"
    PROFILE_ERASED = "experts.profile_erased"
    PROFILES_MERGED = "experts.profiles_merged"  # or a merge was undone


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    VERIFIED = "verified"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    DORMANT = "dormant"  # silent for a year
    ERASED = "erased"  # the person is gone, the number stays
    CLOSED = "closed"  # merged into another profile of the same person, or removed by the person


# Nobody is behind it any more: no lists, no checks, no merging.
GONE = (State.CLOSED, State.ERASED)


class Action(StrEnum):
    SUBMIT = "submit"
    VERIFY = "verify"
    REQUEST_CHANGES = "request_changes"
    PAUSE = "pause"
    RESUME = "resume"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    FALL_SILENT = "fall_silent"
    WAKE = "wake"
    ERASE = "erase"
    CLOSE = "close"
    REOPEN = "reopen"
    REMOVE = "remove"


# Recorded beside the table: the portal asked whether somebody is still there.
ASKED = "ask_if_there"


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


class PublicPart(StrEnum):
    """What a public page may show besides the name; each is ticked by the person or stays unseen."""

    HEADLINE = "headline"
    SENIORITY = "seniority"
    SKILLS = "skills"
    LANGUAGES = "languages"
    COUNTRY = "country"
    AFFILIATIONS = "affiliations"
    WORKS = "works"
    AVAILABILITY = "availability"
    MOTIVATION = "motivation"


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
    REPRESENTATION = "representation"


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
    CREDENTIAL = "credential"

    @property
    def most_rows(self) -> int:
        """How long a person's list of this kind may grow."""
        return {
            "language": 15,
            "skill": 60,
            "affiliation": 60,
            "work": 400,
            "availability": 20,
            "credential": 40,
        }[self]


class LookReason(StrEnum):
    """Why somebody opened a person's profile."""

    VERIFICATION = "verification"
    REVIEW = "review"
    MATCH = "match"
    INVITATION = "invitation"
    PLACEMENT = "placement"
    MANAGED = "managed"
    DUPLICATES = "duplicates"
    CREDENTIAL = "credential"
    VOUCHING = "vouching"
    DIRECTORY = "directory"
    CONFLICT = "conflict"
    MESSAGES = "messages"
    REFERRAL = "referral"
    CONTACT = "contact"
    AUDIT = "audit"
    SEARCH = "search"


class AffiliationKind(StrEnum):
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HONORARY = "honorary"


class WorkKind(StrEnum):
    PUBLICATION = "publication"
    PATENT = "patent"
    PROJECT = "project"
    TALK = "talk"


class CommitmentKind(StrEnum):
    HELD = "held"  # an open invitation keeps the hours free
    PROMISED = "promised"  # a placement
