"""What people read for the codes of this app."""

import experts.labels.refusals  # noqa: F401  registers the messages
from experts.labels.imports import (
    BATCH_STATES,
    IMPORT_STATUSES,
    SKIP_REASONS,
    SOURCES,
    UNREADABLE_REASONS,
    why_unreadable,
)
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
    "AFFILIATION_KINDS",
    "BATCH_STATES",
    "CHANGE_REASONS",
    "FIELDS",
    "HELP_KINDS",
    "IMPORT_STATUSES",
    "LOOK_REASONS",
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
    "why_unreadable",
]
