"""LinkedIn's "Get a copy of your data": seven tables about the person are read, the rest is never opened.

The archive also holds messages, connections and contacts of other people, who were not asked.
"""

import re

from experts.enums import CredentialKind
from experts.readers.archive import Archive, base_name
from experts.readers.codes import SkipCode, UnreadableProfile
from experts.readers.cursor import Node, Notes
from experts.readers.identifiers import cefr_level, language_code
from experts.readers.limits import BIO, HEADLINE, NAME, REFERENCE, SKILL, TITLE
from experts.readers.partial_dates import DateReading, PartialDate, from_parts, from_text
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind
from experts.readers.tables import rows_of

SOURCE = "LinkedIn"

Fields = dict[str, FieldValue | None]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_AND_YEAR = re.compile(r"([A-Za-z]{3,9})\.? (?:([0-9]{1,2}),? )?([0-9]{4})")
_LABELLED_SITE = re.compile(r"\[([^\[\]:]*):([^\[\]\s]+)\]")
_OF_OTHERS = ("connection", "message", "contact", "invitation", "recommendation", "endorsement", "referral",
              "follow", "comment", "reaction")  # fmt: skip
_WAYS_TO_REACH = ("email", "phone", "whatsapp", "address")


def looks_like_linkedin(archive: Archive) -> bool:
    names = {base_name(name) for name in archive.names}
    return bool(names & _TABLES.keys()) or {"connections.csv", "email addresses.csv"} <= names


def read_linkedin(archive: Archive, notes: Notes) -> None:
    """Note every fact and omission; tables that are missing or damaged do not spoil the others."""
    for base, (needs, read) in _TABLES.items():
        for n, name in enumerate(archive.named(base)):
            place = place_of(name)
            if n:
                notes.skip(place, SkipCode.DUPLICATE)
                continue
            try:
                content = archive.read(name)
            except UnreadableProfile:
                notes.skip(place, SkipCode.TABLE_DAMAGED)
                continue
            for row in rows_of(content, place, needs, notes):
                read(row)
    for name in archive.names:
        if base_name(name) not in _TABLES:
            notes.skip(place_of(name), _why_left_out(base_name(name)))


def place_of(name: str) -> str:
    """The name of an entry as a place: it leads nowhere, and what cannot be printed is gone."""
    steps = "".join(c for c in name.replace("\\", "/") if c.isprintable()).split("/")
    return "/" + "/".join(step.replace("~", "~0") for step in steps if step not in ("", ".", ".."))


def _why_left_out(base: str) -> SkipCode:
    if base.endswith((".zip", ".rar", ".7z", ".tar", ".gz")):
        return SkipCode.ANOTHER_ARCHIVE
    if any(word in base for word in _WAYS_TO_REACH):
        return SkipCode.CONTACT_DETAIL
    return SkipCode.OTHER_PERSON if any(word in base for word in _OF_OTHERS) else SkipCode.NOT_USED


def _read_profile(row: Node) -> None:
    name = " ".join(filter(None, (row.text("first name"), row.text("last name"))))
    for fields in (
        {"full_name": name[:NAME]},
        {"headline": row.text("headline", limit=HEADLINE)},
        {"bio": row.text("summary", limit=BIO)},
        {"region": row.text("geo location")},
    ):
        if any(fields.values()):
            row.notes.add(FactKind.IDENTITY, fields, row.place, SOURCE)
    row.skip(SkipCode.SENSITIVE, "maiden name", "birth date")
    row.skip(SkipCode.CONTACT_DETAIL, "address", "zip code", "twitter handles", "instant messengers")
    row.skip(SkipCode.NOT_USED, "industry")
    written = str(row.value.get("websites") or "")
    sites = _LABELLED_SITE.findall(written) or [("", site) for site in re.split(r"[,\s]+", written) if site]
    for label, address in sites[:20]:
        site = Node({"websites": address}, row.place, row.notes)
        if url := site.link("websites"):
            fields = {"label": "" if label.casefold() in ("other", "portfolio") else label[:NAME], "url": url}
            row.notes.add(FactKind.LINK, fields, row.place, SOURCE)


def _read_position(row: Node) -> None:
    organisation, role = row.text("company name"), row.text("title")
    _add_affiliation(row, AffiliationKind.EMPLOYMENT, organisation, role, row.long_text("description"))


def _read_education(row: Node) -> None:
    degree = ", ".join(filter(None, (row.text("degree name"), row.text("field of study"))))
    summary = "\n".join(filter(None, (row.long_text("notes"), row.long_text("activities"))))
    _add_affiliation(row, AffiliationKind.EDUCATION, row.text("school name"), degree, summary)


def _add_affiliation(row: Node, kind: AffiliationKind, organisation: str, role: str, summary: str) -> None:
    if not organisation:
        row.skip(SkipCode.MISSING_NAME, excerpt=role)
        return
    starts_on, ends_on = row.period(*_dates(row))
    fields: Fields = {
        "kind": kind,
        "organisation": organisation,
        "role": role[:NAME],
        "place": row.text("location"),
        "starts_on": starts_on,
        "ends_on": ends_on,
        # An end that could not be read is still an end; a study without dates says nothing.
        "is_current": not row.has("finished on", "end date") and starts_on is not None,
        "summary": summary,
    }
    row.notes.add(FactKind.AFFILIATION, fields, row.place, SOURCE)


def _read_skill(row: Node) -> None:
    if name := row.text("name", limit=SKILL):
        row.notes.add(FactKind.SKILL, {"name": name}, row.place, SOURCE)


def _read_language(row: Node) -> None:
    name, level = row.text("name"), row.text("proficiency")
    code = language_code(name)
    if code is None:
        row.skip(SkipCode.UNKNOWN_LANGUAGE if name else SkipCode.MISSING_NAME, excerpt=name)
        return
    fields: Fields = {"language": code, "name": name, "cefr": cefr_level(level), "level_text": level}
    row.notes.add(FactKind.LANGUAGE, fields, row.place, SOURCE)


def _read_certification(row: Node) -> None:
    name, issuer = row.text("name"), row.text("authority")
    if not name:
        row.skip(SkipCode.MISSING_NAME, excerpt=issuer)
        return
    issued_on, valid_until = row.period(*_dates(row))
    fields: Fields = {
        "kind": CredentialKind.CERTIFICATE,
        "name": name,
        "issuer": issuer,
        "issued_on": issued_on,
        "valid_until": valid_until,
        "reference": row.text("license number", limit=REFERENCE),
        "url": row.link("url"),
    }
    row.notes.add(FactKind.CREDENTIAL, fields, row.place, SOURCE)


def _read_project(row: Node) -> None:
    title = row.text("title", limit=TITLE)
    if not title:
        row.skip(SkipCode.MISSING_NAME)
        return
    starts_on, ends_on = row.period(*_dates(row))
    published_on = ends_on or starts_on
    fields: Fields = {
        "kind": WorkKind.PROJECT,
        "title": title,
        "published_on": published_on,
        "year": published_on and published_on.year,
        "url": row.link("url"),
        "abstract": row.long_text("description"),
    }
    row.notes.add(FactKind.WORK, fields, row.place, SOURCE)


def _dates(row: Node) -> tuple[PartialDate | None, PartialDate | None]:
    """Start and end under either of the headers that LinkedIn has used."""
    found = []
    for key, other in (("started on", "start date"), ("finished on", "end date")):
        written = row.text(key) or row.text(other)
        found.append(row.keep_date(_date(written), row.place, written) if written else None)
    return found[0], found[1]


def _date(written: str) -> DateReading:
    """ "Jan 2022" and "Jan 5, 2022", besides what every reader understands."""
    match = _MONTH_AND_YEAR.fullmatch(written)
    if match and match.group(1)[:3].casefold() in _MONTHS:
        month = _MONTHS.index(match.group(1)[:3].casefold()) + 1
        return from_parts(match.group(3), str(month), match.group(2) or "")
    return from_text(written)


# Table -> (headers of which it must have one, reader); what a profile needs most comes first.
_TABLES = {
    "profile.csv": (("first name", "last name", "headline"), _read_profile),
    "positions.csv": (("company name",), _read_position),
    "education.csv": (("school name",), _read_education),
    "skills.csv": (("name",), _read_skill),
    "languages.csv": (("name",), _read_language),
    "certifications.csv": (("name",), _read_certification),
    "projects.csv": (("title",), _read_project),
}
