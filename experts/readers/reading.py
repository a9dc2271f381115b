"""From the bytes of a file to everything that an import of it would offer."""

import io
from collections.abc import Mapping
from typing import BinaryIO

from experts.readers.archive import Archive
from experts.readers.codes import SkipCode, UnreadableCode, UnreadableProfile
from experts.readers.cursor import Node, Notes
from experts.readers.cv import open_document, read_cv
from experts.readers.detect import (
    OWN_PROFILE,
    format_of,
    format_of_archive,
    format_of_markup,
    is_archive,
    is_markup,
    is_pdf,
    refuse_error_answer,
    refuse_other_formats,
    refuse_web_page,
)
from experts.readers.europass import read_europass
from experts.readers.europass_candidate import candidate_document, read_candidate
from experts.readers.europass_xml import europass_document
from experts.readers.json_resume import read_json_resume
from experts.readers.limits import MAX_BYTES, MAX_BYTES_TEXT
from experts.readers.linkedin import place_of, read_linkedin
from experts.readers.orcid_json import read_orcid
from experts.readers.orcid_xml import orcid_document
from experts.readers.own_profile import looks_like_own_profile, read_own_profile
from experts.readers.shapes import Format, ProfileReading
from experts.readers.strict_json import decode, parse
from experts.readers.xml import parse_xml

_HEAD_BYTES = 1024
_DOCUMENTS = {
    Format.EUROPASS_XML: europass_document,
    Format.EUROPASS_CANDIDATE: candidate_document,
    Format.ORCID_XML: orcid_document,
}
_READERS = {
    Format.ORCID: read_orcid,
    Format.ORCID_XML: read_orcid,
    Format.JSON_RESUME: read_json_resume,
    Format.EUROPASS: read_europass,
    Format.EUROPASS_XML: read_europass,
    Format.EUROPASS_CANDIDATE: read_candidate,
    Format.PROFILE: read_own_profile,
}


def is_cv(source: bytes | BinaryIO) -> bool:
    """Whether the file is a PDF or a DOCX, which take long to read. A damaged archive is no CV."""
    file = _opened(source)
    head = _head(file)
    if is_pdf(head):
        return True
    try:
        return is_archive(head) and format_of_archive(Archive(file)) is Format.CV
    except UnreadableProfile:
        return False


def read_profile(
    source: bytes | BinaryIO, filename: str = "", skills: Mapping[str, str] | None = None
) -> ProfileReading:
    """Everything that an import of this file would offer, and everything it leaves out.

    `skills` are the spellings of the vocabulary, which alone are looked for in a CV.
    Raises UnreadableProfile, and nothing else, when the file as a whole cannot be read.
    """
    file, notes = _opened(source), Notes()
    head = _head(file)
    if is_archive(head):
        archive = Archive(file)
        found = format_of_archive(archive)
        if found is Format.CV:
            _read_document(_content(file), skills, notes)
        elif found is Format.LINKEDIN:
            read_linkedin(archive, notes)
        else:
            _read_own_archive(archive, notes)
    elif is_pdf(head):
        found = _read_document(_content(file), skills, notes)
    else:
        found, root = _document(_content(file), head, filename, notes)
        _READERS[found](root)
    return ProfileReading(found, tuple(notes.facts), tuple(notes.skipped))


def _read_document(content: bytes, skills: Mapping[str, str] | None, notes: Notes) -> Format:
    """The skills that a CV names; a PDF of a Europass editor brings the whole document along."""
    opened = open_document(content)
    if isinstance(opened, bytes):
        found, root = _document(opened, opened[:_HEAD_BYTES], "", notes)
        _READERS[found](root)
        return found
    read_cv(opened, skills or {}, notes)
    return Format.CV


def _document(content: bytes, head: bytes, filename: str, notes: Notes) -> tuple[Format, Node]:
    if not content.strip():
        raise UnreadableProfile(UnreadableCode.EMPTY)
    if is_markup(head):
        refuse_web_page(head)
        element = parse_xml(content)
        found = format_of_markup(element)
        document = _DOCUMENTS[found](element)
        refuse_error_answer(document)
        return found, Node(document, "", notes)
    refuse_other_formats(head, filename)
    document = parse(decode(content))
    if not isinstance(document, dict):
        raise UnreadableProfile(UnreadableCode.NOT_AN_OBJECT)
    return format_of(document), Node(document, "", notes)


def _read_own_archive(archive: Archive, notes: Notes) -> None:
    """The profile of an account's archive; everything else in it stays closed."""
    name = archive.named(OWN_PROFILE)[0]
    document = parse(decode(archive.read(name, MAX_BYTES)))
    if not isinstance(document, dict) or not looks_like_own_profile(document):
        raise UnreadableProfile(UnreadableCode.UNKNOWN_FORMAT)
    read_own_profile(Node(document, place_of(name), notes))
    for other in archive.names:
        if other != name:
            notes.skip(place_of(other), SkipCode.NOT_USED)


def _opened(source: bytes | BinaryIO) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _head(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read(_HEAD_BYTES)


def _content(file: BinaryIO) -> bytes:
    """The whole file; one byte more than allowed is enough to refuse it, also for files without an end."""
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise UnreadableProfile(UnreadableCode.TOO_LARGE, limit=MAX_BYTES_TEXT)
    return content
