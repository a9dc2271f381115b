"""JSON Resume, version 1.x (https://jsonresume.org/schema): one person's curriculum vitae as JSON."""

import re

from experts.enums import CredentialKind
from experts.readers.codes import SkipCode, UnreadableCode, UnreadableProfile
from experts.readers.cursor import Node
from experts.readers.identifiers import cefr_level, country_code, doi, language_code, skill_level
from experts.readers.limits import BIO, CITY, HEADLINE, LONG_TEXT, NAME, NOTE, SKILL, TITLE
from experts.readers.partial_dates import PartialDate, from_text
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind

SOURCE = "JSON Resume"

Fields = dict[str, FieldValue | None]

_SECTIONS = frozenset(
    {"work", "volunteer", "education", "awards", "certificates", "publications", "skills", "languages",
     "interests", "references", "projects"}
)  # fmt: skip
_BASICS = frozenset(
    {"name", "label", "image", "picture", "email", "phone", "url", "website", "summary", "location",
     "profiles"}
)  # fmt: skip
_POST = frozenset(
    {"name", "company", "organization", "institution", "location", "description", "position", "studyType",
     "area", "url", "website", "startDate", "endDate", "summary", "highlights", "score", "gpa", "courses"}
)  # fmt: skip
_ONGOING = frozenset({"present", "current", "now", "today", "ongoing", "to date"})
_SCHEMA_VERSION = re.compile(r"/v?([0-9]+)\.[0-9]+")


def looks_like_json_resume(root: dict[str, object]) -> bool:
    if isinstance(root.get("basics"), dict):
        return True
    return "resume" in str(root.get("$schema", ""))[:300] and bool(_SECTIONS & root.keys())


def read_json_resume(root: Node) -> None:
    """Note every fact and omission; raises UnreadableProfile when `$schema` names another major version."""
    found = _SCHEMA_VERSION.search(root.text("$schema"))
    if found and found.group(1) != "1":
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="JSON Resume")
    if basics := root.node("basics"):
        _read_basics(basics)
    for section, read in _READERS.items():
        for entry in root.nodes(section):
            read(entry)
    root.skip_unknown(_SECTIONS | {"$schema", "basics", "meta"})


def _read_basics(basics: Node) -> None:
    for key, field, limit in (("name", "full_name", NAME), ("label", "headline", HEADLINE)):
        if text := basics.text(key, limit=limit):
            basics.notes.add(FactKind.IDENTITY, {field: text}, basics.at(key), SOURCE)
    if summary := basics.text("summary", limit=BIO):
        basics.notes.add(FactKind.IDENTITY, {"bio": summary}, basics.at("summary"), SOURCE)
    basics.skip(SkipCode.CONTACT_DETAIL, "email", "phone")
    basics.skip(SkipCode.PICTURE, "image", "picture")
    if location := basics.node("location"):
        _read_location(location)
    for key in ("url", "website"):
        _add_link(basics, basics.at(key), "", basics.link(key))
    for profile in basics.nodes("profiles"):
        _add_link(profile, profile.place, profile.text("network"), profile.link("url"))
    basics.skip_unknown(_BASICS)


def _read_location(location: Node) -> None:
    location.skip(SkipCode.CONTACT_DETAIL, "address", "postalCode")
    written = location.text("countryCode")
    country = country_code(written)
    if written and country is None:
        location.skip(SkipCode.UNKNOWN_COUNTRY, "countryCode", excerpt=written)
    fields: Fields = {
        "country": country,
        "region": location.text("region"),
        "city": location.text("city", limit=CITY),
    }
    if any(fields.values()):
        location.notes.add(FactKind.IDENTITY, fields, location.place, SOURCE)
    location.skip_unknown(frozenset({"address", "postalCode", "city", "countryCode", "region"}))


def _read_work(post: Node) -> None:
    # Version 0 called it "company"; many files still do.
    organisation = post.text("name") or post.text("company")
    _add_affiliation(post, AffiliationKind.EMPLOYMENT, organisation, post.text("position"))


def _read_volunteer(post: Node) -> None:
    _add_affiliation(post, AffiliationKind.HONORARY, post.text("organization"), post.text("position"))


def _read_education(study: Node) -> None:
    degree = ", ".join(filter(None, (study.text("studyType"), study.text("area"))))
    study.skip(SkipCode.NOT_USED, "score", "gpa", "courses")
    _add_affiliation(study, AffiliationKind.EDUCATION, study.text("institution"), degree)


def _add_affiliation(post: Node, kind: AffiliationKind, organisation: str, role: str) -> None:
    if not organisation:
        post.skip(SkipCode.MISSING_NAME, excerpt=role)
        return
    starts_on, ends_on = post.period(_date(post, "startDate"), _date(post, "endDate"))
    fields: Fields = {
        "kind": kind,
        "organisation": organisation,
        "role": role,
        "place": post.text("location"),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_current": _is_ongoing(post),
        "url": post.link("url") or post.link("website"),
        "summary": _summary(post),
    }
    post.notes.add(FactKind.AFFILIATION, fields, post.place, SOURCE)
    post.skip_unknown(_POST)


def _read_award(award: Node) -> None:
    _add_credential(award, CredentialKind.AWARD, award.text("title"), award.text("awarder"))
    award.skip_unknown(frozenset({"title", "date", "awarder", "summary"}))


def _read_certificate(certificate: Node) -> None:
    _add_credential(
        certificate, CredentialKind.CERTIFICATE, certificate.text("name"), certificate.text("issuer")
    )
    certificate.skip_unknown(frozenset({"name", "date", "url", "issuer"}))


def _add_credential(entry: Node, kind: CredentialKind, name: str, issuer: str) -> None:
    if not name:
        entry.skip(SkipCode.MISSING_NAME, excerpt=issuer)
        return
    fields: Fields = {
        "kind": kind,
        "name": name,
        "issuer": issuer,
        "issued_on": _date(entry, "date"),
        "url": entry.link("url"),
        "summary": entry.text("summary", limit=NOTE),
    }
    entry.notes.add(FactKind.CREDENTIAL, fields, entry.place, SOURCE)


def _read_publication(work: Node) -> None:
    venue = work.text("publisher")
    _add_work(work, WorkKind.PUBLICATION, venue, _date(work, "releaseDate"), work.long_text("summary"))
    work.skip_unknown(frozenset({"name", "publisher", "releaseDate", "url", "summary"}))


def _read_project(work: Node) -> None:
    starts_on, ends_on = work.period(_date(work, "startDate"), _date(work, "endDate"))
    _add_work(work, WorkKind.PROJECT, work.text("entity"), ends_on or starts_on, _summary(work))
    work.skip(SkipCode.NOT_USED, "keywords", "roles")
    work.skip_unknown(
        frozenset({"name", "description", "highlights", "keywords", "startDate", "endDate", "url", "roles",
                   "entity", "type", "summary"})
    )  # fmt: skip


def _add_work(
    work: Node, kind: WorkKind, venue: str, published_on: PartialDate | None, abstract: str
) -> None:
    title = work.text("name", limit=TITLE)
    if not title:
        work.skip(SkipCode.MISSING_NAME, excerpt=venue)
        return
    url = work.link("url")
    fields: Fields = {
        "kind": kind,
        "source_type": work.text("type"),
        "title": title,
        "venue": venue,
        "published_on": published_on,
        "year": published_on and published_on.year,
        "doi": doi(url),
        "url": url,
        "abstract": abstract,
    }
    work.notes.add(FactKind.WORK, fields, work.place, SOURCE)


def _read_skill(skill: Node) -> None:
    """The name and each keyword under it are skills in their own right, at the level of the group."""
    group, level_text = skill.text("name", limit=SKILL), skill.text("level")
    level = skill_level(level_text)
    keywords = skill.texts("keywords", limit=SKILL)
    if group:
        fields: Fields = {"name": group, "level": level, "level_text": level_text}
        skill.notes.add(FactKind.SKILL, fields, skill.place, SOURCE)
    elif not keywords:
        skill.skip(SkipCode.MISSING_NAME)
    for keyword, place in keywords:
        fields = {"name": keyword, "level": level, "level_text": level_text, "group": group}
        skill.notes.add(FactKind.SKILL, fields, place, SOURCE)
    skill.skip_unknown(frozenset({"name", "level", "keywords"}))


def _read_language(entry: Node) -> None:
    name, fluency = entry.text("language"), entry.text("fluency")
    code = language_code(name)
    if code is None:
        entry.skip(SkipCode.UNKNOWN_LANGUAGE if name else SkipCode.MISSING_NAME, excerpt=name)
        return
    fields: Fields = {"language": code, "name": name, "cefr": cefr_level(fluency), "level_text": fluency}
    entry.notes.add(FactKind.LANGUAGE, fields, entry.place, SOURCE)
    entry.skip_unknown(frozenset({"language", "fluency"}))


def _skip_interest(entry: Node) -> None:
    entry.skip(SkipCode.NOT_USED, excerpt=entry.text("name"))


def _skip_reference(entry: Node) -> None:
    entry.skip(SkipCode.OTHER_PERSON)


def _add_link(entry: Node, place: str, label: str, url: str) -> None:
    if url:
        entry.notes.add(FactKind.LINK, {"label": label, "url": url}, place, SOURCE)


def _date(entry: Node, key: str) -> PartialDate | None:
    written = entry.text(key)
    if not written or written.casefold() in _ONGOING:
        return None
    return entry.keep_date(from_text(written), entry.at(key), written)


def _is_ongoing(post: Node) -> bool:
    """No end, or a word for one that has not come. An end that could not be read is still an end."""
    written = post.value.get("endDate")
    return written in (None, "") or str(written).strip().casefold() in _ONGOING


def _summary(entry: Node) -> str:
    """Description, summary and highlights as one text, as far as it fits."""
    paragraphs = [entry.long_text("description"), entry.long_text("summary")]
    highlights = [f"• {text}" for text, _ in entry.texts("highlights", limit=LONG_TEXT)]
    text = "\n\n".join(filter(None, (*paragraphs, "\n".join(highlights))))
    if len(text) > LONG_TEXT:
        entry.notes.skip(entry.at("highlights"), SkipCode.TOO_LONG)
        return text[:LONG_TEXT].rsplit("\n", 1)[0]
    return text


# In the order of what a profile needs most: a file with too much loses works first.
_READERS = {
    "work": _read_work,
    "volunteer": _read_volunteer,
    "education": _read_education,
    "awards": _read_award,
    "certificates": _read_certificate,
    "skills": _read_skill,
    "languages": _read_language,
    "publications": _read_publication,
    "projects": _read_project,
    "interests": _skip_interest,
    "references": _skip_reference,
}
