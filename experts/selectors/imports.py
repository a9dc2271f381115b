"""The preview of an import: what is new, what differs, what is kept, what was skipped and why."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from experts.enums import ImportStatus, RowKind, Section
from experts.labels import IMPORT_STATUSES, SECTIONS, SKIP_REASONS, SOURCES, why_unreadable
from experts.models import ImportBatch
from experts.readers import Format, SkipCode
from experts.readers.limits import MAX_FACTS
from experts.selectors.import_plan import SOURCE_OF_FORMAT, TAKES, PlanItem, plan_import

_SECTION_OF = {
    RowKind.LANGUAGE: Section.LANGUAGES,
    RowKind.SKILL: Section.SKILLS,
    RowKind.AFFILIATION: Section.AFFILIATIONS,
    RowKind.WORK: Section.WORKS,
    RowKind.AVAILABILITY: Section.AVAILABILITY,
}
# Fields of the profile stand where its person answers them; the others belong to what they do.
_SECTION_OF_FIELD = {
    "country": Section.PLACE,
    "city": Section.PLACE,
    "region": Section.PLACE,
    "time_zone": Section.PLACE,
    "motivation_kinds": Section.MOTIVATION,
    "themes": Section.MOTIVATION,
    "motivation_places": Section.MOTIVATION,
    "capacity": Section.TERMS,
    "travel_document": Section.TERMS,
}
_TONES = {
    ImportStatus.NEW: "good",
    ImportStatus.UPDATE: "waiting",
    ImportStatus.NEEDS_LEVEL: "info",
}


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One line: `takes` asks for a tick, the levels of the item for a choice. `level` is what was chosen."""

    item: PlanItem
    status: str
    tone: str
    takes: bool
    is_ticked: bool
    level: str


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    title: str
    lines: list[PreviewLine]


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """Everything that was left out for one reason."""

    reason: str
    entries: list[tuple[str, str]]  # place, excerpt


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """`n_new`, `n_updates` and `n_levels` count what may be taken over: new, changed, without a level;
    `n_later` what the same file brings when it is imported once more."""

    batch: ImportBatch
    source: str
    groups: list[PreviewGroup]
    not_taken: list[PreviewLine]
    skipped: list[SkippedGroup]
    n_new: int
    n_updates: int
    n_levels: int
    n_skipped: int
    n_later: int

    @property
    def has_choice(self) -> bool:
        return bool(self.n_new or self.n_updates or self.n_levels)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A document that a worker reads, or could not read: then `why` says so."""

    batch: ImportBatch
    why: str


def preview_page(
    batch: ImportBatch, ticked: frozenset[str] | None = None, levels: Mapping[str, str] | None = None
) -> PreviewPage:
    """The plan by section; what can be taken over is ticked until the person has sent other ticks."""
    plan = plan_import(batch)
    shown = _on_one_page(plan)
    lines = [_line(item, ticked, levels or {}) for item in shown]
    grouped: dict[Section | None, list[PreviewLine]] = defaultdict(list)
    for line in lines:
        if line.item.kind is not None:
            grouped[_section_of(line.item)].append(line)
    # Credentials stand beside the profile, not among its steps.
    titles = {**SECTIONS, None: _("Credentials, taken over as claims")}
    skipped = _skipped(batch)
    counts: dict[ImportStatus, int] = defaultdict(int)
    for line in lines:
        counts[line.item.status] += 1
    return PreviewPage(
        batch=batch,
        source=SOURCES[SOURCE_OF_FORMAT[Format(batch.format)]],
        groups=[PreviewGroup(titles[section], grouped[section]) for section in titles if section in grouped],
        not_taken=[line for line in lines if line.item.kind is None],
        skipped=skipped,
        n_new=counts[ImportStatus.NEW],
        n_updates=counts[ImportStatus.UPDATE],
        n_levels=counts[ImportStatus.NEEDS_LEVEL],
        n_skipped=sum(len(group.entries) for group in skipped),
        n_later=sum(map(_has_choice, plan)) - sum(map(_has_choice, shown)),
    )


def _on_one_page(plan: list[PlanItem]) -> list[PlanItem]:
    """All of a plan; of one too long for a page what asks for a choice, so that each import goes on."""
    if len(plan) <= MAX_FACTS:
        return plan
    return [item for item in plan if _has_choice(item)][:MAX_FACTS]


def _has_choice(item: PlanItem) -> bool:
    return item.status in TAKES or item.status is ImportStatus.NEEDS_LEVEL


def waiting_page(batch: ImportBatch) -> WaitingPage:
    told = batch.reading
    return WaitingPage(batch, why_unreadable(told["code"], told["params"]) if "code" in told else "")


def _section_of(item: PlanItem) -> Section | None:
    if item.kind is RowKind.EXPERT:
        return _SECTION_OF_FIELD.get(item.field, Section.IDENTITY)
    return _SECTION_OF.get(item.kind)


def _line(item: PlanItem, ticked: frozenset[str] | None, levels: Mapping[str, str]) -> PreviewLine:
    takes = item.status in TAKES
    return PreviewLine(
        item,
        IMPORT_STATUSES[item.status],
        _TONES.get(item.status, "quiet"),
        takes,
        takes and (ticked is None or item.key in ticked),
        levels.get(item.key, ""),
    )


def _skipped(batch: ImportBatch) -> list[SkippedGroup]:
    by_code: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in batch.reading.get("skipped", []):
        by_code[entry["code"]].append((entry["place"], entry["excerpt"]))
    return [SkippedGroup(SKIP_REASONS[SkipCode(code)], entries) for code, entries in by_code.items()]
