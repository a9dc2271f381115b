"""From the bytes of a file to the needs that an import of it would offer. Pure Python, no Django."""

from incubators.readers.reading import read_needs
from incubators.readers.shapes import (
    FORMAT,
    MAX_BYTES,
    VERSION,
    Format,
    NeedsReading,
    ReadNeed,
    ReadSkill,
    Skip,
    Skipped,
    Unreadable,
    UnreadableNeeds,
)

__all__ = [
    "FORMAT",
    "MAX_BYTES",
    "VERSION",
    "Format",
    "NeedsReading",
    "ReadNeed",
    "ReadSkill",
    "Skip",
    "Skipped",
    "Unreadable",
    "UnreadableNeeds",
    "read_needs",
]
