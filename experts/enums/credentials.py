"""Words of credentials: what is claimed, what it rests on, how far it has come."""

from enum import StrEnum


class CredentialKind(StrEnum):
    """What a person claims about themselves."""

    DEGREE = "degree"
    EMPLOYMENT = "employment"
    LICENCE = "licence"
    CERTIFICATE = "certificate"
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
