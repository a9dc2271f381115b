"""Results of many needs after a few experts have changed: only these are looked at again.

Counts are sums over experts, and a list is the top of an order in which nobody depends on anybody else. So
what those who have changed counted before is taken off and what they count now is added; they leave the
lists and enter them anew. A list that is kept longer than it is shown can lose some and is still certain: all
who are not in it stand below its last row. Where too many have left, the need has to be searched in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from . import kernels, worth
from .columns import Experts, Need
from .constraints import Exclusions
from .csr import owners, pointers
from .parts import Part, match_need
from .plain_follow import Differences
from .rank import NEAR_MISSES, MatchResult, Ranking, best_first, merge, stacked
from .score import Weights
from .segment import Segment, build
from .spec import FINE_BITS, POINTS_MAX, Constraint

Ints = NDArray[np.int64]

SPARE = 16
"""Rows kept beyond those shown, of a list and of the near-misses: as many may leave before it runs out."""
GONE = -1
"""The row of somebody who has changed or left, in a kept list."""
_COME = GONE - 1
"""Those who have come stand in a merged list as this and downwards, to be told from those who were there."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Results of n needs, one after the other, with longer lists than are shown.

    `ptr`, `near_ptr` (n+1,) int64 say where the rows of a need stand in `best` and `near`. Counts are those
    of `MatchResult`, (n,) int64 and (n, 11) int32.
    """

    ptr: Ints
    near_ptr: Ints
    best: Ranking
    near: Ranking
    near_constraint: NDArray[np.int8]
    n_considered: Ints
    n_eligible: Ints
    excluded: Exclusions

    def __len__(self) -> int:
        return len(self.n_eligible)

    @classmethod
    def of(cls, results: Sequence[MatchResult]) -> "Kept":
        """These results, at least one."""
        best, near = [each.best for each in results], [each.near for each in results]
        return cls(
            pointers(map(len, best)),
            pointers(map(len, near)),
            stacked(best),
            stacked(near),
            np.concatenate([each.near_constraint for each in results]),
            np.array([each.n_considered for each in results], np.int64),
            np.array([each.n_eligible for each in results], np.int64),
            Exclusions(
                np.stack([each.excluded.first for each in results]),
                np.stack([each.excluded.near for each in results]),
            ),
        )

    def without(self, is_gone: NDArray[np.bool_]) -> "Kept":
        """The same with `GONE` for the rows of which that is so, of all rows of before."""

        def marked(part: Ranking) -> Ranking:
            return replace(part, rows=np.where(is_gone[part.rows], np.int32(GONE), part.rows))

        return replace(self, best=marked(self.best), near=marked(self.near))

    def at(self, n: int) -> MatchResult:
        """The result of the n-th need."""
        near = slice(self.near_ptr[n], self.near_ptr[n + 1])
        return MatchResult(
            self.best.take(slice(self.ptr[n], self.ptr[n + 1])),
            self.near.take(near),
            self.near_constraint[near],
            int(self.n_considered[n]),
            int(self.n_eligible[n]),
            Exclusions(self.excluded.first[n], self.excluded.near[n]),
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """Experts who have changed, left or come: `n_before` as they were, behind them all as they are.

    `rows` (m,) int64 are their rows in the whole of now; as they were, the same people's, or `GONE`. Those of
    now stand there from `first_row` on without a gap.
    """

    experts: Experts
    segment: Segment
    n_before: int
    first_row: int
    rows: Ints


def changed(before: Experts, now: Experts, first_row: int) -> Changed:
    """Who may have changed, as they were, and as they are from `first_row` on in the whole of now."""
    row_of = dict(zip(now.tie_key.tolist(), range(first_row, first_row + len(now)), strict=True))
    rows = [row_of.get(tie, GONE) for tie in before.tie_key.tolist()] + list(row_of.values())
    experts = Experts.joined([before, now])
    return Changed(experts, build(experts), len(before), first_row, np.array(rows, np.int64))


def search(parts: Sequence[Part], need: Need, weights: Weights, k: int) -> MatchResult:
    """A need searched in full, with lists that are worth keeping."""
    return match_need(parts, need, weights, k + SPARE, NEAR_MISSES + SPARE).result


def shown(result: MatchResult, k: int, pinned: NDArray[np.int32]) -> MatchResult:
    """A kept result as long as it is shown."""
    best = best_first(result.best, k, pinned) if len(pinned) else result.best.take(slice(k))
    near = slice(NEAR_MISSES)
    return replace(
        result, best=best, near=result.near.take(near), near_constraint=result.near_constraint[near]
    )


def follow(
    changed: Changed, needs: Sequence[Need], weights: Sequence[Weights], kept: Kept, k: int
) -> list[MatchResult | None]:
    """The kept results as a search would give them now, or None for a need that has to be searched.

    `needs`, at least one, and `kept` list rows of the whole of now; in `kept`, whoever is among the changed
    is `GONE`. Nobody whom a need excludes may have left: their row would be missing from its lists. A result
    is as long as is certain, at least k rows if there are as many. Who is pinned stands in a list out of its
    order: such needs are searched.
    """
    named = [_named(changed, need) for need in needs]
    is_whole = np.stack(
        [np.diff(kept.ptr) == kept.n_eligible, np.diff(kept.near_ptr) == _n_near(kept.excluded)]
    )
    least = np.where(is_whole, 0, _last_scores(kept)).T
    found = kernels.in_use().differences(
        changed.experts, changed.segment, changed.n_before, named, weights, np.ascontiguousarray(least)
    )
    now = _counted(changed, kept, found)
    begins = np.searchsorted(found.need, np.arange(len(needs) + 1))
    moves = np.diff(begins) > 0
    for ptr, part in ((kept.ptr, kept.best), (kept.near_ptr, kept.near)):
        moves[owners(ptr)[part.rows == GONE]] = True
    enough = np.minimum(now.n_eligible, k), np.minimum(_n_near(now.excluded), NEAR_MISSES)
    results: list[MatchResult | None] = []
    for n, need in enumerate(needs):
        result = now.at(n)
        if moves[n]:
            come = slice(begins[n], begins[n + 1])
            if begins[n + 1] > begins[n]:
                entrants = _scored(changed, named[n], weights[n], found.row[come], found.failed[come])
                result = _both(result, entrants)
            result = _certain(changed, result, is_whole[:, n], k)
        suffices = len(result.best) >= enough[0][n] and len(result.near) >= enough[1][n]
        results.append(result if suffices and not len(need.pinned_rows) else None)
    return results


def _named(changed: Changed, need: Need) -> Need:
    """The need with lists of rows among the changed."""
    if len(need.excluded_rows) or len(need.conflict_rows):
        return need.for_rows(changed.rows)
    return need


def _n_near(excluded: Exclusions) -> Ints:
    return excluded.near.sum(axis=-1, dtype=np.int64)


def _last_scores(kept: Kept) -> Ints:
    """Scores of the last rows of lists and of near-misses, (2, n) int64; of empty ones, out of reach."""
    last = np.full((2, len(kept)), POINTS_MAX + 1 << FINE_BITS, np.int64)
    for own, ptr, part in zip(last, (kept.ptr, kept.near_ptr), (kept.best, kept.near), strict=True):
        some = ptr[1:] > ptr[:-1]
        own[some] = part.fine[ptr[1:][some] - 1]
    return last


def _counted(changed: Changed, kept: Kept, found: Differences) -> Kept:
    """The kept results with the counts of now."""
    listed = changed.experts.listed
    n_more = np.count_nonzero(listed[changed.n_before :]) - np.count_nonzero(listed[: changed.n_before])
    return replace(
        kept,
        n_considered=kept.n_considered + n_more,
        n_eligible=kept.n_eligible + found.eligible,
        excluded=Exclusions(
            (kept.excluded.first + found.first).astype(np.int32),
            (kept.excluded.near + found.near).astype(np.int32),
        ),
    )


def _scored(
    changed: Changed, need: Need, weights: Weights, rows: NDArray[np.int32], failed: NDArray[np.uint16]
) -> MatchResult:
    """Those who may enter, as a result without counts."""
    experts, segment, kernel = changed.experts, changed.segment, kernels.in_use()
    unit = worth.units(need, segment.countries.shape[1])
    texts = kernel.text_points(experts.texts, rows, kernel.lookup(need.text))
    scored = kernel.listed(experts, segment, need, weights, unit, rows, texts)
    scored = replace(scored, rows=_COME - scored.rows)
    fits, nearly = np.flatnonzero(failed == 0), np.flatnonzero(failed)
    nobody = np.zeros(len(Constraint), np.int32)
    return MatchResult(
        scored.take(fits),
        scored.take(nearly),
        np.bitwise_count(failed[nearly] - np.uint16(1)).astype(np.int8),
        0,
        0,
        Exclusions(nobody, nobody),
    )


def _both(before: MatchResult, come: MatchResult) -> MatchResult:
    n_best, n_near = len(before.best) + len(come.best), len(before.near) + len(come.near)
    return merge([before, come], n_best, n_near=n_near)


def _certain(changed: Changed, both: MatchResult, is_whole: NDArray[np.bool_], k: int) -> MatchResult:
    """The rows of those who are there, down to the last of which nobody can be missing above it."""
    result = both
    if (both.best.rows < 0).any():
        at = _at(both.best, is_whole[0])[: k + SPARE]
        result = replace(result, best=_of_now(changed, both.best.take(at)))
    if (both.near.rows < 0).any():
        at = _at(both.near, is_whole[1])[: NEAR_MISSES + SPARE]
        near = _of_now(changed, both.near.take(at))
        result = replace(result, near=near, near_constraint=both.near_constraint[at])
    return result


def _at(ranking: Ranking, is_whole: bool) -> Ints:
    """Positions of those who are there; in a list that left others out, down to the last who was in it."""
    end = len(ranking)
    if not is_whole:
        was_there = np.flatnonzero(ranking.rows > _COME)
        end = was_there[-1] + 1 if len(was_there) else 0
    return np.flatnonzero(ranking.rows[:end] != GONE)


def _of_now(changed: Changed, ranking: Ranking) -> Ranking:
    """Rows of the whole of now for those who have come."""
    come = changed.first_row - changed.n_before + (_COME - ranking.rows)
    return replace(ranking, rows=np.where(ranking.rows > _COME, ranking.rows, come).astype(np.int32))
