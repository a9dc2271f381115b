"""Files with something wrong, by format, and the code and the words with which each is met.

An UnreadableCode refuses the file, a SkipCode leaves a part of it out. The bad files of ORCID JSON and JSON
Resume stand beside the good ones; these are built: large, binary, or one change away from a good one.
"""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from experts.readers import SKIP_SENTENCES, UNREADABLE_SENTENCES, SkipCode, UnreadableCode
from experts.readers.limits import MAX_ENTRIES, MAX_ENTRY_BYTES, MAX_PAGES
from experts.selectors.portable import PROFILE_FORMAT
from tests.experts.readers.built import DOCX_TEXT, docx, good, linkedin, locked, pdf, zipped

EUROPASS_JSON = good("europass/good/cv_with_every_trap.json")
EUROPASS_XML = good("europass/good/cv_with_every_trap.xml")
EUROPASS_CANDIDATE = good("europass/good/candidate_with_every_trap.xml")
ORCID_XML = good("orcid_xml/good/record_with_every_trap.xml")
BOMB_OF_ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
OUTSIDE_ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Bad:
    content: bytes
    code: UnreadableCode | SkipCode
    sentence: str


def _refused(content: bytes | str, code: UnreadableCode, **params: str | int) -> Bad:
    content = content.encode() if isinstance(content, str) else content
    return Bad(content, code, UNREADABLE_SENTENCES[code].format(**params))


def _left_out(content: bytes | str, code: SkipCode) -> Bad:
    return Bad(content.encode() if isinstance(content, str) else content, code, SKIP_SENTENCES[code])


def _doctype(xml: str, declaration: str) -> str:
    head, _, rest = xml.partition("?>")
    return f"{head}?>{declaration}{rest}"


def _deep(n: int, name: str = "a") -> str:
    return f"<{name}>" * n + f"</{name}>" * n


def _europass(**changes: object) -> str:
    document = json.loads(EUROPASS_JSON)
    document["SkillsPassport"]["LearnerInfo"] |= changes
    return json.dumps(document)


def _profile(**changes: object) -> str:
    return json.dumps({"format": PROFILE_FORMAT, "version": 1} | changes)


ORCID_XML_FILES = {
    "truncated": _refused(ORCID_XML[:2000], UnreadableCode.NOT_XML, line=25, column=4),
    "entity bomb": _refused(_doctype(ORCID_XML, BOMB_OF_ENTITIES), UnreadableCode.DOCUMENT_TYPE),
    "file behind an entity": _refused(_doctype(ORCID_XML, OUTSIDE_ENTITY), UnreadableCode.DOCUMENT_TYPE),
    "latin 1 that says UTF-8": _refused(
        b'<?xml version="1.0" encoding="UTF-8"?><a>\xe9</a>', UnreadableCode.NOT_XML, line=1, column=42
    ),
    "an encoding that nobody knows": _refused(
        '<?xml version="1.0" encoding="klingon"?><a/>', UnreadableCode.BAD_ENCODING
    ),
    "too deep": _refused(_deep(200), UnreadableCode.TOO_DEEP, limit=32),
    "too many elements": _refused(
        "<a>" + "<b/>" * 200_001 + "</a>", UnreadableCode.TOO_MANY_VALUES, limit=200_000
    ),
    "too large": _refused("<a>" + " " * (5 << 20) + "</a>", UnreadableCode.TOO_LARGE, limit="5 MB"),
    "version 1": _refused(
        '<orcid-message xmlns="http://www.orcid.org/ns/orcid"><message-version>1.2</message-version>'
        "</orcid-message>",
        UnreadableCode.UNKNOWN_VERSION,
        format="ORCID XML",
    ),
    "error answer": _refused(
        '<e:error xmlns:e="http://www.orcid.org/ns/error"><e:response-code>404</e:response-code>'
        "<e:developer-message>Not found</e:developer-message></e:error>",
        UnreadableCode.ERROR_ANSWER,
    ),
    "another vocabulary": _refused("<feed><entry/></feed>", UnreadableCode.UNSUPPORTED_FORMAT, format="XML"),
    "a page saved instead": _refused(
        "<!DOCTYPE html><html><body>ORCID</body></html>", UnreadableCode.UNSUPPORTED_FORMAT, format="HTML"
    ),
    "two roots": _refused("<a/><b/>", UnreadableCode.NOT_XML, line=1, column=5),
    "a day that does not exist": _left_out(ORCID_XML, SkipCode.DAY_DROPPED),
    "an address that reaches her": _left_out(ORCID_XML, SkipCode.CONTACT_DETAIL),
    "what she shows to nobody": _left_out(ORCID_XML, SkipCode.NOT_PUBLIC),
    "a link that is a script": _left_out(ORCID_XML, SkipCode.BAD_LINK),
    "a formula for a name": _left_out(
        ORCID_XML.replace("BSc Geology", "=cmd|'/c calc'!A1"), SkipCode.FORMULA
    ),
    "a wrong check digit": _left_out(
        ORCID_XML.replace("233X</common:path>", "2331</common:path>"), SkipCode.BAD_ORCID
    ),
    "a huge biography": _left_out(ORCID_XML.replace("I work on", "word " * 9000), SkipCode.SHORTENED),
}

EUROPASS_FILES = {
    "truncated": _refused(EUROPASS_JSON[:700], UnreadableCode.NOT_JSON, line=13, column=37),
    "truncated XML": _refused(EUROPASS_XML[:900], UnreadableCode.NOT_XML, line=13, column=18),
    "entity bomb": _refused(_doctype(EUROPASS_XML, BOMB_OF_ENTITIES), UnreadableCode.DOCUMENT_TYPE),
    "file behind an entity": _refused(_doctype(EUROPASS_XML, OUTSIDE_ENTITY), UnreadableCode.DOCUMENT_TYPE),
    "latin 1": _refused(
        EUROPASS_JSON.replace("Bilal", "Bilalé").encode("latin-1", "replace"), UnreadableCode.BAD_ENCODING
    ),
    "too deep": _refused(_deep(200, "SkillsPassport"), UnreadableCode.TOO_DEEP, limit=32),
    "unknown version": _refused(
        EUROPASS_JSON.replace("V3.4", "V4.0"), UnreadableCode.UNKNOWN_VERSION, format="Europass"
    ),
    "unknown version of the XML": _refused(
        EUROPASS_XML.replace("V3.0", "V2.0"), UnreadableCode.UNKNOWN_VERSION, format="Europass"
    ),
    "a document of Europass that is no curriculum vitae": _refused(
        '<CoverLetter xmlns="http://www.europass.eu/1.0"/>',
        UnreadableCode.UNKNOWN_VERSION,
        format="Europass XML",
    ),
    "truncated Candidate": _refused(EUROPASS_CANDIDATE[:1200], UnreadableCode.NOT_XML, line=10, column=18),
    "entity bomb in a Candidate": _refused(
        _doctype(EUROPASS_CANDIDATE, BOMB_OF_ENTITIES), UnreadableCode.DOCUMENT_TYPE
    ),
    "who vouches for the candidate": _left_out(EUROPASS_CANDIDATE, SkipCode.OTHER_PERSON),
    "visa and nationality of the candidate": _left_out(EUROPASS_CANDIDATE, SkipCode.SENSITIVE),
    "picture of the candidate": _left_out(EUROPASS_CANDIDATE, SkipCode.PICTURE),
    "a profile in a second language": _left_out(EUROPASS_CANDIDATE, SkipCode.NOT_PREFERRED),
    "a formula for a post": _left_out(
        EUROPASS_CANDIDATE.replace("Flood engineer", "=HYPERLINK(A1)"), SkipCode.FORMULA
    ),
    "a number without end": _refused(
        EUROPASS_JSON.replace("2016", "9" * 30), UnreadableCode.HUGE_NUMBER, limit=18
    ),
    "the same field twice": _refused(
        '{"SkillsPassport": {}, "SkillsPassport": {}}', UnreadableCode.DUPLICATE_KEY, key="SkillsPassport"
    ),
    "a reference that is somebody else": _left_out(EUROPASS_JSON, SkipCode.OTHER_PERSON),
    "birthday and gender": _left_out(EUROPASS_XML, SkipCode.SENSITIVE),
    "a picture": _left_out(EUROPASS_JSON, SkipCode.PICTURE),
    "month thirteen": _left_out(EUROPASS_JSON, SkipCode.MONTH_DROPPED),
    "an end before the start": _left_out(EUROPASS_JSON, SkipCode.START_AFTER_END),
    "an unknown country": _left_out(EUROPASS_JSON.replace('"EL"', '"XX"'), SkipCode.UNKNOWN_COUNTRY),
    "a language of a novel": _left_out(EUROPASS_JSON, SkipCode.UNKNOWN_LANGUAGE),
    "lists where texts belong": _left_out(_europass(Headline=[1]), SkipCode.WRONG_TYPE),
    "a huge text": _left_out(_europass(ProfileSummary="word " * 9000), SkipCode.SHORTENED),
    "a formula for a headline": _left_out(
        EUROPASS_JSON.replace("Water engineer", "=HYPERLINK(1)"), SkipCode.FORMULA
    ),
}

_ZEROS = b"Name\n" + b"0" * (MAX_ENTRY_BYTES - 10)
LINKEDIN_FILES = {
    "truncated": _refused(linkedin()[:900], UnreadableCode.DAMAGED),
    "locked": _refused(locked(linkedin()), UnreadableCode.LOCKED),
    "an archive in the archive": _refused(zipped({"export.zip": linkedin()}), UnreadableCode.NESTED_ARCHIVE),
    "too many entries": _refused(
        zipped({f"{n}.csv": b"" for n in range(MAX_ENTRIES + 1)}),
        UnreadableCode.TOO_MANY_ENTRIES,
        limit=MAX_ENTRIES,
    ),
    "a list longer than it says": _refused(
        zipped({"Profile.csv": b""})[:-12] + b"\xff\xff\xff\xff\xff\xff" + b"\0" * 6,
        UnreadableCode.TOO_MANY_ENTRIES,
        limit=MAX_ENTRIES,
    ),
    "too large": _refused(b"PK\x03\x04" + b"\0" * (50 << 20), UnreadableCode.TOO_LARGE, limit="50 MB"),
    "an empty archive": _refused(zipped({}), UnreadableCode.UNSUPPORTED_FORMAT, format="ZIP"),
    "a spreadsheet": _refused(
        zipped({"xl/workbook.xml": b"<x/>"}), UnreadableCode.UNSUPPORTED_FORMAT, format="Excel"
    ),
    "a table that is a bomb": _left_out(linkedin(Skills=_ZEROS), SkipCode.TABLE_DAMAGED),
    "a table beyond its limit": _left_out(
        linkedin(Skills=b"Name\n" + bytes(range(48, 122)) * (MAX_ENTRY_BYTES // 70)), SkipCode.TABLE_DAMAGED
    ),
    "a cell beyond its limit": _left_out(
        linkedin(Skills="Name\n" + "ab cd" * 30_000), SkipCode.TABLE_DAMAGED
    ),
    "a table in latin 1": _left_out(
        linkedin(Skills="Name\nGéologie\n".encode("latin-1")), SkipCode.TABLE_ENCODING
    ),
    "columns of another table": _left_out(linkedin(Skills="Colour,Size\nred,1\n"), SkipCode.TABLE_COLUMNS),
    "more rows than a life has": _left_out(
        linkedin(Skills="Name\n" + "\n".join(f"skill {n}" for n in range(2_500))), SkipCode.TOO_MANY
    ),
    "connections, messages": _left_out(linkedin(), SkipCode.OTHER_PERSON),
    "phone numbers and addresses": _left_out(linkedin(), SkipCode.CONTACT_DETAIL),
    "an archive beside the tables": _left_out(
        zipped({"Skills.csv": b"Name\nHydrology\n", "more.zip": linkedin()}), SkipCode.ANOTHER_ARCHIVE
    ),
    "a second table of the same name": _left_out(
        zipped({"a/Skills.csv": b"Name\nHydrology\n", "../../b/SKILLS.CSV": b"Name\nIce\n"}),
        SkipCode.DUPLICATE,
    ),
    "formulas": _left_out(linkedin(Skills="Name\n=cmd|'/c calc'!A1\n@SUM(1)\n=1+1\n"), SkipCode.FORMULA),
    "a start after the end": _left_out(linkedin(), SkipCode.START_AFTER_END),
    "a day that does not exist": _left_out(linkedin(), SkipCode.DAY_DROPPED),
    "a huge name": _left_out(linkedin(Skills="Name\n" + "x" * 500 + "\n"), SkipCode.SHORTENED),
}

_LONG_STREAM = zlib.compress(b"BT /F1 1 Tf (" + b"a" * (90 << 20) + b") Tj ET", 9)
CV_FILES = {
    "truncated PDF": _refused(pdf("Hydrology")[:120], UnreadableCode.DAMAGED),
    "a PDF in name alone": _refused(b"%PDF-1.7 nothing else", UnreadableCode.DAMAGED),
    "a PDF without text": _refused(pdf(""), UnreadableCode.NO_TEXT),
    "a PDF with too many pages": _refused(
        pdf(*["x"] * (MAX_PAGES + 1)), UnreadableCode.TOO_MANY_PAGES, limit=MAX_PAGES
    ),
    "a locked PDF": _refused(
        pdf("Hydrology", trailer=b"/Encrypt<</Filter/Standard/V 1/R 2/O(x)/U(x)/P -4>>/ID[(a)(a)]"),
        UnreadableCode.LOCKED,
    ),
    "a PDF that unpacks to 90 MB": _refused(pdf("x", stream=_LONG_STREAM), UnreadableCode.DAMAGED),
    "a PDF that is too large": _refused(
        b"%PDF-1.7 " + b"\0" * (5 << 20), UnreadableCode.TOO_LARGE, limit="5 MB"
    ),
    "a truncated DOCX": _refused(docx("Hydrology")[:-30], UnreadableCode.DAMAGED),
    "a locked DOCX": _refused(locked(docx("Hydrology")), UnreadableCode.LOCKED),
    "a DOCX with entities": _refused(
        docx(document=BOMB_OF_ENTITIES + DOCX_TEXT.format("&i;")), UnreadableCode.DOCUMENT_TYPE
    ),
    "a DOCX that is a bomb": _refused(docx("0" * (MAX_ENTRY_BYTES + 1)), UnreadableCode.BOMB),
    "a DOCX without text": _refused(docx(""), UnreadableCode.NO_TEXT),
    "a DOCX of broken XML": _refused(docx(document="<w:p"), UnreadableCode.NOT_XML, line=1, column=1),
    "a DOCX too deep": _refused(docx(document=_deep(200)), UnreadableCode.TOO_DEEP, limit=100),
    "the old Word format": _refused(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        UnreadableCode.UNSUPPORTED_FORMAT,
        format="Word 97",
    ),
}

OWN_FILES = {
    "truncated": _refused(_profile()[:-9], UnreadableCode.NOT_JSON, line=1, column=39),
    "another version": _refused(
        _profile(version=2), UnreadableCode.UNKNOWN_VERSION, format="Diaspora Portal"
    ),
    "a version that is a yes": _refused(
        _profile(version=True), UnreadableCode.UNKNOWN_VERSION, format="Diaspora Portal"
    ),
    "an archive with another profile.json": _refused(
        zipped({"profile.json": b'{"name": "somebody"}'}), UnreadableCode.UNKNOWN_FORMAT
    ),
    "an archive with a list": _refused(zipped({"profile.json": b"[]"}), UnreadableCode.UNKNOWN_FORMAT),
    "a broken profile in an archive": _refused(
        zipped({"profile.json": b"{"}), UnreadableCode.NOT_JSON, line=1, column=2
    ),
    "a locked archive": _refused(
        locked(zipped({"profile.json": _profile().encode()})), UnreadableCode.LOCKED
    ),
    "a bomb in an archive": _refused(
        zipped({"profile.json": b" " * (MAX_ENTRY_BYTES + 1)}), UnreadableCode.BOMB
    ),
    "half a character": _refused(_profile(profile={"bio": "\ud83d"}), UnreadableCode.LONE_SURROGATE),
    "the visibility of another portal": _left_out(
        _profile(profile={"visibility": "public"}), SkipCode.ASKED_ANEW
    ),
    "letters in the archive": _left_out(
        zipped({"profile.json": _profile().encode(), "letters/1.pdf": b"%PDF"}), SkipCode.NOT_USED
    ),
    "a field that nobody asked for": _left_out(
        _profile(profile={"religion": "none of your business"}), SkipCode.SENSITIVE
    ),
    "an unknown choice": _left_out(_profile(profile={"seniority": "emperor"}), SkipCode.UNKNOWN_CHOICE),
    "a number beyond its range": _left_out(_profile(profile={"capacity": 99}), SkipCode.WRONG_TYPE),
    "an address in a text": _left_out(
        _profile(profile={"bio": "Write to x@example.org."}), SkipCode.CONTACT_DETAIL
    ),
    "a window without an end": _left_out(
        _profile(
            availabilities=[
                {"starts_on": "2026-01-01", "ends_on": "2026", "hours_per_week": 4, "modes": ["remote"]}
            ]
        ),
        SkipCode.DATE_UNREADABLE,
    ),
    "a post of no kind": _left_out(
        _profile(affiliations=[{"kind": "king", "organisation": "Example"}]), SkipCode.UNKNOWN_CHOICE
    ),
}

FORMATS: dict[str, dict[str, Bad]] = {
    "orcid_xml": ORCID_XML_FILES,
    "europass": EUROPASS_FILES,
    "linkedin": LINKEDIN_FILES,
    "cv": CV_FILES,
    "own": OWN_FILES,
}


def all_files() -> Iterator[tuple[str, str]]:
    for format_name, files in FORMATS.items():
        yield from ((format_name, name) for name in files)
