"""An overseas professional and what is known of them, each fact with its provenance."""

from experts.models.credentials import Credential, CredentialEvent, EmployerCode
from experts.models.curation import SetAsideWords
from experts.models.duplicates import DuplicateKey, DuplicatePair, DuplicatePairEvent, Merge
from experts.models.expert import Expert, ExpertEvent
from experts.models.managed import ClaimInvitation, ManagedProfile
from experts.models.records import AccessEvent, Commitment, Fact, ImportBatch, ImportUpload, digest_of
from experts.models.rows import (
    Affiliation,
    Availability,
    ExpertLanguage,
    ExpertSkill,
    ProfileRow,
    Work,
)

__all__ = [
    "AccessEvent",
    "Affiliation",
    "Availability",
    "ClaimInvitation",
    "Commitment",
    "Credential",
    "CredentialEvent",
    "DuplicateKey",
    "DuplicatePair",
    "DuplicatePairEvent",
    "EmployerCode",
    "Expert",
    "ExpertEvent",
    "ExpertLanguage",
    "ExpertSkill",
    "Fact",
    "ImportBatch",
    "ImportUpload",
    "ManagedProfile",
    "Merge",
    "ProfileRow",
    "SetAsideWords",
    "Work",
    "digest_of",
]
