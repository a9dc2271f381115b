"""The preview of an import: what is new, what is there already, what is kept, what was skipped and why."""

from collections import defaultdict
from dataclasses import dataclass

from experts.enums import ImportStatus, RowKind, Section
from experts.labels import IMPORT_STATUSES, SECTIONS, SKIP_REASONS, SOURCES
from experts.models import ImportBatch
from experts.readers import SkipCode
from experts.selectors.import_plan import SOURCE_OF_FORMAT, PlanItem, plan_import

_SECTION_OF = {
    RowKind.EXPERT: Section.IDENTITY,
    RowKind.LANGUAGE: Section.LANGUAGES,
    RowKind.SKILL: Section.SKILLS,
    RowKind.AFFILIATION: Section.AFFILIATIONS,
    RowKind.WORK: Section.WORKS,
}


@dataclass(frozen=True, slots=True)
class PreviewLine:
    item: PlanItem
    status: str
    is_new: bool
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    title: str
    lines: list[PreviewLine]
    n_new: int


@dataclass(frozen=True, slots=True)
class SkippedGroup:
    """Everything that was left out for one reason."""

    reason: str
    entries: list[tuple[str, str]]  # place, excerpt


@dataclass(frozen=True, slots=True)
class PreviewPage:
    batch: ImportBatch
    source: str
    groups: list[PreviewGroup]
    not_taken: list[PreviewLine]
    skipped: list[SkippedGroup]
    n_new: int
    n_skipped: int


def preview_page(batch: ImportBatch, ticked: frozenset[str] | None = None) -> PreviewPage:
    """The plan by section; everything new is ticked until the person has sent other ticks."""
    lines = [_line(item, ticked) for item in plan_import(batch)]
    grouped: dict[Section, list[PreviewLine]] = defaultdict(list)
    for line in lines:
        if line.item.kind is not None:
            grouped[_SECTION_OF[line.item.kind]].append(line)
    skipped = _skipped(batch)
    return PreviewPage(
        batch=batch,
        source=SOURCES[SOURCE_OF_FORMAT[batch.format]],
        groups=[
            PreviewGroup(SECTIONS[section], grouped[section], sum(line.is_new for line in grouped[section]))
            for section in Section
            if section in grouped
        ],
        not_taken=[line for line in lines if line.item.kind is None],
        skipped=skipped,
        n_new=sum(line.is_new for line in lines),
        n_skipped=sum(len(group.entries) for group in skipped),
    )


def _line(item: PlanItem, ticked: frozenset[str] | None) -> PreviewLine:
    is_new = item.status is ImportStatus.NEW
    is_ticked = is_new and (ticked is None or item.key in ticked)
    return PreviewLine(item, IMPORT_STATUSES[item.status], is_new, is_ticked)


def _skipped(batch: ImportBatch) -> list[SkippedGroup]:
    by_code: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in batch.reading.get("skipped", []):
        by_code[entry["code"]].append((entry["place"], entry["excerpt"]))
    return [SkippedGroup(SKIP_REASONS[SkipCode(code)], entries) for code, entries in by_code.items()]
