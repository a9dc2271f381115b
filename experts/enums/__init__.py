"""Words of the expert's side."""

from experts.enums.credentials import (
    Acquaintance,
    Basis,
    CredentialAction,
    CredentialKind,
    CredentialReason,
    CredentialState,
)
from experts.enums.duplicates import ConsentWay, EvidenceKind, PairAction, PairState
from experts.enums.imports import BatchState, ImportStatus, Source
from experts.enums.profile import (
    ASKED,
    GONE,
    Action,
    AffiliationKind,
    ChangeReason,
    CommitmentKind,
    Fact,
    HelpKind,
    LookReason,
    PublicPart,
    RowKind,
    Section,
    State,
    TravelDocument,
    Visibility,
    WorkKind,
)
from taxonomy.enums import Seniority  # one word for both sides

FIND_DUPLICATES = "experts.find_duplicates"  # work of the ledger, asked for when a profile changes

__all__ = [
    "ASKED",
    "FIND_DUPLICATES",
    "GONE",
    "Acquaintance",
    "Action",
    "AffiliationKind",
    "Basis",
    "BatchState",
    "ChangeReason",
    "CommitmentKind",
    "ConsentWay",
    "CredentialAction",
    "CredentialKind",
    "CredentialReason",
    "CredentialState",
    "EvidenceKind",
    "Fact",
    "HelpKind",
    "ImportStatus",
    "LookReason",
    "PairAction",
    "PairState",
    "PublicPart",
    "RowKind",
    "Section",
    "Seniority",
    "Source",
    "State",
    "TravelDocument",
    "Visibility",
    "WorkKind",
]
