"""ORCID record, version 3.0, as JSON: the whole record, its person, its activities or one section of them.

What ORCID's public API answers at /v3.0/{iD}/record, /person, /activities, /employments, /works and so on.
"""

import re

from experts.readers.codes import SkipCode, UnreadableCode, UnreadableProfile
from experts.readers.cursor import Node, Notes
from experts.readers.identifiers import country_code, orcid_id
from experts.readers.limits import BIO, LONG_TEXT, NAME, SKILL
from experts.readers.orcid_activities import SECTIONS, read_section, section_of
from experts.readers.orcid_entries import is_public, preferred_first, source_of
from experts.readers.shapes import FactKind, FieldValue

_SEPARATORS = re.compile(r"[,;،؛\n]")
_PERSON_KEYS = frozenset(
    {"name", "other-names", "biography", "researcher-urls", "emails", "addresses", "keywords",
     "external-identifiers"}
)  # fmt: skip
_RECORD_KEYS = frozenset(
    {"orcid-identifier", "preferences", "history", "person", "activities-summary", "path",
     "last-modified-date"}
)  # fmt: skip
_BOOKKEEPING = frozenset({"path", "last-modified-date"})


def looks_like_orcid(root: dict[str, object]) -> bool:
    keys = root.keys()
    return bool(
        {"orcid-identifier", "person", "activities-summary", "orcid-profile", "affiliation-group"} & keys
        or SECTIONS.keys() & keys
        or len(_PERSON_KEYS & keys) > 1
        or _has_orcid_path(root)
        or section_of(Node(root, "", Notes()))
    )


def read_orcid(root: Node) -> None:
    """Note every fact and omission of the record; raises UnreadableProfile for versions 1 and 2."""
    _refuse_old_versions(root)
    _read_identifier(root)
    if root.has("orcid-identifier", "person", "activities-summary"):
        person, activities = root.node("person"), root.node("activities-summary")
        root.skip_unknown(_RECORD_KEYS)
    elif section := section_of(root):
        read_section(section, root)
        return
    else:
        person = root if _PERSON_KEYS & root.value.keys() else None
        activities = root if SECTIONS.keys() & root.value.keys() else None
    if person:
        _read_person(person)
    if activities:
        _read_activities(activities)


def _has_orcid_path(root: dict[str, object]) -> bool:
    path = root.get("path")
    return isinstance(path, str) and orcid_id(path.strip("/")[:19]) is not None


def _refuse_old_versions(root: Node) -> None:
    old = "orcid-profile" in root.value
    activities = root.value.get("activities-summary")
    for section, shape in SECTIONS.items():
        # Version 2 lists the summaries without the groups that version 3 puts around them.
        body = activities.get(section) if isinstance(activities, dict) else None
        old = old or (shape.is_affiliation and isinstance(body, dict) and shape.summary in body)
    if old:
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="ORCID JSON")


def _read_identifier(root: Node) -> None:
    found = root.node("orcid-identifier")
    written = found and (found.text("path") or found.text("uri"))
    if not found or not written:
        return
    orcid = orcid_id(written)
    if orcid is None:
        found.skip(SkipCode.BAD_ORCID, excerpt=written)
    elif "sandbox" in found.text("host") + found.text("uri"):
        found.skip(SkipCode.TEST_IDENTIFIER, excerpt=orcid)
    else:
        root.notes.add(FactKind.IDENTITY, {"orcid": orcid}, found.place, "ORCID")


def _read_activities(activities: Node) -> None:
    for section in SECTIONS:
        if body := activities.node(section):
            read_section(section, body)
    if not _PERSON_KEYS & activities.value.keys():
        activities.skip_unknown(frozenset(SECTIONS) | _BOOKKEEPING)


def _read_person(person: Node) -> None:
    _read_name(person)
    _read_biography(person)
    _read_country(person)
    for entry, name in _entries(person, "other-names", "other-name", "content"):
        person.notes.add(FactKind.IDENTITY, {"other_name": name}, entry.place, source_of(entry))
    for entry, keywords in _entries(person, "keywords", "keyword", "content", limit=LONG_TEXT):
        # Many people write the whole list into the first keyword.
        for keyword in filter(None, map(str.strip, _SEPARATORS.split(keywords))):
            person.notes.add(FactKind.SKILL, {"name": keyword[:SKILL]}, entry.place, source_of(entry))
    for entry, label in _entries(person, "researcher-urls", "researcher-url", "url-name"):
        _add_link(entry, label, entry.link("url", "value"))
    for entry, label in _entries(person, "external-identifiers", "external-identifier", "external-id-type"):
        label = " ".join(filter(None, (label, entry.text("external-id-value"))))
        _add_link(entry, label, entry.link("external-id-url", "value"))
    _refuse_contact_details(person)
    if not SECTIONS.keys() & person.value.keys():
        person.skip_unknown(_PERSON_KEYS | _BOOKKEEPING)


def _read_name(person: Node) -> None:
    name = person.node("name")
    if name is None or not is_public(name):
        return
    # Either part may be missing: many people have one name only.
    parts = (name.text("given-names", "value"), name.text("family-name", "value"))
    credit_name = name.text("credit-name", "value")
    full_name = " ".join(filter(None, parts)) or credit_name
    if not full_name:
        name.skip(SkipCode.MISSING_NAME)
        return
    fields: dict[str, FieldValue | None] = {"full_name": full_name}
    if credit_name != full_name:
        fields["credit_name"] = credit_name
    person.notes.add(FactKind.IDENTITY, fields, name.place, source_of(name))


def _read_biography(person: Node) -> None:
    biography = person.node("biography")
    if biography and is_public(biography) and (text := biography.text("content", limit=BIO)):
        person.notes.add(FactKind.IDENTITY, {"bio": text}, biography.place, source_of(biography))


def _read_country(person: Node) -> None:
    chosen = False
    for entry, written in _entries(person, "addresses", "address", "country", "value"):
        country = country_code(written)
        if country is None:
            entry.skip(SkipCode.UNKNOWN_COUNTRY, excerpt=written)
        elif chosen:
            entry.skip(SkipCode.NOT_PREFERRED, excerpt=country)
        else:
            chosen = True
            person.notes.add(FactKind.IDENTITY, {"country": country}, entry.place, source_of(entry))


def _entries(
    person: Node, section: str, key: str, *text_path: str, limit: int = NAME
) -> list[tuple[Node, str]]:
    """Public entries of a section, preferred first, with the text that names each."""
    body = person.node(section)
    if body is None:
        return []
    public = [entry for entry in preferred_first(body.nodes(key)) if is_public(entry)]
    return [(entry, entry.text(*text_path, limit=limit)) for entry in public]


def _add_link(entry: Node, label: str, url: str) -> None:
    if url:
        entry.notes.add(FactKind.LINK, {"label": label, "url": url}, entry.place, source_of(entry))


def _refuse_contact_details(person: Node) -> None:
    emails = person.node("emails")
    for email in emails.nodes("email") if emails else []:
        email.skip(SkipCode.CONTACT_DETAIL)
