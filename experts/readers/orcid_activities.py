"""The activities of an ORCID record: posts, studies, honours, grants and works.

Each section is a list of groups. A group holds one activity as told by one or more sources; the one that the
person prefers is read, the others are noted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from experts.enums import CredentialKind
from experts.readers.codes import SkipCode
from experts.readers.cursor import Node
from experts.readers.identifiers import country_code, doi, ror_id
from experts.readers.limits import TITLE
from experts.readers.orcid_entries import date_at, is_public, preferred_first, source_of
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind

Fields = dict[str, FieldValue | None]

# Types of ORCID that are no publications. Everything else is one.
_WORK_KINDS = {
    "patent": WorkKind.PATENT,
    "software": WorkKind.PROJECT,
    "data-set": WorkKind.PROJECT,
    "website": WorkKind.PROJECT,
    "lecture-speech": WorkKind.TALK,
    "conference-presentation": WorkKind.TALK,
    "conference-poster": WorkKind.TALK,
}
# A DOI of the activity itself, best first. "part-of" and "funded-by" are DOIs of something else.
_OWN_RELATIONSHIPS = ("self", "version-of", "")


@dataclass(frozen=True, slots=True)
class Section:
    """How a section names its summaries and what becomes of them."""

    summary: str
    read: Callable[[Node, Node], None]
    is_affiliation: bool = True


def section_of(root: Node) -> str | None:
    """Which section a file holds that is one section alone, such as the answer for /employments."""
    if not root.has("affiliation-group", "group"):
        return None
    path = root.text("path").rstrip("/").rpartition("/")[2]
    if path in SECTIONS:
        return path
    for group in (*root.nodes("affiliation-group"), *root.nodes("group")):
        keys = {*group.value, *(key for summary in group.nodes("summaries") for key in summary.value)}
        for name, section in SECTIONS.items():
            if section.summary in keys:
                return name
    return None


def read_section(name: str, body: Node) -> None:
    section = SECTIONS[name]
    for group in body.nodes("affiliation-group" if section.is_affiliation else "group"):
        entries = [entry for entry in preferred_first(_summaries(group, section)) if is_public(entry)]
        for entry in entries[1:]:
            entry.skip(SkipCode.NOT_PREFERRED, excerpt=_name_of(entry))
        if entries:
            section.read(entries[0], group)


def _summaries(group: Node, section: Section) -> list[Node]:
    if not section.is_affiliation:
        return group.nodes(section.summary)
    wrapped = (summary.node(section.summary) for summary in group.nodes("summaries"))
    return [entry for entry in wrapped if entry]


def _name_of(entry: Node) -> str:
    return entry.text("title", "title", "value") or entry.text("organization", "name")


def _affiliation(kind: AffiliationKind) -> Callable[[Node, Node], None]:
    def read(entry: Node, group: Node) -> None:
        organisation = entry.text("organization", "name")
        if not organisation:
            entry.skip(SkipCode.MISSING_NAME, excerpt=entry.text("role-title"))
            return
        has_end = entry.has("end-date")
        starts_on, ends_on = entry.period(date_at(entry, "start-date"), date_at(entry, "end-date"))
        fields: Fields = {
            "kind": kind,
            "organisation": organisation,
            "ror": _ror(entry),
            "department": entry.text("department-name"),
            "role": entry.text("role-title"),
            **_address(entry),
            "starts_on": starts_on,
            "ends_on": ends_on,
            # An end that could not be read is still an end.
            "is_current": not has_end,
            "url": entry.link("url", "value"),
        }
        entry.notes.add(FactKind.AFFILIATION, fields, entry.place, source_of(entry))

    return read


def _credential(kind: CredentialKind) -> Callable[[Node, Node], None]:
    def read(entry: Node, group: Node) -> None:
        issuer = entry.text("organization", "name")
        name = entry.text("role-title") or entry.text("department-name")
        if not name:
            entry.skip(SkipCode.MISSING_NAME, excerpt=issuer)
            return
        fields: Fields = {
            "kind": kind,
            "name": name,
            "issuer": issuer,
            "country": _address(entry).get("country"),
            "issued_on": date_at(entry, "end-date") or date_at(entry, "start-date"),
            "url": entry.link("url", "value"),
        }
        entry.notes.add(FactKind.CREDENTIAL, fields, entry.place, source_of(entry))

    return read


def _read_work(entry: Node, group: Node) -> None:
    source_type = entry.text("type").casefold().replace("_", "-")
    venue = entry.text("journal-title", "value")
    _add_work(entry, group, _WORK_KINDS.get(source_type, WorkKind.PUBLICATION), venue, "publication-date")


def _read_funding(entry: Node, group: Node) -> None:
    """A grant stands for the project that it paid for."""
    _add_work(entry, group, WorkKind.PROJECT, entry.text("organization", "name"), "start-date")


def _add_work(entry: Node, group: Node, kind: WorkKind, venue: str, date_key: str) -> None:
    parts = (entry.text("title", part, "value", limit=TITLE) for part in ("title", "subtitle"))
    title = ": ".join(filter(None, parts))[:TITLE]
    if not title:
        entry.skip(SkipCode.MISSING_NAME, excerpt=venue)
        return
    published_on = date_at(entry, date_key)
    fields: Fields = {
        "kind": kind,
        "source_type": entry.text("type"),
        "title": title,
        "venue": venue,
        "published_on": published_on,
        "year": published_on and published_on.year,
        "doi": _own_doi(entry) or _own_doi(group),
        "url": entry.link("url", "value"),
        "language": entry.text("language-code"),
        "abstract": entry.long_text("short-description"),
    }
    entry.notes.add(FactKind.WORK, fields, entry.place, source_of(entry))


def _skip_all(entry: Node, group: Node) -> None:
    entry.skip(SkipCode.NOT_USED)


def _own_doi(holder: Node) -> str | None:
    candidates = list(_dois(holder))
    for relationship in _OWN_RELATIONSHIPS:
        for place, written in (found[1:] for found in candidates if found[0] == relationship):
            if bare := doi(written):
                return bare
            holder.notes.skip(place, SkipCode.BAD_DOI, written)
    return None


def _dois(holder: Node) -> Iterator[tuple[str, str, str]]:
    """(relationship, place, DOI as written)."""
    external_ids = holder.node("external-ids")
    for external_id in external_ids.nodes("external-id") if external_ids else []:
        if external_id.text("external-id-type").casefold() == "doi":
            relationship = external_id.text("external-id-relationship").casefold().replace("_", "-")
            yield relationship, external_id.at("external-id-value"), external_id.text("external-id-value")


def _ror(entry: Node) -> str | None:
    """ROR is the one open register of organisations that ORCID quotes; the others are ignored."""
    found = entry.node("organization", "disambiguated-organization")
    if found is None or found.text("disambiguation-source").upper() != "ROR":
        return None
    return ror_id(found.text("disambiguated-organization-identifier"))


def _address(entry: Node) -> Fields:
    address = entry.node("organization", "address")
    if address is None:
        return {}
    written = address.text("country")
    country = country_code(written)
    if written and country is None:
        address.skip(SkipCode.UNKNOWN_COUNTRY, "country", excerpt=written)
    return {"city": address.text("city"), "region": address.text("region"), "country": country}


SECTIONS: dict[str, Section] = {
    "employments": Section("employment-summary", _affiliation(AffiliationKind.EMPLOYMENT)),
    "educations": Section("education-summary", _affiliation(AffiliationKind.EDUCATION)),
    "invited-positions": Section("invited-position-summary", _affiliation(AffiliationKind.HONORARY)),
    "memberships": Section("membership-summary", _affiliation(AffiliationKind.HONORARY)),
    "services": Section("service-summary", _affiliation(AffiliationKind.HONORARY)),
    "qualifications": Section("qualification-summary", _credential(CredentialKind.CERTIFICATE)),
    "distinctions": Section("distinction-summary", _credential(CredentialKind.AWARD)),
    "works": Section("work-summary", _read_work, is_affiliation=False),
    "fundings": Section("funding-summary", _read_funding, is_affiliation=False),
    "peer-reviews": Section("peer-review-group", _skip_all, is_affiliation=False),
    "research-resources": Section("research-resource-summary", _skip_all, is_affiliation=False),
}
