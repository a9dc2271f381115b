"""Which format a file is in, told by its content, and everything that an import of it would offer."""

from common.strict_json import UnreadableJson, decode, parse
from incubators.readers.cursor import Node, Notes
from incubators.readers.job import looks_like_job, read_job
from incubators.readers.own import looks_like_needs, read_own
from incubators.readers.shapes import (
    LIMITS,
    MAX_BYTES,
    MAX_BYTES_TEXT,
    Format,
    NeedsReading,
    Unreadable,
    UnreadableNeeds,
)

_MARKS = b"\xef\xbb\xbf \t\r\n"


def read_needs(content: bytes) -> NeedsReading:
    """Raises UnreadableNeeds, and nothing else, when the file as a whole cannot be read."""
    if len(content) > MAX_BYTES:
        raise UnreadableNeeds(Unreadable.TOO_LARGE, limit=MAX_BYTES_TEXT)
    if not content.strip(_MARKS):
        raise UnreadableNeeds(Unreadable.EMPTY)
    head = content[:1024].lstrip(_MARKS).lower()
    if head.startswith(b"<") and (b"<html" in head or b"<!doctype html" in head):
        raise UnreadableNeeds(Unreadable.WEB_PAGE)
    notes = Notes()
    document = _document(content)
    root = Node(document, "", notes)
    if looks_like_needs(document):
        found, needs = Format.NEEDS, read_own(root)
    elif isinstance(document.get("basics"), dict):
        raise UnreadableNeeds(Unreadable.RESUME)
    elif document.get("format") == "diaspora-portal-profile":
        raise UnreadableNeeds(Unreadable.PROFILE)
    elif looks_like_job(document):
        found, needs = Format.JOB, read_job(root)
    else:
        raise UnreadableNeeds(Unreadable.UNKNOWN_FORMAT)
    if not needs:
        raise UnreadableNeeds(Unreadable.NO_NEEDS)
    return NeedsReading(found, tuple(needs), tuple(notes.skipped))


def _document(content: bytes) -> dict[str, object]:
    try:
        document = parse(decode(content), LIMITS)
    except UnreadableJson as error:
        raise UnreadableNeeds(Unreadable(error.fault.value), **error.details) from None
    if not isinstance(document, dict):
        raise UnreadableNeeds(Unreadable.NOT_AN_OBJECT)
    return document
