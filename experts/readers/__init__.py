"""Reading profiles that people bring along: ORCID, JSON Resume, LinkedIn, Europass, a CV, our own document.

Pure Python over a file: no database, no network, no clock. The web import and `manage.py read_profile` share
it.
"""

from experts.readers.codes import (
    SKIP_SENTENCES,
    UNREADABLE_SENTENCES,
    SkipCode,
    UnreadableCode,
    UnreadableProfile,
)
from experts.readers.partial_dates import PartialDate
from experts.readers.reading import is_cv, read_profile
from experts.readers.shapes import FactKind, Format, ProfileReading, ReadFact, Skipped

__all__ = [
    "SKIP_SENTENCES",
    "UNREADABLE_SENTENCES",
    "FactKind",
    "Format",
    "PartialDate",
    "ProfileReading",
    "ReadFact",
    "SkipCode",
    "Skipped",
    "UnreadableCode",
    "UnreadableProfile",
    "is_cv",
    "read_profile",
]
