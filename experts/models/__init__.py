"""An overseas professional and what is known of them, each fact with its provenance."""

from experts.models.curation import SetAsideWords
from experts.models.expert import Expert, ExpertEvent
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
    "Commitment",
    "Expert",
    "ExpertEvent",
    "ExpertLanguage",
    "ExpertSkill",
    "Fact",
    "ImportBatch",
    "ImportUpload",
    "ProfileRow",
    "SetAsideWords",
    "Work",
    "digest_of",
]
