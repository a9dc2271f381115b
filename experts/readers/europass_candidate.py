"""Europass curriculum vitae since 2020: one Candidate in XML, as a file or attached to the PDF.

The schema (3.0 to 4.0) is the European Commission's profile of HR Open Standards. Texts may carry HTML,
languages and countries are codes of two or three letters or addresses that end in one, and a person may keep
the same profile in several languages.
"""

from typing import Any

from experts.enums import CredentialKind
from experts.readers.codes import SkipCode
from experts.readers.cursor import Node
from experts.readers.identifiers import cefr_level, country_code, language_code, web_address
from experts.readers.limits import BIO, CITY, NAME, SKILL, TITLE, URL
from experts.readers.partial_dates import PartialDate, from_text
from experts.readers.plain_text import without_html
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind
from experts.readers.xml import Element

SOURCE = "Europass"
NAMESPACE = "http://www.europass.eu/"

Fields = dict[str, FieldValue | None]

# Elements that may stand more than once beside each other.
_REPEATED = frozenset(
    {"CandidateProfile", "CandidateSupplier", "Certification", "Communication", "CompetencyDimension",
     "ConferenceAndSeminar", "DigitalSkill", "DigitalSkillsGroup", "EducationOrganizationAttendance",
     "EmployerHistory", "HonorAndAward", "Link", "PersonCompetency", "PositionHistory",
     "PrimaryLanguageCode", "Project", "Publication"}
)  # fmt: skip
_PERSON = frozenset({"PersonName", "Communication", "PrimaryLanguageCode"})
_PROFILE = frozenset(
    {"ID", "ExecutiveSummary", "EmploymentHistory", "EducationHistory", "PersonQualifications", "Skills",
     "DigitalSkills", "PublicationHistory", "Projects", "ConferencesAndSeminars", "HonorsAndAwards",
     "Certifications", "EmploymentReferences", "Attachment"}
)  # fmt: skip
# (section, entry) -> the kind of work that its entries are.
_WORKS = {
    ("PublicationHistory", "Publication"): WorkKind.PUBLICATION,
    ("Projects", "Project"): WorkKind.PROJECT,
    ("ConferencesAndSeminars", "ConferenceAndSeminar"): WorkKind.TALK,
}
_SENSITIVE = frozenset(
    {"BirthDate", "BirthPlace", "Disability", "GenderCode", "MaritalStatusCode", "NationalityCode",
     "ResidencyCountryCode", "Visa"}
)  # fmt: skip


def is_candidate(root: Element) -> bool:
    return root.name == "Candidate" and root.namespace.startswith(NAMESPACE)


def candidate_document(root: Element) -> dict[str, Any]:
    """The document as objects, lists and texts, under the names of its elements."""
    found = _value(root)
    return found if isinstance(found, dict) else {}


def read_candidate(root: Node) -> None:
    """Note every fact and omission of the person and of the first profile."""
    root.skip(SkipCode.NOT_USED, "CandidateSupplier")
    if person := root.node("CandidatePerson"):
        _read_person(person)
    profiles = root.nodes("CandidateProfile")
    for profile in profiles[:1]:
        _read_profile(profile)
    for translated in profiles[1:]:
        translated.skip(SkipCode.NOT_PREFERRED)


def _value(element: Element) -> Any:
    if not element.children:
        return without_html(element.text.strip()) or None
    found: dict[str, Any] = {}
    for child in element.children:
        value = _value(child)
        if child.name in _REPEATED:
            found.setdefault(child.name, []).append(value)
        elif child.name not in found or found[child.name] is None:
            found[child.name] = value
    return found


def _read_person(person: Node) -> None:
    parts = (person.text("PersonName", part) for part in ("GivenName", "FamilyName"))
    if name := " ".join(filter(None, parts)) or person.text("PersonName", "FormattedName"):
        person.notes.add(FactKind.IDENTITY, {"full_name": name[:NAME]}, person.at("PersonName"), SOURCE)
    for channel in person.nodes("Communication"):
        _read_channel(channel)
    for code, place in person.texts("PrimaryLanguageCode"):
        _add_language(person, code, "C2", "", place)
    person.skip(SkipCode.SENSITIVE, *sorted(_SENSITIVE))
    person.skip_unknown(_PERSON | _SENSITIVE)


def _read_channel(channel: Node) -> None:
    """An address gives country and town, a web page a link; what reaches the person is left out."""
    if address := channel.node("Address"):
        address.skip(SkipCode.CONTACT_DETAIL, "AddressLine", "PostalCode")
        fields: Fields = {"country": _country(address, "CountryCode"), "city": _city(address)}
        if any(fields.values()):
            channel.notes.add(FactKind.IDENTITY, fields, address.place, SOURCE)
    if channel.text("ChannelCode").casefold() in ("web", "website", "social media"):
        for key in ("URI", "URL"):
            if url := channel.link(key):
                label = channel.text("OtherTitle") or channel.text("UseCode")
                channel.notes.add(FactKind.LINK, {"label": label, "url": url}, channel.place, SOURCE)
    elif channel.has("URI", "DialNumber", "Text"):
        channel.skip(SkipCode.CONTACT_DETAIL)


def _read_profile(profile: Node) -> None:
    if summary := profile.text("ExecutiveSummary", limit=BIO):
        profile.notes.add(FactKind.IDENTITY, {"bio": summary}, profile.at("ExecutiveSummary"), SOURCE)
    for employer in _entries(profile, "EmploymentHistory", "EmployerHistory"):
        for post in employer.nodes("PositionHistory") or [employer]:
            _add_post(employer, post)
    for study in _entries(profile, "EducationHistory", "EducationOrganizationAttendance"):
        _add_study(study)
    for section in ("PersonQualifications", "Skills"):
        for competency in _entries(profile, section, "PersonCompetency"):
            _read_competency(competency)
    for group in _entries(profile, "DigitalSkills", "DigitalSkillsGroup"):
        for name, place in group.texts("DigitalSkill", limit=SKILL):
            fields: Fields = {"name": name, "group": group.text("Title")}
            group.notes.add(FactKind.SKILL, fields, place, SOURCE)
    for (section, entry_name), kind in _WORKS.items():
        for entry in _entries(profile, section, entry_name):
            _add_work(entry, kind)
    for award in _entries(profile, "HonorsAndAwards", "HonorAndAward"):
        _add_credential(award, CredentialKind.AWARD, "Title", "Date")
    for certificate in _entries(profile, "Certifications", "Certification"):
        _add_credential(certificate, CredentialKind.CERTIFICATE, "CertificationName", "CertificationDate")
    profile.skip(SkipCode.OTHER_PERSON, "EmploymentReferences")
    profile.skip(SkipCode.PICTURE, "Attachment")
    profile.skip(SkipCode.NOT_USED, *(key for key in profile.value if key not in _PROFILE))


def _entries(profile: Node, section: str, name: str) -> list[Node]:
    holder = profile.node(section)
    return holder.nodes(name) if holder else []


def _add_post(employer: Node, post: Node) -> None:
    period = post.node("EmploymentPeriod") or employer.node("EmploymentPeriod")
    fields: Fields = {
        "kind": AffiliationKind.EMPLOYMENT,
        "role": post.text("PositionTitle"),
        "city": post.text("City", limit=CITY),
        "country": _country(post, "Country"),
        "summary": post.long_text("Description"),
    }
    _add_affiliation(employer, post, period, fields)


def _add_study(study: Node) -> None:
    fields: Fields = {
        "kind": AffiliationKind.EDUCATION,
        "role": study.text("ProgramName") or study.text("EducationDegree", "DegreeName"),
        "summary": study.long_text("EducationDegree", "OccupationalSkillsCovered"),
    }
    _add_affiliation(study, study, study.node("AttendancePeriod"), fields)


def _add_affiliation(body: Node, entry: Node, period: Node | None, fields: Fields) -> None:
    """One post or course of study; the town of the organisation serves where the entry has none."""
    organisation = body.text("OrganizationName")
    if not organisation:
        entry.skip(SkipCode.MISSING_NAME, excerpt=str(fields["role"]))
        return
    contact = body.node("OrganizationContact")
    for channel in contact.nodes("Communication") if contact else []:
        if address := channel.node("Address"):
            fields["city"] = fields.get("city") or _city(address)
            fields["country"] = fields.get("country") or _country(address, "CountryCode")
    is_current = period is not None and any(
        period.text(key).casefold() == "true" for key in ("CurrentIndicator", "Ongoing")
    )
    starts_on, ends_on = _period(entry, period, is_current=is_current)
    fields |= {
        "organisation": organisation,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_current": is_current,
    }
    entry.notes.add(FactKind.AFFILIATION, fields, entry.place, SOURCE)


def _read_competency(competency: Node) -> None:
    """A language with its five levels, or a skill under its name."""
    written = competency.text("CompetencyID")
    if competency.text("TaxonomyID").casefold() != "language":
        name = competency.text("CompetencyName", limit=SKILL) or ("" if "://" in written else written[:SKILL])
        if name:
            competency.notes.add(FactKind.SKILL, {"name": name}, competency.place, SOURCE)
        else:
            competency.skip(SkipCode.MISSING_NAME)
        return
    levels = [
        (
            dimension.text("CompetencyDimensionTypeCode").removeprefix("CEF-"),
            dimension.text("Score", "ScoreText"),
        )
        for dimension in competency.nodes("CompetencyDimension")
    ] or [("", competency.text("ProficiencyLevel", "ScoreText"))]
    known = [level for _ability, text in levels if (level := cefr_level(text))]
    told = ", ".join(f"{ability} {text}".strip() for ability, text in levels if text)
    # Several levels become one: the lowest is the one that can be relied on.
    _add_language(competency, written, min(known, default=None), told, competency.place)


def _add_language(node: Node, written: str, level: str | None, told: str, place: str) -> None:
    code = language_code(_last_part(written))
    if code is None:
        node.notes.skip(place, SkipCode.UNKNOWN_LANGUAGE if written else SkipCode.MISSING_NAME, written)
        return
    node.notes.add(FactKind.LANGUAGE, {"language": code, "cefr": level, "level_text": told}, place, SOURCE)


def _add_work(entry: Node, kind: WorkKind) -> None:
    title = entry.text("Title", limit=TITLE) or entry.text("FormattedPublicationDescription", limit=TITLE)
    if not title:
        entry.skip(SkipCode.MISSING_NAME)
        return
    begun, _ended = _period(entry, entry.node("Date"))
    fields: Fields = {
        "kind": kind,
        "title": title,
        "year": begun.year if begun else None,
        "url": _first_link(entry),
        "abstract": entry.long_text("Description"),
    }
    entry.notes.add(FactKind.WORK, fields, entry.place, SOURCE)


def _add_credential(entry: Node, kind: CredentialKind, name: str, day: str) -> None:
    title = entry.text(name) or entry.text("CertificationTypeName")
    if not title:
        entry.skip(SkipCode.MISSING_NAME)
        return
    fields: Fields = {
        "kind": kind,
        "name": title,
        "issuer": entry.text("IssuingAuthority"),
        "issued_on": _date(entry, day),
        "url": _first_link(entry),
    }
    entry.notes.add(FactKind.CREDENTIAL, fields, entry.place, SOURCE)


def _first_link(entry: Node) -> str:
    links = (text for text, _place in entry.texts("Link", limit=URL) if web_address(text))
    return next((link for link in links if not link.endswith("…")), "")


def _period(
    entry: Node, period: Node | None, *, is_current: bool = False
) -> tuple[PartialDate | None, PartialDate | None]:
    if period is None:
        return None, None
    return entry.period(_date(period, "StartDate"), None if is_current else _date(period, "EndDate"))


def _date(holder: Node, key: str) -> PartialDate | None:
    """A date is written as such or inside FormattedDateTime."""
    written = holder.value.get(key)
    text = holder.text(key, "FormattedDateTime") if isinstance(written, dict) else holder.text(key)
    return holder.keep_date(from_text(text), holder.at(key), text) if text else None


def _city(address: Node) -> str:
    return address.text("CityName", limit=CITY)


def _country(holder: Node, key: str) -> str | None:
    written = holder.text(key)
    country = country_code(_last_part(written))
    if written and country is None:
        holder.skip(SkipCode.UNKNOWN_COUNTRY, key, excerpt=written)
    return country


def _last_part(written: str) -> str:
    """The code at the end of the address under which the European Union lists it."""
    return written.rstrip("/").rpartition("/")[2]
