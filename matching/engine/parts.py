"""A population in parts: a large base, what has changed since in a small delta, or shards of one whole.

A row of the whole is the part's offset plus the row within it. Whoever has changed or gone is dead in the
base and, if still there, stands in the delta under a new row. Scores depend on the pair alone (skill weights
and text epoch are frozen) and ties on the public id, so that the parts together give exactly what one rebuilt
segment would.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .columns import Experts, Need
from .rank import NEAR_MISSES, MatchResult, Ranking, merge
from .score import Weights
from .search import Costs, Count, Found, count, search
from .segment import Segment, build


@dataclass(frozen=True, slots=True)
class Part:
    """Experts and their segment, from `offset` on in the whole; `dead` (d,) int64 own rows, ascending."""

    experts: Experts
    segment: Segment
    offset: int = 0
    dead: NDArray[np.int64] = field(default_factory=partial(np.zeros, 0, np.int64))


def with_delta(base: Part, changed: Experts, dead: NDArray[np.int64]) -> tuple[Part, Part]:
    """The base without the rows that have changed or gone, and the changed experts as a delta behind it."""
    everybody_dead = np.union1d(base.dead, dead)
    delta = Part(changed, build(changed), base.offset + len(base.experts))
    return replace(base, dead=everybody_dead), delta


def match_need(
    parts: Sequence[Part], need: Need, weights: Weights, k: int = 50, n_near: int = NEAR_MISSES
) -> Found:
    """One result over all parts, rows of the whole; `need` lists rows of the whole."""
    found = [
        search(part.experts, part.segment, _within(part, need), weights, k, part.dead, n_near)
        for part in parts
    ]
    results = [_moved(each.result, part.offset) for each, part in zip(found, parts, strict=True)]
    sums = {each.name: sum(getattr(part.costs, each.name) for part in found) for each in fields(Costs)}
    return Found(merge(results, k, need.pinned_rows, n_near), Costs(**sums))


def count_need(parts: Sequence[Part], need: Need, weights: Weights) -> Count:
    """How many of all parts could do a need; `need` lists rows of the whole."""
    found = [count(part.segment, _within(part, need), weights, part.dead) for part in parts]
    return Count(
        sum(each.n_candidates for each in found),
        sum(each.n_eligible for each in found),
        sum(each.near for each in found),
    )


def _within(part: Part, need: Need) -> Need:
    def own(rows: NDArray[np.int32]) -> NDArray[np.int32]:
        local = rows - np.int32(part.offset)
        return local[(local >= 0) & (local < len(part.experts))]

    return replace(
        need,
        excluded_rows=own(need.excluded_rows),
        conflict_rows=own(need.conflict_rows),
        pinned_rows=own(need.pinned_rows),
    )


def _moved(result: MatchResult, offset: int) -> MatchResult:
    def moved(scored: Ranking) -> Ranking:
        return replace(scored, rows=scored.rows + np.int32(offset))

    return replace(result, best=moved(result.best), near=moved(result.near))
