"""What every reader returns."""

from dataclasses import dataclass
from enum import StrEnum

from experts.readers.codes import SkipCode
from experts.readers.partial_dates import PartialDate

FieldValue = str | int | bool | PartialDate


class Format(StrEnum):
    ORCID = "orcid_json"
    JSON_RESUME = "json_resume"


class FactKind(StrEnum):
    """What a fact is about, with the fields it may carry.

    identity: full_name, credit_name, other_name, orcid, headline, bio, country, region, city.
    affiliation: kind, organisation, ror, department, role, city, region, country, place, starts_on, ends_on,
    is_current, url, summary.
    skill: name, level, level_text, group. language: language, name, cefr, level_text.
    work: kind, source_type, title, venue, year, published_on, doi, url, language, abstract.
    link: label, url. credential: kind, name, issuer, issued_on, url, summary.
    """

    IDENTITY = "identity"
    AFFILIATION = "affiliation"
    SKILL = "skill"
    WORK = "work"
    LANGUAGE = "language"
    LINK = "link"
    CREDENTIAL = "credential"


class AffiliationKind(StrEnum):
    EMPLOYMENT = "employment"
    EDUCATION = "education"
    HONORARY = "honorary"


class WorkKind(StrEnum):
    PUBLICATION = "publication"
    PATENT = "patent"
    PROJECT = "project"
    TALK = "talk"


class CredentialKind(StrEnum):
    AWARD = "award"
    QUALIFICATION = "qualification"
    CERTIFICATE = "certificate"


@dataclass(frozen=True, slots=True)
class ReadFact:
    """One thing the file says: `place` is a JSON pointer into it, `source` names who asserted it there."""

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
