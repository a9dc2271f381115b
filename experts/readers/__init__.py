"""Reading profiles that people bring along: ORCID records and JSON Resumes.

Pure Python over bytes: no database, no network, no clock. The web import and `manage.py read_profile` share
it.
"""

from experts.readers.codes import (
    SKIP_SENTENCES,
    UNREADABLE_SENTENCES,
    SkipCode,
    UnreadableCode,
    UnreadableProfile,
)
from experts.readers.cursor import Node, Notes
from experts.readers.detect import format_of, refuse_other_formats
from experts.readers.json_resume import read_json_resume
from experts.readers.orcid_json import read_orcid
from experts.readers.partial_dates import PartialDate
from experts.readers.shapes import FactKind, Format, ProfileReading, ReadFact, Skipped
from experts.readers.strict_json import decode, parse, refuse_size

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
    "read_profile",
]

_READERS = {Format.ORCID: read_orcid, Format.JSON_RESUME: read_json_resume}


def read_profile(content: bytes, filename: str = "") -> ProfileReading:
    """Everything that an import of this file would offer, and everything it leaves out.

    Raises UnreadableProfile, and nothing else, when the file as a whole cannot be read.
    """
    refuse_size(content)
    refuse_other_formats(content, filename)
    document = parse(decode(content))
    if not isinstance(document, dict):
        raise UnreadableProfile(UnreadableCode.NOT_AN_OBJECT)
    found = format_of(document)
    notes = Notes()
    _READERS[found](Node(document, "", notes))
    return ProfileReading(found, tuple(notes.facts), tuple(notes.skipped))
