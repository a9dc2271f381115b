"""Our own document, "diaspora-portal-profile": what a person took along from this or another portal.

The same rules hold for it as for any file: it may have been written by anybody.
"""

import re
import zoneinfo
from collections.abc import Callable

from experts.enums import Basis, CredentialKind, HelpKind, TravelDocument
from experts.readers.codes import SkipCode, UnreadableCode, UnreadableProfile
from experts.readers.cursor import Node
from experts.readers.identifiers import country_code, doi, language_code, orcid_id, ror_id
from experts.readers.limits import (
    BIO,
    CITY,
    HEADLINE,
    LONG_TEXT,
    MAX_OWN_FACTS,
    NAME,
    NOTE,
    REFERENCE,
    SKILL,
    TITLE,
)
from experts.readers.partial_dates import PartialDate, from_text
from experts.readers.shapes import AffiliationKind, FactKind, FieldValue, WorkKind
from programmes.enums import Mode
from taxonomy.enums import LANGUAGE_CODES, Cefr, Seniority

FORMAT = "diaspora-portal-profile"
VERSION = 1
SOURCE = "Diaspora Portal"

Fields = dict[str, FieldValue | None]

_SLUG = re.compile(r"[A-Za-z0-9_-]{1,60}")
_CEFR = frozenset(Cefr)
# A mission alone says whom it knows, and an employer's domain is shown by a code.
_CLAIMED_KINDS = frozenset(CredentialKind) - {CredentialKind.ACQUAINTANCE}
_CLAIMED_BASES = frozenset(Basis) - {Basis.EMPLOYER_DOMAIN, Basis.LIAISON_VOUCHING}
_ASKED_ANEW = ("visibility", "public_parts")
_PARTS = frozenset(
    {"format", "version", "profile", "themes", "motivation_places", "languages", "skills", "affiliations",
     "works", "availabilities", "credentials"}
)  # fmt: skip


def looks_like_own_profile(root: dict[str, object]) -> bool:
    return root.get("format") == FORMAT


def read_own_profile(root: Node) -> None:
    """Note every fact and omission; raises UnreadableProfile for other versions than ours."""
    if root.value.get("version") != VERSION or isinstance(root.value["version"], bool):
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="Diaspora Portal")
    root.notes.most_facts = MAX_OWN_FACTS
    if profile := root.node("profile"):
        _read_profile(profile)
    for key in ("themes", "motivation_places"):
        codes = tuple(text for text, _place in root.texts(key) if _SLUG.fullmatch(text))
        if codes:
            root.notes.add(FactKind.IDENTITY, {key: codes[:100]}, root.at(key), SOURCE)
    for key, read in _ROWS.items():
        for row in root.nodes(key):
            read(row)
    root.skip_unknown(_PARTS)


def _read_profile(profile: Node) -> None:
    texts = {"headline": HEADLINE, "bio": BIO, "city": CITY}
    for field, limit in texts.items():
        _note(profile, field, profile.text(field, limit=limit))
    for field, code_of in _CODES.items():
        written = profile.text(field)
        code = code_of(written) if written else None
        if written and code is None:
            profile.skip(SkipCode.UNKNOWN_CHOICE, field, excerpt=written)
        _note(profile, field, code)
    _note(profile, "years_experience", _number(profile, "years_experience", 0, 70))
    _note(profile, "capacity", _number(profile, "capacity", 1, 10))
    known = set(HelpKind)
    _note(
        profile, "motivation_kinds", tuple(k for k, _place in profile.texts("motivation_kinds") if k in known)
    )
    profile.skip(SkipCode.ASKED_ANEW, *_ASKED_ANEW)
    profile.skip_unknown(
        frozenset({*texts, *_CODES, *_ASKED_ANEW, "years_experience", "capacity", "motivation_kinds"})
    )


def _note(profile: Node, field: str, value: FieldValue | None) -> None:
    if value not in (None, "", ()):
        profile.notes.add(FactKind.IDENTITY, {field: value}, profile.at(field), SOURCE)


def _read_language(row: Node) -> None:
    written, level = row.text("code"), row.text("level")
    code = language_code(written)
    if code is None:
        row.skip(SkipCode.UNKNOWN_LANGUAGE, excerpt=written)
        return
    fields: Fields = {"language": code, "cefr": level if level in _CEFR else None}
    row.notes.add(FactKind.LANGUAGE, fields, row.place, SOURCE)


def _read_skill(row: Node) -> None:
    name = row.text("typed", limit=SKILL)
    if not name:
        row.skip(SkipCode.MISSING_NAME)
        return
    fields: Fields = {
        "name": name,
        "level": _number(row, "level", 1, 4),
        "years": _number(row, "years", 0, 60),
        "last_used_year": _number(row, "last_used_year", 1960, 2100),
    }
    row.notes.add(FactKind.SKILL, fields, row.place, SOURCE)


def _read_affiliation(row: Node) -> None:
    kind, organisation = row.text("kind"), row.text("organisation")
    if not organisation or kind not in set(AffiliationKind):
        row.skip(SkipCode.UNKNOWN_CHOICE if organisation else SkipCode.MISSING_NAME, excerpt=organisation)
        return
    starts_on, ends_on = row.period(_date(row, "starts"), _date(row, "ends"))
    fields: Fields = {
        "kind": kind,
        "organisation": organisation,
        "role": row.text("role"),
        "city": row.text("city", limit=120),
        "country": country_code(row.text("country")),
        "ror": ror_id(row.text("ror")),
        "starts_on": starts_on,
        "ends_on": ends_on,
        "is_current": row.value.get("is_current") is True,
    }
    row.notes.add(FactKind.AFFILIATION, fields, row.place, SOURCE)


def _read_work(row: Node) -> None:
    kind, title = row.text("kind"), row.text("title", limit=TITLE)
    if not title or kind not in set(WorkKind):
        row.skip(SkipCode.UNKNOWN_CHOICE if title else SkipCode.MISSING_NAME, excerpt=title)
        return
    fields: Fields = {
        "kind": kind,
        "title": title,
        "abstract": row.text("text", limit=LONG_TEXT),
        "venue": row.text("venue", limit=NAME),
        "year": _number(row, "year", 1900, 2100),
        "doi": doi(row.text("doi")),
        "url": row.link("url"),
    }
    row.notes.add(FactKind.WORK, fields, row.place, SOURCE)


def _read_availability(row: Node) -> None:
    starts_on, ends_on = _date(row, "starts_on"), _date(row, "ends_on")
    hours = _number(row, "hours_per_week", 1, 60)
    modes = tuple(mode for mode, _place in row.texts("modes") if mode in set(Mode))
    if not (starts_on and starts_on.day and ends_on and ends_on.day and hours and modes):
        row.skip(SkipCode.DATE_UNREADABLE if hours and modes else SkipCode.UNKNOWN_CHOICE)
        return
    fields: Fields = {
        "starts_on": starts_on, "ends_on": ends_on, "hours_per_week": hours, "modes": modes,
    }  # fmt: skip
    row.notes.add(FactKind.AVAILABILITY, fields, row.place, SOURCE)


def _read_credential(row: Node) -> None:
    """A claim with what it can be checked against; whatever the file says of its state is not believed."""
    kind, title, basis = row.text("kind"), row.text("title"), row.text("basis")
    if not title or kind not in _CLAIMED_KINDS:
        row.skip(SkipCode.UNKNOWN_CHOICE if title else SkipCode.MISSING_NAME, excerpt=title)
        return
    if basis and basis not in _CLAIMED_BASES:
        row.skip(SkipCode.UNKNOWN_CHOICE, "basis", excerpt=basis)
    issued_on, valid_until = row.period(_date(row, "issued"), _date(row, "valid_until"))
    fields: Fields = {
        "kind": kind,
        "name": title,
        "issuer": row.text("issuer"),
        "country": country_code(row.text("country")),
        "issued_on": issued_on,
        "valid_until": valid_until,
        "basis": basis if basis in _CLAIMED_BASES else None,
        "reference": row.text("reference", limit=REFERENCE),
        "url": row.link("link"),
        "summary": row.text("note", limit=NOTE),
    }
    row.notes.add(FactKind.CREDENTIAL, fields, row.place, SOURCE)


def _number(row: Node, key: str, least: int, most: int) -> int | None:
    value = row.value.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        row.skip(SkipCode.WRONG_TYPE, key)
        return None
    return value


def _date(row: Node, key: str) -> PartialDate | None:
    written = row.text(key)
    return row.keep_date(from_text(written), row.at(key), written) if written else None


def _time_zone(text: str) -> str | None:
    return text if text in zoneinfo.available_timezones() else None


_CODES: dict[str, Callable[[str], str | None]] = {
    "language": lambda text: text if text in LANGUAGE_CODES else None,
    "orcid": orcid_id,
    "country": country_code,
    "time_zone": _time_zone,
    "seniority": lambda text: text if text in set(Seniority) else None,
    "travel_document": lambda text: text if text in set(TravelDocument) else None,
}
# In the order of what a profile needs most: a file with too much loses works first.
_ROWS: dict[str, Callable[[Node], None]] = {
    "languages": _read_language,
    "skills": _read_skill,
    "affiliations": _read_affiliation,
    "availabilities": _read_availability,
    "credentials": _read_credential,
    "works": _read_work,
}
