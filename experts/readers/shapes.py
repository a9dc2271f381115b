"""What every reader returns."""

from dataclasses import dataclass
from enum import StrEnum

from experts.readers.codes import SkipCode
from experts.readers.partial_dates import PartialDate

FieldValue = str | int | bool | PartialDate | tuple[str, ...]


class Format(StrEnum):
    ORCID = "orcid_json"
    ORCID_XML = "orcid_xml"
    JSON_RESUME = "json_resume"
    EUROPASS = "europass_json"
    EUROPASS_XML = "europass_xml"
    EUROPASS_CANDIDATE = "europass_candidate"
    LINKEDIN = "linkedin"
    CV = "cv"
    PROFILE = "profile"


class FactKind(StrEnum):
    """What a fact is about, with the fields it may carry.

    identity: full_name, credit_name, other_name, orcid, headline, bio, country, region, city; from our own
    document also language, time_zone, seniority, years_experience, travel_document, capacity,
    motivation_kinds, themes, motivation_places.
    affiliation: kind, organisation, ror, department, role, city, region, country, place, starts_on, ends_on,
    is_current, url, summary.
    skill: name, level, level_text, group, years, last_used_year. language: language, name, cefr, level_text.
    work: kind, source_type, title, venue, year, published_on, doi, url, language, abstract.
    link: label, url. credential: kind, name, issuer, country, issued_on, valid_until, basis, reference, url,
    summary.
    availability: starts_on, ends_on, hours_per_week, modes.
    """

    IDENTITY = "identity"
    AFFILIATION = "affiliation"
    SKILL = "skill"
    WORK = "work"
    LANGUAGE = "language"
    LINK = "link"
    CREDENTIAL = "credential"
    AVAILABILITY = "availability"


class AffiliationKind(StrEnum):
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HONORARY = "honorary"


class WorkKind(StrEnum):
    PUBLICATION = "publication"
    PATENT = "patent"
    PROJECT = "project"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One thing the file says: `place` is a path into it, `source` names who asserted it there.

    The path is a JSON pointer, for XML over the names of elements, for an archive after the name of the file.
    """

    kind: FactKind
    fields: dict[str, FieldValue]
    place: str
    source: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """One thing left out or shortened. The excerpt stays empty for whatever the portal must not keep."""

    place: str
    code: SkipCode
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class ProfileReading:
    format: Format
    facts: tuple[ReadFact, ...]
    skipped: tuple[Skipped, ...]
