"""One need over a segment: the same result as `rank.match_need`, without looking at everybody.

Candidates come from the postings of the must-skills. Their score without the text is exact and cheap; the
text can only move it between two bounds, so works are read from the best bound down until nobody left could
still enter the list.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import candidates, kernels, worth
from .columns import Experts, Need
from .constraints import Exclusions, exclusions
from .plain import Scored
from .rank import NEAR_MISSES, MatchResult, best_first
from .score import Weights
from .segment import Segment

Ints = NDArray[np.int64]

NOBODY = np.zeros(0, np.int32)


@dataclass(frozen=True, slots=True)
class Costs:
    """What a search did, equal on every machine.

    Attributes
    ----------
    postings : holders of skills walked: of must-skills to find candidates, of all skills to score them
    candidates : experts who pass everything up to the must-skill
    time_checks : candidates whose dates and hours were judged, by a card alone or by its pieces; the others
        fail two things already
    scored : candidates, eligible or near, who were scored up to their text
    texts : of these, those whose works were read to be ranked
    """

    postings: int
    candidates: int
    time_checks: int
    scored: int
    texts: int


@dataclass(frozen=True, slots=True)
class Found:
    """A result and what it cost."""

    result: MatchResult
    costs: Costs


@dataclass(frozen=True, slots=True)
class Count:
    """How many could do a need, and nothing about who.

    Attributes
    ----------
    n_candidates : experts who pass everything up to the must-skill
    n_eligible : those of them who fail nothing
    near : (11,) int32 by `Constraint`, who fails just that one
    """

    n_candidates: int
    n_eligible: int
    near: Ints


def count(segment: Segment, need: Need, weights: Weights, dead: NDArray[np.int64] | None = None) -> Count:
    """The counts of `search` without its list: nobody is scored, no text is read."""
    found = candidates.find(segment, need, _places(segment, dead))
    by = worth.weighted(worth.units(need, segment.countries.shape[1]), weights)
    judged = candidates.judge(segment, need, found.places, by)
    return Count(len(found.places), int(judged.counts[0]), exclusions(judged.counts).near)


def match_need(experts: Experts, segment: Segment, need: Need, weights: Weights, k: int = 50) -> MatchResult:
    """The k best experts for one need, equal in everything to `rank.match_need` over the same experts."""
    return search(experts, segment, need, weights, k).result


def search(
    experts: Experts,
    segment: Segment,
    need: Need,
    weights: Weights,
    k: int = 50,
    dead: NDArray[np.int64] | None = None,
    n_near: int = NEAR_MISSES,
) -> Found:
    """As `match_need`, with its costs; `dead` rows (d,) are as if they did not exist."""
    found = candidates.find(segment, need, _places(segment, dead))
    unit = worth.units(need, segment.countries.shape[1])
    by = worth.weighted(unit, weights)
    judged = candidates.judge(segment, need, found.places, by)
    late = exclusions(judged.counts)
    known, walked = kernels.in_use().with_skills(segment.postings, judged.places, judged.scored, need, by)
    reading = Reading(experts, known, kernels.in_use().lookup(need.text), int(by.text))
    fits, nearly = np.flatnonzero(judged.failed == 0), np.flatnonzero(judged.failed)
    best, best_reads = _leading(reading, fits, k, need.pinned_rows)
    near, near_reads = _leading(reading, nearly, n_near)
    rows = known.row[np.concatenate([best, near])]
    texts = kernels.in_use().text_points(experts.texts, rows, reading.text)
    listed = kernels.in_use().listed(experts, segment, need, weights, unit, rows, texts)
    in_order = np.lexsort((listed.ties[len(best) :], -listed.fine[len(best) :]))
    result = MatchResult(
        best=best_first(listed.take(np.arange(len(best))), k, need.pinned_rows),
        near=listed.take(len(best) + in_order),
        near_constraint=np.bitwise_count(judged.failed[near[in_order]] - np.uint16(1)).astype(np.int8),
        n_considered=found.n_alive,
        n_eligible=len(fits),
        excluded=Exclusions((found.first + late.first).astype(np.int32), late.near),
    )
    return Found(
        result,
        Costs(
            postings=found.postings + walked,
            candidates=len(found.places),
            time_checks=judged.n_timed,
            scored=len(judged.places),
            texts=best_reads + near_reads,
        ),
    )


def _places(segment: Segment, rows: NDArray[np.int64] | None) -> Ints:
    """Places of rows, ascending; who is not listed has none."""
    if rows is None or not len(rows):
        return np.zeros(0, np.int64)
    places = np.unique(segment.place[rows]).astype(np.int64)
    return places[places >= 0]


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidates scored but for their text, the need's text to look up, and the weight it has."""

    experts: Experts
    known: Scored
    text: Any
    weight: int


def _leading(reading: Reading, at: Ints, k: int, pinned: NDArray[np.int32] = NOBODY) -> tuple[Ints, int]:
    """The k best of those `at` some positions, pinned ones among them, and how many texts were read."""
    known = reading.known
    is_pinned = np.isin(known.row[at], pinned) if len(pinned) else np.zeros(len(at), bool)
    always, others = at[is_pinned], at[~is_pinned]
    if len(others) <= k or not k:
        return np.concatenate([always, others[:k]]), 0
    others, fine, n_read = kernels.in_use().sieve(
        reading.experts.texts, known, others, reading.weight, reading.text, k
    )
    best = np.lexsort((reading.experts.tie_key[known.row[others]], -fine))[:k]
    return np.concatenate([always, others[best]]), n_read
