"""One need against all experts, one expert against all needs, and the merging of shards."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from .columns import Experts, Need, Skills, WantedSkills
from .constraints import Exclusions, count_exclusions, failures, is_near_miss
from .csr import gather
from .score import Points, Weights, components, fine_points, held_levels, offered_modes
from .spec import FINE_BITS, RECENT_YEARS, Constraint, Unknown

NEAR_MISSES = 10
"""Near-misses listed with a need; all of them are counted."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """k scored rows, best first, ties by `tie_key`.

    Attributes
    ----------
    rows : (k,) int32
    fine : (k,) int32, scores in 256ths of a point: the order of the list
    ties : (k,) int64
    components : (k, 9) int16
    must_bits, low_bits, should_bits : (k,) uint64; bit `i` is the i-th skill of the need: held, held
        below the level asked, and held of the should-skills
    unknown : (k,) uint8 `Unknown` bits
    """

    rows: NDArray[np.int32]
    fine: NDArray[np.int32]
    ties: NDArray[np.int64]
    components: NDArray[np.int16]
    must_bits: NDArray[np.uint64]
    low_bits: NDArray[np.uint64]
    should_bits: NDArray[np.uint64]
    unknown: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def points(self) -> NDArray[np.int32]:
        """Scores in whole points, (k,) int32."""
        return self.fine >> FINE_BITS

    def take(self, order: NDArray) -> "Ranking":
        """The same rows in another order, or fewer of them."""
        return Ranking(*[column[order] for column in _columns(self)])


_columns = attrgetter(*(column.name for column in fields(Ranking)))


@dataclass(frozen=True, slots=True)
class MatchResult:
    """What one need gets: the list, what was left out and why, and who nearly fitted.

    `near_constraint` (j,) int8 names for each near-miss the one constraint that fails.
    `n_eligible + excluded.first.sum() == n_considered`.
    """

    best: Ranking
    near: Ranking
    near_constraint: NDArray[np.int8]
    n_considered: int
    n_eligible: int
    excluded: Exclusions


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why one expert is, or is not, in a need's list: failing constraints and the score as if they held."""

    failed: tuple[Constraint, ...]
    scored: Ranking


def _bits(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """(r, m) bool -> (r,) uint64, column `i` as bit `i`."""
    powers = np.uint64(1) << np.arange(flags.shape[1], dtype=np.uint64)
    return np.where(flags, powers, np.uint64(0)).sum(axis=1, dtype=np.uint64)


def _rested(skills: Skills, wanted: WantedSkills, rows: NDArray, year: int) -> NDArray[np.bool_]:
    """Rows that used one of the wanted skills last more than `RECENT_YEARS` before `year`. (r,) bool."""
    positions, owner = gather(skills.ptr, rows)
    last_used = skills.last_used[positions]
    old = (last_used > 0) & (last_used < year - RECENT_YEARS) & np.isin(skills.skill[positions], wanted.skill)
    mask = np.zeros(len(rows), dtype=bool)
    mask[owner[old]] = True
    return mask


def _unknown(experts: Experts, need: Need, rows: NDArray, must: NDArray[np.int8]) -> NDArray[np.uint8]:
    def empty(ptr: NDArray[np.int64]) -> NDArray[np.bool_]:
        return ptr[rows + 1] == ptr[rows]

    flags = {
        Unknown.LANGUAGES: empty(experts.languages.ptr),
        Unknown.MODES: offered_modes(experts.windows, rows) == 0,
        Unknown.WINDOWS: empty(experts.windows.ptr),
        Unknown.MUST_LEVEL: (must == 0).any(axis=1),
        Unknown.MUST_RECENCY: _rested(experts.skills, need.must, rows, need.year),
        Unknown.CAPACITY: experts.capacity[rows] < 0,
    }
    bits = np.zeros(len(rows), dtype=np.uint8)
    for flag, mask in flags.items():
        bits |= np.where(mask, np.uint8(flag), np.uint8(0))
    return bits


def score_rows(
    experts: Experts, need: Need, weights: Weights, rows: NDArray, texts: Points | None = None
) -> Ranking:
    """Score the given rows, in the given order, eligible or not; `texts` where known already."""
    rows = np.asarray(rows, dtype=np.int64)
    must = held_levels(experts, need.must, rows)
    should = held_levels(experts, need.should, rows)
    parts = components(experts, need, rows, (must, should), texts)
    return Ranking(
        rows=rows.astype(np.int32),
        fine=fine_points(parts, weights),
        ties=experts.tie_key[rows],
        components=parts,
        must_bits=_bits(must >= 0),
        low_bits=_bits((must > 0) & (must < need.must.min_level)),
        should_bits=_bits(should >= 0),
        unknown=_unknown(experts, need, rows, must),
    )


def best_first(scored: Ranking, k: int, pinned: NDArray | None = None) -> Ranking:
    """The best k, and any pinned row that the k would leave out in place of the last ones."""
    order = np.lexsort((scored.ties, -scored.fine))
    if pinned is not None and len(pinned) and len(order) > k:
        is_pinned = np.isin(scored.rows[order], pinned)
        room = max(k - int(is_pinned.sum()), 0)
        keep = is_pinned | (np.cumsum(~is_pinned) <= room)
        order = order[keep]
    return scored.take(order[:k])


def match_need(experts: Experts, need: Need, weights: Weights, k: int = 50) -> MatchResult:
    """The k best experts for one need, with counts of all others by reason and the near-misses."""
    considered = np.flatnonzero(experts.listed)
    failed = failures(experts, need)[considered]
    eligible = considered[failed == 0]
    near_rows = considered[is_near_miss(failed)]
    near = best_first(score_rows(experts, need, weights, near_rows), NEAR_MISSES)
    at = np.searchsorted(considered, near.rows)
    return MatchResult(
        best=best_first(score_rows(experts, need, weights, eligible), k, need.pinned_rows),
        near=near,
        near_constraint=np.bitwise_count(failed[at] - np.uint16(1)).astype(np.int8),
        n_considered=len(considered),
        n_eligible=len(eligible),
        excluded=count_exclusions(failed),
    )


def why_not(experts: Experts, need: Need, weights: Weights, row: int) -> Verdict:
    """Everything that keeps one expert from a need's list, and the score if nothing did."""
    rows = np.array([row])
    one, local = experts.take(rows), need.for_rows(rows)
    failed = int(failures(one, local)[0])
    scored = replace(score_rows(one, local, weights, np.array([0])), rows=np.array([row], dtype=np.int32))
    return Verdict(tuple(constraint for constraint in Constraint if failed >> constraint & 1), scored)


def match_expert(
    experts: Experts, row: int, needs: Sequence[Need], weights: Sequence[Weights], k: int = 50
) -> list[tuple[int, Ranking]]:
    """The k best needs for one expert, hidden or not: (position in `needs`, scored row), best first."""
    found = [
        (at, verdict.scored)
        for at, (need, by) in enumerate(zip(needs, weights, strict=True))
        if not (verdict := why_not(experts, need, by, row)).failed
    ]
    return sorted(found, key=lambda pair: (-int(pair[1].fine[0]), pair[0]))[:k]


def stacked(parts: Sequence[Ranking]) -> Ranking:
    """The rows of one ranking after those of the other, in that order; at least one ranking."""
    return Ranking(*map(np.concatenate, zip(*map(_columns, parts), strict=True)))


def merge(
    results: Sequence[MatchResult], k: int = 50, pinned: NDArray | None = None, n_near: int = NEAR_MISSES
) -> MatchResult:
    """One result from those of disjoint shards whose rows already count in the whole.

    Exact, because a score never depends on other experts.
    """
    near = stacked([result.near for result in results])
    order = np.lexsort((near.ties, -near.fine))[:n_near]
    reasons = np.concatenate([result.near_constraint for result in results])
    return MatchResult(
        best=best_first(stacked([result.best for result in results]), k, pinned),
        near=near.take(order),
        near_constraint=reasons[order],
        n_considered=sum(result.n_considered for result in results),
        n_eligible=sum(result.n_eligible for result in results),
        excluded=Exclusions(*(sum(getattr(r.excluded, f.name) for r in results) for f in fields(Exclusions))),
    )
