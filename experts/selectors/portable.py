"""A profile as documents that its person takes along: our own, from which nothing is lost, and a JSON Resume.

Both are read back by `experts.readers`. Neither holds a row's id, a consent, a word about anybody else, or
what staff answered to a credential.
"""

from collections.abc import Iterable
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import override

from experts.enums import AffiliationKind, Basis, CredentialKind, CredentialState, RowKind, WorkKind
from experts.models import Affiliation, Availability, Credential, Expert, ExpertLanguage, ExpertSkill, Work
from taxonomy.labels import language_name

PROFILE_FORMAT = "diaspora-portal-profile"
PROFILE_VERSION = 1
RESUME_SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

# Who may see the person travels along for their own information; an import asks anew.
PROFILE_FIELDS = (
    "headline", "bio", "language", "orcid", "country", "city", "time_zone", "seniority", "years_experience",
    "travel_document", "visibility", "public_parts", "capacity", "motivation_kinds",
)  # fmt: skip
ROW_FIELDS: dict[RowKind, tuple[str, ...]] = {
    RowKind.LANGUAGE: ("code", "level"),
    RowKind.SKILL: ("typed", "level", "years", "last_used_year"),
    RowKind.AFFILIATION: (
        "kind", "organisation", "role", "city", "country", "ror", "starts", "ends", "is_current",
    ),
    RowKind.WORK: ("kind", "title", "text", "venue", "year", "doi", "url"),
    RowKind.AVAILABILITY: ("starts_on", "ends_on", "hours_per_week", "modes"),
    RowKind.CREDENTIAL: (
        "kind", "country", "issuer", "title", "issued", "basis", "reference", "link", "note", "valid_until",
    ),
}  # fmt: skip

# The words in which a JSON Resume tells a level; our own reader understands them.
_SKILL_WORDS = {1: "Beginner", 2: "Intermediate", 3: "Advanced", 4: "Expert"}

# A post stands among the work of a JSON Resume already.
_CERTIFIED = (CredentialKind.DEGREE, CredentialKind.LICENCE, CredentialKind.CERTIFICATE)

Document = dict[str, Any]


def profile_document(expert: Expert) -> Document:
    """The whole profile under our own field names: version 1 of "diaspora-portal-profile"."""
    return {
        "format": PROFILE_FORMAT,
        "version": PROFILE_VERSION,
        "profile": _plain(model_to_dict(expert, PROFILE_FIELDS)),
        "themes": sorted(theme.slug for theme in expert.themes.all()),
        "motivation_places": sorted(place.code for place in expert.motivation_places.all()),
        "languages": _rows(RowKind.LANGUAGE, expert.languages.all()),
        "skills": [
            _row(RowKind.SKILL, row) | {"skill": row.skill.slug if row.skill else None}
            for row in _skills(expert)
        ],
        "affiliations": _rows(RowKind.AFFILIATION, expert.affiliations.all()),
        "works": _rows(RowKind.WORK, expert.works.all()),
        "availabilities": _rows(RowKind.AVAILABILITY, expert.availabilities.all()),
        "credentials": _rows(RowKind.CREDENTIAL, _claims(expert)),
    }


def resume_document(expert: Expert) -> Document:
    """The profile as JSON Resume 1.0.0, with name and e-mail address: it goes to the person alone."""
    affiliations = list(expert.affiliations.all())
    works = list(expert.works.all())
    claims = _claims(expert)
    with override("en"):
        languages = [
            {"language": str(language_name(row.code)), "fluency": row.level} for row in expert.languages.all()
        ]
    return {
        "$schema": RESUME_SCHEMA,
        "basics": _basics(expert),
        "work": _posts(affiliations, AffiliationKind.EMPLOYMENT, organisation="name", role="position"),
        "volunteer": _posts(
            affiliations, AffiliationKind.HONORARY, organisation="organization", role="position"
        ),
        "education": _posts(
            affiliations, AffiliationKind.EDUCATION, organisation="institution", role="studyType"
        ),
        "awards": [_award(row) for row in claims if row.kind == CredentialKind.AWARD],
        "certificates": [_certificate(row) for row in claims if row.kind in _CERTIFIED],
        "skills": [{"name": row.typed, "level": _SKILL_WORDS[row.level]} for row in expert.skills.all()],
        "languages": languages,
        "publications": [_publication(work) for work in works if work.kind != WorkKind.PROJECT],
        "projects": [_project(work) for work in works if work.kind == WorkKind.PROJECT],
        "meta": {"version": "v1.0.0"},
    }


def _skills(expert: Expert) -> Iterable[ExpertSkill]:
    prefetched = "skills" in getattr(expert, "_prefetched_objects_cache", {})
    return expert.skills.all() if prefetched else expert.skills.select_related("skill")


def _claims(expert: Expert) -> list[Credential]:
    """What the person claimed, the oldest first; a mailed code and a liaison's word do not travel."""
    made_by_others = (Basis.EMPLOYER_DOMAIN, Basis.LIAISON_VOUCHING)
    return [
        row
        for row in sorted(expert.credentials.all(), key=lambda row: row.pk)
        if row.state != CredentialState.REMOVED and row.basis not in made_by_others
    ]


def _rows(
    kind: RowKind, rows: Iterable[ExpertLanguage | Affiliation | Work | Availability | Credential]
) -> list[Document]:
    return [_row(kind, row) for row in rows]


def _row(
    kind: RowKind, row: ExpertLanguage | ExpertSkill | Affiliation | Work | Availability | Credential
) -> Document:
    return _plain({name: getattr(row, name) for name in ROW_FIELDS[kind]})


def _plain(values: Document) -> Document:
    """Dates as ISO text; everything else is JSON already."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()
    }


def _basics(expert: Expert) -> Document:
    location = _present(city=expert.city, countryCode=expert.country)
    basics = _present(label=expert.headline, summary=expert.bio, location=location)
    if expert.user is not None:
        basics |= _present(name=expert.user.full_name, email=expert.user.email)
    if expert.orcid:
        orcid = {"network": "ORCID", "username": expert.orcid, "url": f"https://orcid.org/{expert.orcid}"}
        basics["profiles"] = [orcid]
    return basics


def _posts(
    affiliations: list[Affiliation], kind: AffiliationKind, *, organisation: str, role: str
) -> list[Document]:
    return [
        {organisation: row.organisation}
        | _present(
            **{role: row.role},
            location=row.city if kind is AffiliationKind.EMPLOYMENT else "",
            startDate=row.starts,
            endDate="" if row.is_current else row.ends,
        )
        for row in affiliations
        if row.kind == kind
    ]


def _award(row: Credential) -> Document:
    return {"title": row.title} | _present(awarder=row.issuer, date=row.issued)


def _certificate(row: Credential) -> Document:
    return {"name": row.title} | _present(issuer=row.issuer, date=row.issued, url=row.link)


def _publication(work: Work) -> Document:
    year = str(work.year) if work.year else ""
    return {"name": work.title} | _present(
        publisher=work.venue, releaseDate=year, url=_address(work), summary=work.text
    )


def _project(work: Work) -> Document:
    year = str(work.year) if work.year else ""
    return {"name": work.title} | _present(
        entity=work.venue, endDate=year, url=_address(work), description=work.text
    )


def _address(work: Work) -> str:
    return f"https://doi.org/{work.doi}" if work.doi else work.url


def _present(**values: Any) -> Document:
    """Without what is empty: the schema knows no empty dates or links."""
    return {name: value for name, value in values.items() if value}
