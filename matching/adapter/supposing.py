"""What would be if: one term of a need changed, or a programme's weights. Nothing is written.

Both answers are computed by the engine on a snapshot that exists already, so that they are exact for
the experts of that moment.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from incubators.models import Need
from matching.adapter import files
from matching.adapter.needs import CompiledNeed, compile_needs
from matching.adapter.snapshot import Snapshot, open_snapshot, snapshots_root
from matching.engine import columns
from matching.engine.columns import WantedSkills
from matching.engine.rank import MatchResult
from matching.engine.score import Weights, rank_weight
from matching.enums import ChangeKind
from matching.selectors.results import Change, Effect, Reordered
from programmes.enums import Component


@dataclass(frozen=True, slots=True)
class KnownSnapshot:
    """A snapshot that can be asked now, and when it was read."""

    name: str
    n_experts: int
    made_at: datetime


def known_snapshot() -> KnownSnapshot | None:
    """The newest snapshot as it is, however old; none when nothing was matched yet or it is damaged."""
    current = files.current_of(snapshots_root())
    if current is None:
        return None
    try:
        n_experts = open_snapshot(current.name).n_experts
    except files.BrokenFiles:
        return None
    written = (current / files.MANIFEST).stat().st_mtime
    return KnownSnapshot(current.name, n_experts, datetime.fromtimestamp(written, tz=UTC))


def effects_of(need: Need, changes: Sequence[Change], snapshot_name: str, at: datetime) -> list[Effect]:
    """Who would fit a need (loaded `with_terms`) after each change alone, in the order given.

    Raises BrokenFiles when the snapshot is gone or of another definition.
    """
    snapshot = open_snapshot(snapshot_name)
    present, *others = compile_needs([need, *(_with_terms(need, change) for change in changes)], snapshot, at)
    everybody = len(snapshot.ids)
    fits = _match(snapshot, present.need, present.weights, everybody).best.rows
    found = []
    for change, other in zip(changes, others, strict=True):
        changed = _with_skill(other, int(change.value), snapshot) if _asks_skill(change) else other
        then = _match(snapshot, changed.need, changed.weights, everybody).best
        is_new = ~np.isin(then.rows, fits)
        n_more = int(is_new.sum())
        found.append(
            Effect(
                change,
                n_more=n_more,
                n_fewer=len(fits) + n_more - len(then),
                best_points=int(then.points[is_new].max(initial=0)),
            )
        )
    return found


def reordered(
    needs: Sequence[Need], values: dict[str, int], snapshot_name: str, length: int, at: datetime
) -> list[Reordered]:
    """The first `length` experts of needs (loaded `with_terms`) as they are weighed, and under other weights.

    Raises BrokenFiles, or ValueError when the weights make no sense.
    """
    snapshot = open_snapshot(snapshot_name)
    other = Weights("draft", tuple(int(values[component]) for component in Component))
    found = []
    for compiled in compile_needs(needs, snapshot, at):
        before = _match(snapshot, compiled.need, compiled.weights, length)
        after = _match(snapshot, compiled.need, other, length).best
        found.append(
            Reordered(
                need_id=compiled.need_id,
                n_eligible=before.n_eligible,
                before=snapshot.ids[before.best.rows].tolist(),
                after=snapshot.ids[after.rows].tolist(),
                points_before=before.best.points.tolist(),
                points_after=after.points.tolist(),
            )
        )
    return found


def _match(snapshot: Snapshot, need: columns.Need, weights: Weights, k: int) -> MatchResult:
    """The k best of a snapshot for a need that nobody wrote."""
    return snapshot.match(need, weights, k)


def _asks_skill(change: Change) -> bool:
    return change.kind == ChangeKind.MUST_SKILL


def _with_terms(need: Need, change: Change) -> Need:
    """The need as if its owner (or its programme's unit) had written one thing otherwise; never saved."""
    other, value = copy(need), change.value
    match change.kind:
        case ChangeKind.MODE | ChangeKind.OTHER_MODE:
            other.mode = value
        case ChangeKind.LANGUAGE:
            other.working_languages = [*need.working_languages, value]
        case ChangeKind.LANGUAGE_LEVEL:
            other.least_language_level = value
        case ChangeKind.HOURS:
            other.hours_per_week = value
        case ChangeKind.ENDS_LATER:
            other.ends_on = need.ends_on + timedelta(weeks=value)
        case ChangeKind.BEGINS_EARLIER:
            other.starts_on = need.starts_on - timedelta(weeks=value)
        case ChangeKind.VERIFIED:
            other.programme = copy(need.programme)
            other.programme.requires_verified_expert = False
        case ChangeKind.SHARED_DAYS:
            other.programme = copy(need.programme)
            other.programme.least_overlap_days = value
        case ChangeKind.MUST_SKILL:
            pass  # the skills are read through their own rows: see _with_skill
    return other


def _with_skill(compiled: CompiledNeed, skill_id: int, snapshot: Snapshot) -> CompiledNeed:
    """The need as if one of the skills that help were a must: one must-skill is enough."""
    need = compiled.need
    is_it = need.should.skill == skill_id
    weight = np.array([snapshot.vocabulary.weight_of(skill_id)], dtype=np.int32)
    must = WantedSkills(
        skill=np.concatenate([need.must.skill, need.should.skill[is_it]]),
        min_level=np.concatenate([need.must.min_level, need.should.min_level[is_it]]),
        weight=np.concatenate([need.must.weight, weight]),
    )
    n_left = int((~is_it).sum())
    should = WantedSkills(
        skill=need.should.skill[~is_it],
        min_level=need.should.min_level[~is_it],
        weight=np.array([rank_weight(at) for at in range(1, n_left + 1)], dtype=np.int32),
    )
    return replace(compiled, need=replace(need, must=must, should=should))
