"""What an import would do, decided once: the preview shows this plan and the import carries it out.

What the person typed always wins. What an earlier import of the same source brought may follow its source.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from experts.enums import CredentialState, ImportStatus, RowKind, Source
from experts.labels import CREDENTIAL_FIELDS, FIELDS
from experts.models import Expert, Fact, ImportBatch, digest_of
from experts.readers import FactKind, Format
from experts.selectors.import_fields import PROFILE_FIELDS, in_words, is_own, known_value, value_of
from experts.selectors.import_rows import ROW_PLANS, Levels, Lists, differing, lists_of
from programmes.enums import Mode
from programmes.labels import MODES
from taxonomy.labels import SKILL_LEVELS, country_name

SOURCE_OF_FORMAT = {
    Format.ORCID: Source.ORCID,
    Format.ORCID_XML: Source.ORCID,
    Format.JSON_RESUME: Source.JSON_RESUME,
    Format.EUROPASS: Source.EUROPASS,
    Format.EUROPASS_XML: Source.EUROPASS,
    Format.EUROPASS_CANDIDATE: Source.EUROPASS,
    Format.LINKEDIN: Source.LINKEDIN,
    Format.CV: Source.CV,
    Format.PROFILE: Source.OWN_PROFILE,
}
TAKES = frozenset({ImportStatus.NEW, ImportStatus.UPDATE})

_ACCOUNT_FIELDS = ("full_name", "credit_name", "other_name")

FactKey = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One column in which the file and the profile differ, in words."""

    label: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing that a file says, in words, and what would become of it.

    `key` names it in the form. `field` is the field of the profile, empty for a row of a list. `values` are
    what would be written, for an update what differs. `levels` are what the person has to choose from.
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
    row_id: int = 0
    changes: tuple[Change, ...] = ()
    levels: Levels = ()


@dataclass(frozen=True, slots=True)
class _Profile:
    """The profile of the person, with where each fact of it came from."""

    expert: Expert
    lists: Lists
    facts: dict[FactKey, Fact]
    source: Source

    def is_from_here(self, kind: RowKind, row_id: int, name: str = "") -> bool:
        fact = self.facts.get((kind, row_id, name))
        return fact is not None and fact.source == self.source


def plan_import(batch: ImportBatch) -> list[PlanItem]:
    """Every fact of a previewed file as items, in the file's order; a fixed number of queries."""
    told = batch.reading.get("facts", [])
    source = SOURCE_OF_FORMAT[Format(batch.format)]
    facts = {(fact.row_kind, fact.row_id, fact.field): fact for fact in batch.expert.facts.all()}
    lists = lists_of(batch.expert, told)
    for kind, row_id, _name in (key for key, fact in facts.items() if fact.source == source):
        lists.from_source.setdefault(RowKind(kind), set()).add(row_id)
    profile = _Profile(batch.expert, lists, facts, source)
    return [item for index, fact in enumerate(told) for item in _items(profile, index, fact)]


def _items(profile: _Profile, index: int, fact: dict[str, Any]) -> Iterator[PlanItem]:
    fields, origin = fact["fields"], {"place": fact["place"], "source": fact["source"]}
    if fact["kind"] == FactKind.IDENTITY:
        for name, value in fields.items():
            yield _identity_item(profile, f"{index}.{name}", name, value, origin)
    elif fact["kind"] in ROW_PLANS:
        yield _row_item(profile, str(index), FactKind(fact["kind"]), fields, origin)
    else:
        label = fields.get("label") or fields["url"]
        yield PlanItem(str(index), None, "", label, "", fields["url"], ImportStatus.NO_PLACE, **origin)


def _identity_item(profile: _Profile, key: str, name: str, value: Any, origin: dict[str, str]) -> PlanItem:
    if name in _ACCOUNT_FIELDS:
        return PlanItem(key, RowKind.EXPERT, name, _("Name"), value, "", ImportStatus.IN_ACCOUNT, **origin)
    if name not in PROFILE_FIELDS:
        return PlanItem(key, RowKind.EXPERT, name, _("Region"), value, "", ImportStatus.NO_PLACE, **origin)
    told, present = known_value(name, value), value_of(profile.expert, name)
    fact = profile.facts.get((RowKind.EXPERT, 0, name))
    words = in_words(name, told)
    changes: tuple[Change, ...] = ()
    if not words:
        status = ImportStatus.NO_PLACE
    elif told == present:
        status = ImportStatus.SAME
    elif not is_own(name, present, has_fact=fact is not None):
        status = ImportStatus.NEW
    else:
        unchanged = fact is not None and fact.digest == digest_of(present)
        follows = unchanged and profile.is_from_here(RowKind.EXPERT, 0, name)
        status = ImportStatus.UPDATE if follows else ImportStatus.KEPT
        changes = (Change("", in_words(name, present), words),)
    return PlanItem(
        key,
        RowKind.EXPERT,
        name,
        FIELDS[name],
        words,
        "",
        status,
        values={name: told},
        changes=changes,
        **origin,
    )


def _row_item(
    profile: _Profile, key: str, fact_kind: FactKind, fields: dict[str, Any], origin: dict[str, str]
) -> PlanItem:
    kind, plan = ROW_PLANS[fact_kind]
    lists = profile.lists
    wanted = plan(lists, fields)
    held = lists.find(kind, wanted)
    values, row_id = wanted.values, 0
    changes: tuple[Change, ...] = ()
    levels: Levels = ()
    if held is None:
        is_full = lists.counts[kind] >= kind.most_rows
        status = ImportStatus.LIST_FULL if is_full else ImportStatus.NEW
        if not is_full:
            lists.add(kind, wanted)
            if wanted.levels:
                status, levels = ImportStatus.NEEDS_LEVEL, wanted.levels
            else:
                lists.counts[kind] += 1
    else:
        status = ImportStatus.SAME
        news = {} if held.row is None or held.is_met else differing(kind, held.row, values)
        held.is_met = True
        if news:
            row_id = held.row.pk
            status = ImportStatus.UPDATE if _may_follow(profile, kind, held.row) else ImportStatus.KEPT
            shown = (name for name in news if name != "is_current")
            changes = tuple(_change(kind, held.row, name, news[name]) for name in shown)
            values = news
    return PlanItem(
        key,
        kind,
        "",
        wanted.label,
        wanted.value,
        wanted.detail,
        status,
        values=values,
        row_id=row_id,
        changes=changes,
        levels=levels,
        **origin,
    )


def _may_follow(profile: _Profile, kind: RowKind, row: Any) -> bool:
    """A row follows its source until its person types over it, a credential until staff have answered it."""
    is_answered = kind is RowKind.CREDENTIAL and row.state != CredentialState.CLAIMED
    return profile.is_from_here(kind, row.pk) and not is_answered


def _change(kind: RowKind, row: Any, name: str, told: Any) -> Change:
    if kind is RowKind.CREDENTIAL:
        label = str(CREDENTIAL_FIELDS[name])
    else:
        label = capfirst(row._meta.get_field(name).verbose_name)
    return Change(label, _shown(kind, name, getattr(row, name)), _shown(kind, name, told))


def _shown(kind: RowKind, name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("today") if name == "ends" else ""
    if kind is RowKind.SKILL and name == "level":
        return str(SKILL_LEVELS[value])
    if name == "country":
        return country_name(value)
    if name == "modes":
        return _(", ").join(str(MODES[Mode(mode)]) for mode in value)
    return str(value)
