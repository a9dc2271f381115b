"""Rows of lists that a file brings: which row of the profile each means, and how the two differ."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.text import fold
from experts.enums import AffiliationKind, Basis, CredentialKind, RowKind, WorkKind
from experts.labels import AFFILIATION_KINDS, CREDENTIAL_KINDS, WORK_KINDS
from experts.models import Affiliation, Availability, Credential, Expert, ExpertSkill, Work
from experts.readers import FactKind
from experts.readers.partial_dates import from_text
from experts.selectors.import_likeness import Claim, Post
from experts.selectors.panels import row_answer, vocabulary_words
from taxonomy.labels import CEFR_LEVELS, SKILL_LEVELS, language_name
from taxonomy.models import Skill
from taxonomy.selectors import skills_named

Levels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as a file tells it. `keys` are what equal rows share; `levels` what is left to choose."""

    label: str
    value: str
    detail: str
    values: dict[str, Any]
    keys: tuple[Any, ...]
    levels: Levels = ()


@dataclass(slots=True)
class Held:
    """A row of the profile, or one that a file brought earlier (without `row`)."""

    row: Any = None
    is_met: bool = False  # by an earlier entry of the file: what comes after is a repetition


@dataclass(slots=True)
class Lists:
    """The lists of a profile by the keys of their rows, with the skills that the file's words name."""

    held: dict[RowKind, dict[Any, Held]]
    counts: dict[RowKind, int]
    skills: dict[str, Skill]
    from_source: dict[RowKind, set[int]] = field(default_factory=dict)

    def find(self, kind: RowKind, wanted: Wanted) -> Held | None:
        rows = self.held[kind]
        if kind is RowKind.CREDENTIAL:
            (claim,) = wanted.keys
            alike = (held for other, held in rows.items() if other.may_be(claim))
            return rows.get(claim) or next(alike, None)
        if kind is not RowKind.AFFILIATION:
            return next((rows[key] for key in wanted.keys if key in rows), None)
        (post,) = wanted.keys
        alike = [held for other, held in rows.items() if other.may_be(post)]
        if not alike:
            own = self.from_source.get(kind, set())
            alike = [
                held
                for other, held in rows.items()
                if held.row is not None and held.row.pk in own and not held.is_met and other.goes_on_as(post)
            ]
        return alike[0] if alike else None

    def add(self, kind: RowKind, wanted: Wanted) -> None:
        held = Held(is_met=True)
        self.held[kind].update(dict.fromkeys(wanted.keys, held))


def lists_of(expert: Expert, facts: list[dict[str, Any]]) -> Lists:
    """Everything that the rows of a file are compared with, in a fixed number of queries."""
    held: dict[RowKind, dict[Any, Held]] = {}
    counts: dict[RowKind, int] = {}
    rows = {
        RowKind.LANGUAGE: expert.languages.all(),
        RowKind.SKILL: expert.skills.all(),
        RowKind.AFFILIATION: expert.affiliations.all(),
        RowKind.WORK: expert.works.all(),
    }
    told = {fact["kind"] for fact in facts}
    if FactKind.AVAILABILITY in told:
        rows[RowKind.AVAILABILITY] = expert.availabilities.all()
    if FactKind.CREDENTIAL in told:
        rows[RowKind.CREDENTIAL] = expert.credentials.standing()
    for kind, found in rows.items():
        held[kind] = {}
        counts[kind] = 0
        for row in found:
            counts[kind] += 1
            here = Held(row)
            for key in _KEYS[kind](row):
                held[kind].setdefault(key, here)
    typed = [fact["fields"]["name"] for fact in facts if fact["kind"] == FactKind.SKILL]
    return Lists(held, counts, skills_named(typed))


def differing(kind: RowKind, row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Columns in which the file says something else, or more exactly, with its values.

    What the file does not say takes nothing away, but for the end of a post that goes on.
    """
    found = {
        name: values[name]
        for name in _COMPARED[kind]
        if values.get(name) not in (None, "", []) and _says_more(getattr(row, name), values[name])
    }
    if kind is RowKind.CREDENTIAL and row.issuer:
        found.pop("issuer", None)  # rows are found by it: another spelling is no news
    if kind is RowKind.AFFILIATION and values["is_current"] and not values["ends"] and row.ends:
        found |= {"ends": "", "is_current": True}
    return found


def _says_more(present: Any, told: Any) -> bool:
    """A year is no news where a day of that year is known."""
    is_less = isinstance(present, str) and isinstance(told, str) and told[:4].isdigit() and len(told) < 10
    return present != told and not (is_less and present.startswith(f"{told}-"))


def wanted_skill(lists: Lists, fields: dict[str, Any]) -> Wanted:
    typed = fields["name"]
    skill = lists.skills.get(typed)
    level = fields.get("level")
    values = {"typed": typed} | {
        name: fields[name] for name in ("level", "years", "last_used_year") if fields.get(name) is not None
    }
    return Wanted(
        typed,
        str(SKILL_LEVELS[level]) if level else "",
        vocabulary_words(typed, skill),
        values,
        (fold(typed), skill.pk) if skill else (fold(typed),),
        () if level else tuple((str(code), str(words)) for code, words in SKILL_LEVELS.items()),
    )


def wanted_language(lists: Lists, fields: dict[str, Any]) -> Wanted:
    code, level = fields["language"], fields.get("cefr", "")
    return Wanted(
        language_name(code),
        level,
        fields.get("level_text", ""),
        {"code": code, "level": level},
        (code,),
        () if level else tuple((step.value, str(words)) for step, words in CEFR_LEVELS.items()),
    )


def wanted_affiliation(lists: Lists, fields: dict[str, Any]) -> Wanted:
    role = ", ".join(filter(None, (fields.get("role"), fields.get("department"))))[:200]
    values = {
        "kind": fields["kind"],
        "organisation": fields["organisation"],
        "role": role,
        "city": (fields.get("city") or fields.get("place") or "")[:120],
        "country": fields.get("country", ""),
        "ror": fields.get("ror", ""),
        "starts": fields.get("starts_on", ""),
        "ends": fields.get("ends_on", ""),
        "is_current": fields.get("is_current", False),
    }
    post = Post((values["kind"], fold(values["organisation"]), fold(role)), values["starts"], values["ends"])
    ends = _("today") if values["is_current"] else values["ends"]
    years = _from_to(values["starts"], ends)
    kind = AFFILIATION_KINDS[AffiliationKind(values["kind"])]
    detail = ", ".join(filter(None, (str(kind), values["city"], years)))
    return Wanted(values["organisation"], role, detail, values, (post,))


def wanted_work(lists: Lists, fields: dict[str, Any]) -> Wanted:
    values = {
        "kind": fields["kind"],
        "title": fields["title"],
        "text": fields.get("abstract", ""),
        "venue": fields.get("venue", ""),
        "year": fields.get("year"),
        "doi": fields.get("doi", ""),
        "url": _link_that_is_kept(fields.get("url", "")),
    }
    keys = [key for key in (values["doi"], (fold(values["title"]), values["year"])) if key]
    detail = ", ".join(str(part) for part in (values["venue"], values["year"], values["doi"]) if part)
    kind = str(WORK_KINDS[WorkKind(values["kind"])])
    return Wanted(values["title"], kind, detail, values, tuple(keys))


def wanted_availability(lists: Lists, fields: dict[str, Any]) -> Wanted:
    values = {
        "starts_on": date.fromisoformat(fields["starts_on"]),
        "ends_on": date.fromisoformat(fields["ends_on"]),
        "hours_per_week": fields["hours_per_week"],
        "modes": list(fields["modes"]),
    }
    shown = row_answer(RowKind.AVAILABILITY, Availability(**values))
    keys = ((values["starts_on"], values["ends_on"]),)
    return Wanted(shown.label, shown.value, shown.detail, values, keys)


def wanted_credential(lists: Lists, fields: dict[str, Any]) -> Wanted:
    """A claim; an end that has passed is told but not written: the portal warns of ends that come."""
    ends = from_text(fields.get("valid_until", "")).value
    values = {
        "kind": fields["kind"],
        "title": fields["name"],
        "issuer": fields.get("issuer", ""),
        "country": fields.get("country", ""),
        "issued": fields.get("issued_on", ""),
        "basis": fields.get("basis", Basis.NONE),
        "reference": fields.get("reference", ""),
        "link": _link_that_is_kept(fields.get("url", "")),
        "note": fields.get("summary", ""),
        "valid_until": ends.last_day if ends and ends.last_day >= timezone.localdate() else None,
    }
    kind = str(CREDENTIAL_KINDS[CredentialKind(values["kind"])])
    years = _from_to(values["issued"], fields.get("valid_until", ""))
    detail = ", ".join(filter(None, (kind, years, values["reference"])))
    claim = Claim(fold(values["title"]), fold(values["issuer"]))
    return Wanted(values["title"], values["issuer"], detail, values, (claim,))


def _from_to(*days: str) -> str:
    """Dates of a period, each set apart (Unicode's isolates): in Urdu 2019-04 must not turn into 04-2019."""
    return " – ".join(f"\u2068{day}\u2069" for day in days if day)


def _link_that_is_kept(url: str) -> str:
    """A link that the profile would refuse must not cost the entry that it belongs to."""
    try:
        Work._meta.get_field("url").run_validators(url)
    except ValidationError:
        return ""
    return url


def _skill_keys(row: ExpertSkill) -> Iterator[str | int]:
    yield fold(row.typed)
    if row.skill_id is not None:
        yield row.skill_id


def _affiliation_keys(row: Affiliation) -> Iterator[Post]:
    yield Post((row.kind, fold(row.organisation), fold(row.role)), row.starts, row.ends)


def _work_keys(row: Work) -> Iterator[str | tuple[str, int | None]]:
    if row.doi:
        yield row.doi
    yield fold(row.title), row.year


def _credential_keys(row: Credential) -> Iterator[Claim]:
    yield Claim(fold(row.title), fold(row.issuer))


_KEYS: dict[RowKind, Callable[[Any], Iterator[Any]]] = {
    RowKind.LANGUAGE: lambda row: iter((row.code,)),
    RowKind.SKILL: _skill_keys,
    RowKind.AFFILIATION: _affiliation_keys,
    RowKind.WORK: _work_keys,
    RowKind.AVAILABILITY: lambda row: iter(((row.starts_on, row.ends_on),)),
    RowKind.CREDENTIAL: _credential_keys,
}
# What may change at a source while the row stays the same row.
_COMPARED: dict[RowKind, tuple[str, ...]] = {
    RowKind.LANGUAGE: ("level",),
    RowKind.SKILL: ("level", "years", "last_used_year"),
    RowKind.AFFILIATION: ("city", "country", "ror", "starts", "ends"),
    RowKind.WORK: ("title", "text", "venue", "year", "doi", "url"),
    RowKind.AVAILABILITY: ("hours_per_week", "modes"),
    RowKind.CREDENTIAL: ("issuer", "issued", "reference", "link", "note", "valid_until"),
}
ROW_PLANS: dict[FactKind, tuple[RowKind, Callable[[Lists, dict[str, Any]], Wanted]]] = {
    FactKind.SKILL: (RowKind.SKILL, wanted_skill),
    FactKind.LANGUAGE: (RowKind.LANGUAGE, wanted_language),
    FactKind.AFFILIATION: (RowKind.AFFILIATION, wanted_affiliation),
    FactKind.WORK: (RowKind.WORK, wanted_work),
    FactKind.AVAILABILITY: (RowKind.AVAILABILITY, wanted_availability),
    FactKind.CREDENTIAL: (RowKind.CREDENTIAL, wanted_credential),
}
