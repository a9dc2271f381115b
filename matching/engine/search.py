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
from .constraints import Exclusions, count_exclusions, is_near_miss
from .rank import NEAR_MISSES, MatchResult, best_first, score_rows
from .score import Weights
from .segment import Segment
from .spec import Component

Ints = NDArray[np.int64]

FIRST_GO = 128
"""Texts read in the first go; each further go is twice as large."""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a search did, equal on every machine.

    Attributes
    ----------
    postings : holders of skills walked: of must-skills to find candidates, of all skills to score them
    candidates : experts who pass everything up to the must-skill
    time_checks : candidates whose dates and hours were judged; the others fail two things already
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
class Scored:
    """Candidates whose score is known but for their text.

    `rows` (s,) int32; `worths` (s,) int64 as `worth.worth`; `by_text` (s,) int64: the weight of the text,
    0 where there is none to be read and the score is final.
    """

    rows: NDArray[np.int32]
    worths: Ints
    by_text: Ints

    def take(self, at: NDArray) -> "Scored":
        return Scored(self.rows[at], self.worths[at], self.by_text[at])


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom: experts, their segment, the need, its weights, and its text to look up."""

    experts: Experts
    segment: Segment
    need: Need
    weights: Weights
    text: Any


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
) -> Found:
    """As `match_need`, with its costs; `dead` rows (d,) are as if they did not exist."""
    found = candidates.find(segment, need, _places(segment, dead))
    failed, n_judged = candidates.failures(segment, need, found.places)
    late = count_exclusions(failed)
    asked = Question(experts, segment, need, weights, kernels.active.lookup(need.text))
    of_interest = np.flatnonzero((failed == 0) | is_near_miss(failed))
    known, walked = _but_text(asked, found.places[of_interest])
    fits = failed[of_interest] == 0
    best_rows, best_reads = _leading(asked, known.take(fits), k, need.pinned_rows)
    near_rows, near_reads = _leading(asked, known.take(~fits), NEAR_MISSES, None)
    rows = np.concatenate([best_rows, near_rows])
    texts = kernels.active.text_points(experts.texts, rows, asked.text)
    listed = score_rows(experts, need, weights, rows, texts)
    nearest = best_first(listed.take(np.arange(len(best_rows), len(listed))), NEAR_MISSES)
    at = np.searchsorted(found.places, segment.place[nearest.rows])
    result = MatchResult(
        best=best_first(listed.take(np.arange(len(best_rows))), k, need.pinned_rows),
        near=nearest,
        near_constraint=np.bitwise_count(failed[at] - np.uint16(1)).astype(np.int8),
        n_considered=found.n_alive,
        n_eligible=int(np.count_nonzero(fits)),
        excluded=Exclusions((found.first + late.first).astype(np.int32), late.near),
    )
    costs = Costs(
        found.postings + walked, len(found.places), n_judged, len(of_interest), best_reads + near_reads
    )
    return Found(result, costs)


def _places(segment: Segment, rows: NDArray[np.int64] | None) -> Ints:
    """Places of rows, ascending; who is not listed has none."""
    if rows is None or not len(rows):
        return np.zeros(0, np.int64)
    places = np.unique(segment.place[rows]).astype(np.int64)
    return places[places >= 0]


def _but_text(asked: Question, places: Ints) -> tuple[Scored, int]:
    """Places scored by everything but their text, and the postings walked to know."""
    segment, need, weights = asked.segment, asked.need, asked.weights.values
    of_need = worth.worths(need, asked.weights, segment.countries.shape[1])
    worths, rows, has_text = kernels.active.worth_of(segment.cards, places, of_need)
    walked = 0
    for component, skills in ((Component.MUST, need.must), (Component.SHOULD, need.should)):
        if len(skills):
            share, n_postings = kernels.active.coverage(segment.postings, skills, places)
            worths += worth.worth(share, weights[component])
            walked += n_postings
    by_text = weights[Component.TEXT] if len(need.text.term) else 0
    return Scored(rows, worths, np.where(has_text, np.int64(by_text), 0)), walked


def _leading(
    asked: Question, known: Scored, k: int, pinned: NDArray[np.int32] | None
) -> tuple[NDArray[np.int32], int]:
    """The rows of which the k best are made, pinned ones among them, and how many texts were read."""
    always = np.zeros(0, np.int32)
    if pinned is not None and len(pinned):
        is_pinned = np.isin(known.rows, pinned)
        always, known = known.rows[is_pinned], known.take(~is_pinned)
    if len(known.rows) <= k or not k:
        return np.concatenate([always, known.rows[:k]]), 0
    at, points, n_read = kernels.active.sieve(
        asked.experts.texts, known.rows, known.worths, known.by_text, asked.text, k, FIRST_GO
    )
    rows = known.rows[at]
    best = np.lexsort((asked.experts.tie_key[rows], -points))[:k]
    return np.concatenate([always, rows[best]]), n_read
