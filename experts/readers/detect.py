"""Which format a file is in. Formats that are known but not read yet are named in the refusal."""

from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.json_resume import looks_like_json_resume
from experts.readers.orcid_json import looks_like_orcid
from experts.readers.shapes import Format

_HEAD_BYTES = 4096
_MARKUP = (
    (b"orcid.org/ns/", "ORCID XML"),
    (b"SkillsPassport", "Europass XML"),
    (b"europass", "Europass XML"),
    (b"<html", "HTML"),
    (b"<!doctype html", "HTML"),
    (b"", "XML"),
)
_ARCHIVES = (
    (b"Positions.csv", "LinkedIn archive"),
    (b"Profile.csv", "LinkedIn archive"),
    (b"word/", "Word"),
    (b"xl/", "Excel"),
    (b"", "ZIP"),
)
_EXTENSIONS = {"csv": "CSV", "doc": "Word", "rtf": "RTF", "txt": "Plain text", "vcf": "vCard"}


def refuse_other_formats(content: bytes, filename: str) -> None:
    """Raise UnreadableProfile for what is plainly not JSON, naming the format where it is known."""
    head = content[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF"):
        raise _unsupported("PDF")
    if head.startswith(b"PK"):
        raise _unsupported(next(name for mark, name in _ARCHIVES if mark in content))
    if head.startswith(b"<"):
        markup = head.lower()
        raise _unsupported(next(name for mark, name in _MARKUP if mark.lower() in markup))
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension in _EXTENSIONS and not head.startswith((b"{", b"[")):
        raise _unsupported(_EXTENSIONS[extension])


def format_of(document: dict[str, object]) -> Format:
    """Raises UnreadableProfile for objects that are no profile of a supported format."""
    if "SkillsPassport" in document:
        raise _unsupported("Europass JSON")
    if "response-code" in document and "developer-message" in document:
        raise UnreadableProfile(UnreadableCode.ERROR_ANSWER)
    if {"title", "company"} <= document.keys() and "basics" not in document:
        raise _unsupported("JSON job description")
    if looks_like_json_resume(document):
        return Format.JSON_RESUME
    if looks_like_orcid(document):
        return Format.ORCID
    raise UnreadableProfile(UnreadableCode.UNKNOWN_FORMAT)


def _unsupported(name: str) -> UnreadableProfile:
    return UnreadableProfile(UnreadableCode.UNSUPPORTED_FORMAT, format=name)
