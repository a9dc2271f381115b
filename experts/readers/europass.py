"""Europass curriculum vitae, version 3 (JSON 3.3 and 3.4, XML 3.x): one SkillsPassport.

Texts may carry HTML, countries are written UK and EL, dates are {Year, Month, Day}, and timestamps, which
nobody needs here, may end in a Greek capital zeta.
"""

import re
from typing import Any

from experts.enums import CredentialKind
from experts.readers.codes import SkipCode, UnreadableCode, UnreadableProfile
from experts.readers.cursor import Node
from experts.readers.identifiers import cefr_level, country_code, language_code
from experts.readers.limits import BIO, CITY, HEADLINE, LONG_TEXT, NAME, TITLE
from experts.readers.partial_dates import PartialDate, from_parts
from experts.readers.plain_text import without_html
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind

SOURCE = "Europass"

Fields = dict[str, FieldValue | None]

_VERSION = re.compile(r"V?3(\.|$)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ABILITIES = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
# A list of achievements is one text, an entry to a line; the others say too little to be taken apart.
_ACHIEVED_WORKS = {
    "publications": WorkKind.PUBLICATION,
    "projects": WorkKind.PROJECT,
    "presentations": WorkKind.TALK,
    "conferences": WorkKind.TALK,
}
_ACHIEVED_CREDENTIALS = {
    "honors_awards": CredentialKind.AWARD,
    "certifications": CredentialKind.CERTIFICATE,
}
_LEARNER = frozenset(
    {"Identification", "Headline", "Occupation", "ProfileSummary", "WorkExperience", "Education", "Skills",
     "Achievement", "ReferenceTo"}
)  # fmt: skip


def looks_like_europass(root: dict[str, object]) -> bool:
    return isinstance(root.get("SkillsPassport"), dict)


def read_europass(root: Node) -> None:
    """Note every fact and omission; raises UnreadableProfile for versions other than 3."""
    passport = Node(_without_html(root.value), root.place, root.notes).node("SkillsPassport")
    if passport is None:
        return
    version = passport.text("DocumentInfo", "XSDVersion")
    if version and not _VERSION.match(version):
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="Europass")
    passport.skip(SkipCode.NOT_USED, "Attachment")
    learner = passport.node("LearnerInfo")
    if learner is None:
        return
    if identification := learner.node("Identification"):
        _read_identification(identification)
    _read_headline(learner)
    for post in learner.nodes("WorkExperience"):
        _add_affiliation(post, AffiliationKind.EMPLOYMENT, "Employer", post.text("Position", "Label"))
    for study in learner.nodes("Education"):
        study.skip(SkipCode.NOT_USED, "Level", "Field")
        _add_affiliation(study, AffiliationKind.EDUCATION, "Organisation", study.text("Title"))
    if skills := learner.node("Skills"):
        _read_skills(skills)
    for achievement in learner.nodes("Achievement"):
        _read_achievement(achievement)
    learner.skip(SkipCode.NOT_USED, "ReferenceTo")
    learner.skip_unknown(_LEARNER)


def _without_html(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_html(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_without_html(child) for child in value]
    return without_html(value) if isinstance(value, str) else value


def _read_identification(found: Node) -> None:
    name = " ".join(filter(None, (found.text("PersonName", part) for part in ("FirstName", "Surname"))))
    if name:
        found.notes.add(FactKind.IDENTITY, {"full_name": name[:NAME]}, found.at("PersonName"), SOURCE)
    found.skip(SkipCode.SENSITIVE, "Demographics")
    found.skip(SkipCode.PICTURE, "Photo", "Signature")
    contact = found.node("ContactInfo")
    if contact is None:
        return
    contact.skip(SkipCode.CONTACT_DETAIL, "Email", "Telephone", "InstantMessaging")
    if address := contact.node("Address", "Contact"):
        address.skip(SkipCode.CONTACT_DETAIL, "AddressLine", "AddressLine2", "PostalCode")
        fields: Fields = {"country": _country(address), "city": address.text("Municipality", limit=CITY)}
        if any(fields.values()):
            found.notes.add(FactKind.IDENTITY, fields, address.place, SOURCE)
    for website in contact.nodes("Website"):
        if url := website.link("Contact"):
            label = website.text("Use", "Label")
            found.notes.add(FactKind.LINK, {"label": label, "url": url}, website.place, SOURCE)


def _read_headline(learner: Node) -> None:
    # A statement about oneself is a text, the other types (a job applied for, an occupation) are a line.
    statement = learner.text("Headline", "Type", "Code") == "personal_statement"
    told = ("Headline", "Description", "Label")
    for field, limit, path in (
        ("bio" if statement else "headline", BIO if statement else HEADLINE, told),
        ("headline", HEADLINE, ("Occupation", "Label")),
        ("bio", BIO, ("ProfileSummary",)),
    ):
        if text := learner.text(*path, limit=limit):
            learner.notes.add(FactKind.IDENTITY, {field: text}, learner.at(*path), SOURCE)


def _add_affiliation(post: Node, kind: AffiliationKind, body: str, role: str) -> None:
    organisation = post.text(body, "Name")
    if not organisation:
        post.skip(SkipCode.MISSING_NAME, excerpt=role)
        return
    is_current = post.value.get("Period") is not None and _is_current(post)
    starts_on, ends_on = post.period(_date(post, "From"), None if is_current else _date(post, "To"))
    address = post.node(body, "ContactInfo", "Address", "Contact")
    fields: Fields = {
        "kind": kind,
        "organisation": organisation,
        "role": role,
        "city": address and address.text("Municipality"),
        "country": address and _country(address),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_current": is_current,
        "summary": post.long_text("Activities"),
    }
    post.notes.add(FactKind.AFFILIATION, fields, post.place, SOURCE)


def _is_current(post: Node) -> bool:
    period = post.node("Period")
    return period is not None and str(period.value.get("Current", "")).casefold() == "true"


def _date(post: Node, key: str) -> PartialDate | None:
    written = post.node("Period", key)
    if written is None:
        return None
    parts = [written.text(part) for part in ("Year", "Month", "Day")]
    return written.keep_date(from_parts(*parts), written.place, "-".join(filter(None, parts)))


def _country(address: Node) -> str | None:
    written = address.text("Country", "Code")
    country = country_code(written)
    if written and country is None:
        address.skip(SkipCode.UNKNOWN_COUNTRY, "Country", excerpt=written)
    return country


def _read_skills(skills: Node) -> None:
    if linguistic := skills.node("Linguistic"):
        for entry in linguistic.nodes("MotherTongue"):
            _add_language(entry, "C2", "")
        for entry in linguistic.nodes("ForeignLanguage"):
            entry.skip(SkipCode.NOT_USED, "Certificate", "VerifiedBy", "Experience")
            levels = {ability: entry.text("ProficiencyLevel", ability) for ability in _ABILITIES}
            known = [level for text in levels.values() if (level := cefr_level(text))]
            told = ", ".join(f"{ability} {text}" for ability, text in levels.items() if text)
            # Five levels become one: the lowest is the one that can be relied on.
            _add_language(entry, min(known, default=None), told)
    for key in skills.value:
        if key != "Linguistic":
            skills.skip(SkipCode.NOT_USED, key)


def _add_language(entry: Node, level: str | None, told: str) -> None:
    name = entry.text("Description", "Label")
    code = language_code(entry.text("Description", "Code")) or language_code(name)
    if code is None:
        entry.skip(SkipCode.UNKNOWN_LANGUAGE if name else SkipCode.MISSING_NAME, excerpt=name)
        return
    fields: Fields = {"language": code, "name": name, "cefr": level, "level_text": told}
    entry.notes.add(FactKind.LANGUAGE, fields, entry.place, SOURCE)


def _read_achievement(achievement: Node) -> None:
    code = achievement.text("Title", "Code").casefold()
    if code == "references":
        achievement.skip(SkipCode.OTHER_PERSON)
        return
    if code not in _ACHIEVED_WORKS and code not in _ACHIEVED_CREDENTIALS:
        achievement.skip(SkipCode.NOT_USED, excerpt=achievement.text("Title", "Label"))
        return
    text = achievement.text("Description", limit=LONG_TEXT)
    for line in (found.strip("•-– \t") for found in text.split("\n")):
        years = _YEAR.findall(line)
        year = int(years[0]) if len(years) == 1 else None
        if line and code in _ACHIEVED_WORKS:
            fields: Fields = {"kind": _ACHIEVED_WORKS[code], "title": line[:TITLE], "year": year}
            achievement.notes.add(FactKind.WORK, fields, achievement.place, SOURCE)
        elif line:
            fields = {"kind": _ACHIEVED_CREDENTIALS[code], "name": line[:NAME]}
            achievement.notes.add(FactKind.CREDENTIAL, fields, achievement.place, SOURCE)
