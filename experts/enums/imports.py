"""Words of files that a person brings."""

from enum import StrEnum


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
