"""Words of the demand side."""

from enum import StrEnum


class Fact(StrEnum):
    """Facts that this app announces."""

    NEED_OPENED = "incubators.need_opened"
    NEED_CHANGED = "incubators.need_changed"
    NEED_CLOSED = "incubators.need_closed"
    ORGANISATION_CHANGED = "incubators.organisation_changed"
    ORGANISATIONS_MERGED = "incubators.organisations_merged"  # or a merge was undone


class OrganisationState(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    SUSPENDED = "suspended"
    CLOSED = "closed"  # merged into another one, or an import was undone


class OrganisationAction(StrEnum):
    VERIFY = "verify"
    REJECT = "reject"
    APPLY_AGAIN = "apply_again"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE_BACK = "take_back"


class Change(StrEnum):
    """What is recorded of an organisation without moving its state."""

    IMPORT = "import"
    MERGE_IN = "merge_in"
    MERGE_OUT = "merge_out"
    INVITE_MEMBER = "invite_member"
    WITHDRAW_INVITATION = "withdraw_invitation"
    JOIN = "join"
    MAKE_OWNER = "make_owner"
    MAKE_EDITOR = "make_editor"
    MAKE_VIEWER = "make_viewer"
    REMOVE_MEMBER = "remove_member"
    LEAVE = "leave"
    ASK_PARENT = "ask_parent"
    CONFIRM_PARENT = "confirm_parent"
    DECLINE_PARENT = "decline_parent"
    END_PARENT = "end_parent"
    CONFIRM_DOMAIN = "confirm_domain"
    ADD_LETTER = "add_letter"
    REMOVE_LETTER = "remove_letter"
    ADD_FACILITY = "add_facility"
    EDIT_FACILITY = "edit_facility"
    REMOVE_FACILITY = "remove_facility"
    ADD_VENTURE = "add_venture"
    EDIT_VENTURE = "edit_venture"
    REMOVE_VENTURE = "remove_venture"


class RejectionReason(StrEnum):
    """Why an organisation is not verified."""

    NOT_FOUND = "not_found"
    NOT_AUTHORISED = "not_authorised"
    DOMAIN_MISMATCH = "domain_mismatch"
    LETTER_MISSING = "letter_missing"
    DUPLICATE = "duplicate"
    OUT_OF_SCOPE = "out_of_scope"
    OTHER = "other"


class PairState(StrEnum):
    """Of two organisations that may be one."""

    PROPOSED = "proposed"
    DIFFERENT = "different"
    MERGED = "merged"
    DROPPED = "dropped"


class PairAction(StrEnum):
    MERGE = "merge"
    UNDO = "undo"
    TELL_APART = "tell_apart"
    RECONSIDER = "reconsider"
    DROP = "drop"
    PROPOSE_AGAIN = "propose_again"


class Likeness(StrEnum):
    """What speaks for two organisations being one, the strongest first."""

    NAME_DOMAIN = "name_domain"
    NAME_HOST = "name_host"
    NAME_TERRITORY = "name_territory"
    DOMAIN_PLACE = "domain_place"


class Column(StrEnum):
    """The columns of a file of organisations."""

    NAME = "name"
    NAME_UR = "name_ur"
    KIND = "kind"
    SECTOR = "sector"
    PLACE = "place"
    WEBSITE = "website"
    EMAIL_DOMAIN = "email_domain"
    ABOUT = "about"
    OWNER_EMAIL = "owner_email"


class RowOutcome(StrEnum):
    """What a row of such a file is, and what became of it."""

    NEW = "new"
    EXISTS = "exists"
    ERROR = "error"
    WRITTEN = "written"
    TAKEN_BACK = "taken_back"


class ImportState(StrEnum):
    """Where an import stands; its dates decide."""

    READ = "read"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"


class OrganisationKind(StrEnum):
    INCUBATOR = "incubator"
    SCIENCE_PARK = "science_park"
    UNIVERSITY = "university"
    RESEARCH_CENTRE = "research_centre"
    ACADEMY = "academy"
    VOCATIONAL = "vocational"
    COMPANY = "company"
    GOVERNMENT = "government"
    MISSION = "mission"


class Sector(StrEnum):
    PUBLIC = "public"
    PRIVATE = "private"
    ACADEMIA = "academia"
    NON_PROFIT = "non_profit"
    INTERNATIONAL = "international"


class MemberRole(StrEnum):
    OWNER = "owner"
    EDITOR = "editor"
    VIEWER = "viewer"


class InvitationState(StrEnum):
    """What an invitation of a colleague reads as; its dates decide."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class FacilityKind(StrEnum):
    LAB = "lab"
    WORKSPACE = "workspace"
    EQUIPMENT = "equipment"
    HOUSING = "housing"
    OTHER = "other"


class Stage(StrEnum):
    """How far a venture is, earliest first."""

    IDEA = "idea"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    REVENUE = "revenue"
    GROWTH = "growth"


class Evidence(StrEnum):
    """What an organisation that waits for verification has shown."""

    DOMAIN = "domain"
    LETTER = "letter"
    NONE = "none"


class NeedState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    OPEN = "open"
    PAUSED = "paused"
    FILLED = "filled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class NeedAction(StrEnum):
    """`publish` is the host's word: the programme decides whether the need opens or is checked first."""

    PUBLISH = "publish"
    OPEN = "open"
    REQUEST_CHANGES = "request_changes"
    PAUSE = "pause"
    RESUME = "resume"
    FILL = "fill"
    EXPIRE = "expire"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


class SignalState(StrEnum):
    OPEN = "open"
    CONVERTED = "converted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class SignalAction(StrEnum):
    CONVERT = "convert"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class ReturnReason(StrEnum):
    """Why staff return a need that its programme checks first."""

    TOR_UNCLEAR = "tor_unclear"
    OUTCOMES_NOT_MEASURABLE = "outcomes_not_measurable"
    COUNTERPART_MISSING = "counterpart_missing"
    DATES_OR_VISA = "dates_or_visa"
    ALLOWANCE_UNCLEAR = "allowance_unclear"
    DUPLICATE = "duplicate"
    OTHER = "other"


class ClosingReason(StrEnum):
    """Why a host gives a published need up."""

    FOUND_ELSEWHERE = "found_elsewhere"
    NOT_NEEDED = "not_needed"
    WRONG_TERMS = "wrong_terms"
    FUNDING_FELL_AWAY = "funding_fell_away"
    OTHER = "other"


class Category(StrEnum):
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
    REPRESENTATION = "representation"  # the last one: matching numbers the categories in this order


class Step(StrEnum):
    """The pages on which a need is written, in their order."""

    BASICS = "basics"
    TERMS = "terms"
    SKILLS = "skills"
    SCHEDULE = "schedule"
    PEOPLE = "people"
    QUESTIONS = "questions"  # of the programme, where it has some


class Importance(StrEnum):
    MUST = "must"
    SHOULD = "should"
