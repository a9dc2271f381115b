"""What an import would do, decided once: the preview shows this plan and the import carries it out.

What stands on the profile always wins, whether typed or imported before: an import only adds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text import fold
from experts.enums import AffiliationKind, ImportStatus, RowKind, Source, WorkKind
from experts.labels import AFFILIATION_KINDS, FIELDS, WORK_KINDS
from experts.models import Expert, ExpertSkill, ImportBatch, Work
from experts.readers import FactKind, Format
from experts.selectors.panels import vocabulary_words
from taxonomy.labels import SKILL_LEVELS, country_name, language_name
from taxonomy.models import Skill
from taxonomy.selectors import skills_named

SOURCE_OF_FORMAT = {Format.ORCID: Source.ORCID, Format.JSON_RESUME: Source.JSON_RESUME}

_OWN_LEVEL = 2  # "on my own": what a skill means whose file gives no level
_EXPERT_FIELDS = ("headline", "bio", "orcid", "country", "city")
_ACCOUNT_FIELDS = ("full_name", "credit_name", "other_name")


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing that a file says, in words, and what would become of it.

    `key` names it in the form. `field` is the field of the profile, empty for a row of a list.
    """

    key: str
    kind: RowKind | None
    field: str
    label: str
    value: str
    detail: str
    status: ImportStatus
    place: str
    source: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Post:
    """A position at an organisation. Dates tell two posts of one kind apart, as far as both are known."""

    name: tuple[str, str, str]
    starts: str
    ends: str

    def may_be(self, other: "_Post") -> bool:
        if self.name != other.name or not _agree(self.starts, other.starts):
            return False
        follows = _is_before(self.ends, other.starts) or _is_before(other.ends, self.starts)
        return _agree(self.ends, other.ends) and not follows


def _agree(one: str, other: str) -> bool:
    """Whether two partial dates do not contradict each other: "2019" and "2019-04" do not."""
    known = min(len(one), len(other))
    return one[:known] == other[:known]


def _is_before(one: str, other: str) -> bool:
    known = min(len(one), len(other))
    return one[:known] < other[:known]


@dataclass(slots=True)
class _Known:
    """What the profile holds by now, as keys that equal things share."""

    rows: dict[RowKind, set[Any]]
    counts: dict[RowKind, int]
    skills: dict[str, Skill]

    def take(self, kind: RowKind, *keys: Any) -> ImportStatus:
        """Whether a row with one of these keys is new; if so it is known from now on."""
        if any(key in self.rows[kind] for key in keys):
            return ImportStatus.SAME
        if self.counts[kind] >= kind.most_rows:
            return ImportStatus.LIST_FULL
        self.rows[kind].update(keys)
        self.counts[kind] += 1
        return ImportStatus.NEW


def plan_import(batch: ImportBatch) -> list[PlanItem]:
    """Every fact of a previewed file as items, in the file's order; a fixed number of queries."""
    facts = batch.reading.get("facts", [])
    known = _known(batch.expert, facts)
    return [item for index, fact in enumerate(facts) for item in _items(batch.expert, known, index, fact)]


def _items(expert: Expert, known: _Known, index: int, fact: dict[str, Any]) -> Iterator[PlanItem]:
    fields = fact["fields"]
    if fact["kind"] == FactKind.IDENTITY:
        for name, value in fields.items():
            yield _identity_item(expert, f"{index}.{name}", name, value, fact)
    elif fact["kind"] in _ROW_PLANS:
        kind, plan = _ROW_PLANS[FactKind(fact["kind"])]
        label, value, detail, values, status = plan(known, fields)
        yield PlanItem(
            str(index), kind, "", label, value, detail, status, fact["place"], fact["source"], values
        )
    else:
        label = fields.get("name") or fields.get("label") or fields["url"]
        detail = fields.get("issuer") or fields.get("url", "")
        yield PlanItem(
            str(index), None, "", label, "", detail, ImportStatus.NO_PLACE, fact["place"], fact["source"]
        )


def _identity_item(expert: Expert, key: str, name: str, value: str, fact: dict[str, Any]) -> PlanItem:
    shown = country_name(value) if name == "country" else value
    if name in _ACCOUNT_FIELDS:
        status, label = ImportStatus.IN_ACCOUNT, _("Name")
    elif name not in _EXPERT_FIELDS:
        status, label = ImportStatus.NO_PLACE, _("Region")
    else:
        present = getattr(expert, name)
        label = FIELDS[name]
        status = ImportStatus.NEW
        if present:
            status = ImportStatus.SAME if present == value else ImportStatus.KEPT
    return PlanItem(
        key, RowKind.EXPERT, name, label, shown, "", status, fact["place"], fact["source"], {name: value}
    )


RowPlan = tuple[str, str, str, dict[str, Any], ImportStatus]


def _plan_skill(known: _Known, fields: dict[str, Any]) -> RowPlan:
    typed = fields["name"]
    skill = known.skills.get(typed)
    level = fields.get("level", _OWN_LEVEL)
    keys = (fold(typed), skill.pk) if skill else (fold(typed),)
    values = {"typed": typed, "level": level}
    return (
        typed,
        SKILL_LEVELS[level],
        vocabulary_words(typed, skill),
        values,
        known.take(RowKind.SKILL, *keys),
    )


def _plan_language(known: _Known, fields: dict[str, Any]) -> RowPlan:
    code, level = fields["language"], fields.get("cefr", "")
    status = known.take(RowKind.LANGUAGE, code) if level else ImportStatus.NEEDS_LEVEL
    if code in known.rows[RowKind.LANGUAGE] and not level:
        status = ImportStatus.SAME
    detail = fields.get("level_text", "")
    return language_name(code), level, detail, {"code": code, "level": level}, status


def _plan_affiliation(known: _Known, fields: dict[str, Any]) -> RowPlan:
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
    post = _Post((values["kind"], fold(values["organisation"]), fold(role)), values["starts"], values["ends"])
    same = [known_post for known_post in known.rows[RowKind.AFFILIATION] if known_post.may_be(post)]
    ends = _("today") if values["is_current"] else values["ends"]
    years = " – ".join(filter(None, (values["starts"], ends)))
    kind = AFFILIATION_KINDS[AffiliationKind(values["kind"])]
    detail = ", ".join(filter(None, (str(kind), values["city"], years)))
    return values["organisation"], role, detail, values, known.take(RowKind.AFFILIATION, *(same or [post]))


def _plan_work(known: _Known, fields: dict[str, Any]) -> RowPlan:
    values = {
        "kind": fields["kind"],
        "title": fields["title"],
        "text": fields.get("abstract", ""),
        "venue": fields.get("venue", ""),
        "year": fields.get("year"),
        "doi": fields.get("doi", ""),
        "url": _link_that_is_kept(fields.get("url", "")),
    }
    keys = [(fold(values["title"]), values["year"])]
    if values["doi"]:
        keys.append(values["doi"])
    detail = ", ".join(str(part) for part in (values["venue"], values["year"], values["doi"]) if part)
    kind = str(WORK_KINDS[WorkKind(values["kind"])])
    return values["title"], kind, detail, values, known.take(RowKind.WORK, *keys)


def _link_that_is_kept(url: str) -> str:
    """A link that the profile would refuse must not cost the work that it belongs to."""
    try:
        Work._meta.get_field("url").run_validators(url)
    except ValidationError:
        return ""
    return url


def _known(expert: Expert, facts: list[dict[str, Any]]) -> _Known:
    skills = list(expert.skills.all())
    languages = list(expert.languages.all())
    affiliations = list(expert.affiliations.all())
    works = list(expert.works.all())
    typed = [fact["fields"]["name"] for fact in facts if fact["kind"] == FactKind.SKILL]
    return _Known(
        rows={
            RowKind.LANGUAGE: {row.code for row in languages},
            RowKind.SKILL: {key for row in skills for key in _skill_keys(row)},
            RowKind.AFFILIATION: {
                _Post((row.kind, fold(row.organisation), fold(row.role)), row.starts, row.ends)
                for row in affiliations
            },
            RowKind.WORK: {key for row in works for key in ((fold(row.title), row.year), row.doi) if key},
        },
        counts={
            RowKind.LANGUAGE: len(languages),
            RowKind.SKILL: len(skills),
            RowKind.AFFILIATION: len(affiliations),
            RowKind.WORK: len(works),
        },
        skills=skills_named(typed),
    )


def _skill_keys(row: ExpertSkill) -> Iterator[str | int]:
    yield fold(row.typed)
    if row.skill_id is not None:
        yield row.skill_id


_ROW_PLANS: dict[FactKind, tuple[RowKind, Callable[[_Known, dict[str, Any]], RowPlan]]] = {
    FactKind.SKILL: (RowKind.SKILL, _plan_skill),
    FactKind.LANGUAGE: (RowKind.LANGUAGE, _plan_language),
    FactKind.AFFILIATION: (RowKind.AFFILIATION, _plan_affiliation),
    FactKind.WORK: (RowKind.WORK, _plan_work),
}
