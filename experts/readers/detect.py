"""Which format a file is in, told by its content. The refusal names formats that are known but not read."""

from experts.readers.archive import WORD_TEXT, Archive, base_name
from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.europass import looks_like_europass
from experts.readers.europass_candidate import is_candidate
from experts.readers.json_resume import looks_like_json_resume
from experts.readers.linkedin import looks_like_linkedin
from experts.readers.orcid_json import looks_like_orcid
from experts.readers.own_profile import looks_like_own_profile
from experts.readers.shapes import Format
from experts.readers.xml import Element

OWN_PROFILE = "profile.json"
_MARKS = b"\xef\xbb\xbf \t\r\n"
_EXTENSIONS = {"csv": "CSV", "rtf": "RTF", "txt": "Plain text", "vcf": "vCard"}
_ARCHIVES = (("xl/", "Excel"), ("ppt/", "PowerPoint"), ("content.xml", "OpenDocument"))
_NESTED = (".zip", ".7z", ".rar", ".tar", ".gz")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_archive(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_pdf(head: bytes) -> bool:
    return b"%PDF-" in head[:1024]


def is_markup(head: bytes) -> bool:
    """XML in any encoding that a mark or its first sign gives away."""
    plain = head.lstrip(_MARKS)
    return plain.startswith(b"<") or head.startswith((b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<"))


def format_of_archive(archive: Archive) -> Format:
    """Raises UnreadableProfile for archives that hold no profile."""
    if WORD_TEXT in archive.names:
        return Format.CV
    if archive.named(OWN_PROFILE):
        return Format.PROFILE
    if looks_like_linkedin(archive):
        return Format.LINKEDIN
    for start, name in _ARCHIVES:
        if any(entry.startswith(start) for entry in archive.names):
            raise _unsupported(name)
    if any(base_name(name).endswith(_NESTED) for name in archive.names):
        raise UnreadableProfile(UnreadableCode.NESTED_ARCHIVE)
    raise _unsupported("ZIP")


def format_of_markup(root: Element) -> Format:
    """Raises UnreadableProfile for XML that is no profile of a supported format."""
    if root.name == "SkillsPassport":
        return Format.EUROPASS_XML
    if is_candidate(root):
        return Format.EUROPASS_CANDIDATE
    if "europass" in root.namespace:
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="Europass XML")
    if "orcid.org/ns/" in root.namespace or root.name == "orcid-message":
        return Format.ORCID_XML
    raise _unsupported("XML")


def format_of(document: dict[str, object]) -> Format:
    """Raises UnreadableProfile for objects that are no profile of a supported format."""
    if looks_like_own_profile(document):
        return Format.PROFILE
    if looks_like_europass(document):
        return Format.EUROPASS
    if {"title", "company"} <= document.keys() and "basics" not in document:
        raise _unsupported("JSON job description")
    refuse_error_answer(document)
    if looks_like_json_resume(document):
        return Format.JSON_RESUME
    if looks_like_orcid(document):
        return Format.ORCID
    raise UnreadableProfile(UnreadableCode.UNKNOWN_FORMAT)


def refuse_error_answer(document: dict[str, object]) -> None:
    if "response-code" in document and "developer-message" in document:
        raise UnreadableProfile(UnreadableCode.ERROR_ANSWER)


def refuse_web_page(head: bytes) -> None:
    """A page saved in place of the file behind its link: said before its document type is refused."""
    if b"<html" in head.lower() or b"<!doctype html" in head.lower():
        raise _unsupported("HTML")


def refuse_other_formats(head: bytes, filename: str) -> None:
    """Raise UnreadableProfile for what is plainly none of ours, naming the format where it is known."""
    if head.startswith(_OLD_OFFICE):
        raise _unsupported("Word 97")
    extension = filename.rpartition(".")[2].lower() if "." in filename else ""
    if extension in _EXTENSIONS and not head.lstrip(_MARKS).startswith((b"{", b"[")):
        raise _unsupported(_EXTENSIONS[extension])


def _unsupported(name: str) -> UnreadableProfile:
    return UnreadableProfile(UnreadableCode.UNSUPPORTED_FORMAT, format=name)
