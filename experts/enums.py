"""Words of the expert's side."""

from enum import StrEnum

from taxonomy.enums import Seniority as Seniority  # one word for both sides

FIND_DUPLICATES = "experts.find_duplicates"  # work of the ledger, asked for when a profile changes


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
    MANAGED = "managed"
    DUPLICATES = "duplicates"
    CREDENTIAL = "credential"
    VOUCHING = "vouching"
    DIRECTORY = "directory"
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


class CredentialKind(StrEnum):
    """What a person claims about themselves."""

    DEGREE = "degree"
    EMPLOYMENT = "employment"
    LICENCE = "licence"
    AWARD = "award"
    ACQUAINTANCE = "acquaintance"  # somebody of a mission knows the person


class Basis(StrEnum):
    """What a claim can be checked against. HEC attests no foreign degree: it says what one is equal to."""

    HEC_ATTESTED = "hec_attested"
    HEC_EQUIVALENCE = "hec_equivalence"
    HOME_REGISTER = "home_register"
    EMPLOYER_DOMAIN = "employer_domain"
    LIAISON_VOUCHING = "liaison_vouching"
    NONE = "none"


class CredentialState(StrEnum):
    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    CHANGES_REQUESTED = "changes_requested"
    REFUSED = "refused"
    EXPIRED = "expired"
    REMOVED = "removed"  # the contents are gone, the steps stay


class CredentialAction(StrEnum):
    CONFIRM = "confirm"
    CONFIRM_DOMAIN = "confirm_domain"
    VOUCH = "vouch"
    REQUEST_CHANGES = "request_changes"
    REFUSE = "refuse"
    CLAIM_AGAIN = "claim_again"
    EXPIRE = "expire"
    REMOVE = "remove"


class CredentialReason(StrEnum):
    """Why staff ask for changes of a credential."""

    ISSUER_UNCLEAR = "issuer_unclear"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_UNREADABLE = "evidence_unreadable"
    DATES_UNCLEAR = "dates_unclear"
    NAME_DIFFERS = "name_differs"
    NEEDS_ATTESTATION = "needs_attestation"
    NEEDS_EQUIVALENCE = "needs_equivalence"
    OTHER = "other"


class Acquaintance(StrEnum):
    """How a liaison knows the person they vouch for."""

    WORKED_TOGETHER = "worked_together"
    MET_OFTEN = "met_often"
    OF_THE_COMMUNITY = "of_the_community"
    KNOWN_TO_MISSION = "known_to_mission"


class ConsentWay(StrEnum):
    """How somebody said yes to a profile that staff write for them."""

    SPOKEN = "spoken"
    TELEPHONE = "telephone"
    LETTER = "letter"
    ELECTRONIC = "electronic"


class EvidenceKind(StrEnum):
    """Why two profiles may be one person's."""

    ORCID = "orcid"
    WORKS = "works"
    NAME_COUNTRY = "name_country"
    NAME_ORGANISATION = "name_organisation"
    NAME_DOMAIN = "name_domain"
    CLAIM = "claim"  # somebody with a profile opened the link to another


class PairState(StrEnum):
    PROPOSED = "proposed"
    DIFFERENT = "different"
    MERGED = "merged"
    DROPPED = "dropped"  # nothing speaks for it any more


class PairAction(StrEnum):
    MERGE = "merge"
    UNDO = "undo"
    TELL_APART = "tell_apart"
    RECONSIDER = "reconsider"
    DROP = "drop"
    PROPOSE_AGAIN = "propose_again"
