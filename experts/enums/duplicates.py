"""Words of profiles that staff enter, and of those that may be one person's."""

from enum import StrEnum


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
