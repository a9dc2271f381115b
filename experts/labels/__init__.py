"""What people read for the codes of this app."""

import experts.labels.refusals  # noqa: F401  registers the messages
from experts.labels.credentials import (
    ACQUAINTANCES,
    BASES,
    BASIS_CHOICES,
    CREDENTIAL_FIELDS,
    CREDENTIAL_KINDS,
    CREDENTIAL_REASONS,
    CREDENTIAL_STATES,
    CREDENTIAL_TONES,
)
from experts.labels.duplicates import CONSENT_WAYS, EVIDENCE, PAIR_STATES, PAIR_TONES
from experts.labels.imports import BATCH_STATES, IMPORT_STATUSES, SKIP_REASONS, SOURCES, UNREADABLE_REASONS
from experts.labels.profile import (
    AFFILIATION_KINDS,
    CHANGE_REASONS,
    FIELDS,
    HELP_KINDS,
    LOOK_REASONS,
    ROW_WORDS,
    SECTIONS,
    STATE_TONES,
    STATES,
    TRAVEL_DOCUMENTS,
    VISIBILITIES,
    WORK_KINDS,
    RowWords,
)

__all__ = [
    "ACQUAINTANCES",
    "AFFILIATION_KINDS",
    "BASES",
    "BASIS_CHOICES",
    "BATCH_STATES",
    "CHANGE_REASONS",
    "CONSENT_WAYS",
    "CREDENTIAL_FIELDS",
    "CREDENTIAL_KINDS",
    "CREDENTIAL_REASONS",
    "CREDENTIAL_STATES",
    "CREDENTIAL_TONES",
    "EVIDENCE",
    "FIELDS",
    "HELP_KINDS",
    "IMPORT_STATUSES",
    "LOOK_REASONS",
    "PAIR_STATES",
    "PAIR_TONES",
    "ROW_WORDS",
    "SECTIONS",
    "SKIP_REASONS",
    "SOURCES",
    "STATES",
    "STATE_TONES",
    "TRAVEL_DOCUMENTS",
    "UNREADABLE_REASONS",
    "VISIBILITIES",
    "WORK_KINDS",
    "RowWords",
]
