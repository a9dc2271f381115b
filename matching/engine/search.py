"""One need over a segment: the same result as `rank.match_need`, without looking at everybody.

Candidates come from the postings of the must-skills. Their score without the text is exact and cheap; the
text can only move it between two bounds, so works are read from the best bound down until nobody left could
still enter the list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from . import candidates, text
from .columns import Experts, Need, WantedSkills
from .constraints import Exclusions, count_exclusions, failures, is_near_miss
from .csr import take
from .rank import NEAR_MISSES, MatchResult, best_first, score_rows
from .score import (
    Weights,
    asked_for,
    level_credit,
    motivation_points,
    overlap_points,
    place_mode_points,
    seniority_points,
    theme_points,
    track_points,
)
from .segment import Segment
from .spec import POINTS_MAX, Component

Ints = NDArray[np.int64]

FIRST_GO = 1_024
"""Candidates scored without their text in the first go; each further go is twice as large."""


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
class Partial:
    """Scores of which a part is still open: `gained` and `weight` (s,) int64, Σ w·s and Σ w of the rest.

    `open` (s,) int64 is the weight of the components not yet looked at. Whatever these turn out to be, known
    or not, the score is at most what it would be with full points for all of them: a mean of points never
    falls when more of the highest are added to it.
    """

    places: Ints
    gained: Ints
    weight: Ints
    open: Ints

    def take(self, at: NDArray) -> "Partial":
        return Partial(*(getattr(self, column.name)[at] for column in fields(self)))

    def points(self, of_open: NDArray | int = POINTS_MAX) -> Ints:
        """Scores with this many points for all that is open: an upper bound, or exact."""
        return (self.gained + self.open * of_open) // np.maximum(self.weight + self.open, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of whom: experts, their segment, the need, its weights, and the need's weight table."""

    experts: Experts
    segment: Segment
    need: Need
    weights: Weights
    table: text.Table


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
    """As `match_need`, with its costs; `dead` rows (d,), ascending, are as if they did not exist."""
    found = candidates.find(experts, segment, need)
    failed, n_judged = candidates.failures(segment, need, found.places)
    late = count_exclusions(failed)
    excluded = Exclusions(
        (found.first + late.first).astype(np.int32), candidates.totals(segment, need, found), late.near
    )
    n_considered, n_eligible = len(segment), int(np.count_nonzero(failed == 0))
    places = found.places
    if dead is not None and len(dead):
        gone = _failures_of(experts, need, dead)
        excluded = _without(excluded, count_exclusions(gone))
        n_considered, n_eligible = n_considered - len(gone), n_eligible - int(np.count_nonzero(gone == 0))
        alive = ~np.isin(segment.row[places], dead)
        places, failed = places[alive], failed[alive]
    near = is_near_miss(failed)
    asked = Question(experts, segment, need, weights, text.weight_table(need.text))
    known, walked = _by_skills(asked, places)
    best_rows, best_costs = _leading(asked, known.take(failed == 0), k, need.pinned_rows)
    near_rows, near_costs = _leading(asked, known.take(near), NEAR_MISSES, None)
    listed = score_rows(experts, need, weights, np.concatenate([best_rows, near_rows]), asked.table)
    nearest = best_first(listed.take(np.arange(len(best_rows), len(listed))), NEAR_MISSES)
    at = np.searchsorted(places, segment.place[nearest.rows])
    result = MatchResult(
        best=best_first(listed.take(np.arange(len(best_rows))), k, need.pinned_rows),
        near=nearest,
        near_constraint=np.bitwise_count(failed[at] - np.uint16(1)).astype(np.int8),
        n_considered=n_considered,
        n_eligible=n_eligible,
        excluded=excluded,
    )
    scored, read = (sum(pair) for pair in zip(best_costs, near_costs, strict=True))
    return Found(result, Costs(found.postings + walked, len(found.places), n_judged, scored, read))


def _failures_of(experts: Experts, need: Need, rows: Ints) -> NDArray[np.uint16]:
    own = experts.take(rows)
    return failures(own, need.for_rows(rows))[own.listed]


def _without(whole: Exclusions, part: Exclusions) -> Exclusions:
    return Exclusions(*(getattr(whole, f.name) - getattr(part, f.name) for f in fields(Exclusions)))


def _coverage(segment: Segment, wanted: WantedSkills, places: Ints) -> tuple[Ints, int]:
    """Weighted share of the wanted skills that places hold, from their postings, and how many were walked."""
    end = int(places[-1]) + 1 if len(places) else 0
    gained = np.zeros(end, dtype=np.int64)
    levels, walked = np.arange(128), 0
    columns = zip(wanted.skill.tolist(), wanted.min_level, wanted.weight.tolist(), strict=True)
    for skill, least, weight in columns:
        own = segment.postings.of(skill)
        holders = segment.postings.place[own]
        n_holders = int(np.searchsorted(holders, end))
        credit = level_credit(levels, least) * weight
        gained[holders[:n_holders]] += credit[segment.postings.level[own][:n_holders]]
        walked += n_holders
    return gained[places] // max(int(wanted.weight.sum(dtype=np.int64)), 1), walked


def _by_skills(asked: Question, places: Ints) -> tuple[Partial, int]:
    """Scores of places as far as skills decide them, and the postings walked to know."""
    wanted = {Component.MUST: asked.need.must, Component.SHOULD: asked.need.should}
    gained, weight, walked = np.zeros(len(places), np.int64), 0, 0
    for component, skills in wanted.items():
        if len(skills):
            share, n_postings = _coverage(asked.segment, skills, places)
            gained += asked.weights.values[component] * share
            weight += asked.weights.values[component]
            walked += n_postings
    # What the need gives nothing to compare with is not known of anybody: it is not open.
    still_open = sum(asked.weights.values[component] for component in asked_for(asked.need) - wanted.keys())
    n = len(places)
    return Partial(places, gained, np.full(n, weight), np.full(n, still_open)), walked


def _but_text(asked: Question, known: Partial) -> Partial:
    """The same scores with everything looked at but the text."""
    experts, segment, need, places = asked.experts, asked.segment, asked.need, known.places
    rows = segment.row[places]
    parts = {
        Component.THEME: theme_points(experts.themes[rows], need.themes),
        Component.SENIORITY: seniority_points(experts.seniority[rows], need.seniority),
        Component.OVERLAP: overlap_points(experts.zone[rows], need.overlap_tenths),
        Component.PLACE_MODE: place_mode_points(segment.offered[places], experts.country[rows], need),
        Component.MOTIVATION: motivation_points(experts, need, rows),
        Component.TRACK_RECORD: track_points(experts.n_completed[rows], experts.n_ended_early[rows]),
    }
    gained, weight = known.gained, known.weight
    for component, points in parts.items():
        share = np.where(points >= 0, np.int64(asked.weights.values[component]), 0)
        gained, weight = gained + share * points, weight + share
    by_text = asked.weights.values[Component.TEXT] if len(need.text.term) else 0
    return Partial(places, gained, weight, np.where(segment.has_text[places], np.int64(by_text), 0))


def _with_text(asked: Question, known: Partial) -> tuple[Ints, int]:
    """Exact scores, and how many texts were read for them."""
    points, reads = np.zeros(len(known.places), np.int64), np.flatnonzero(known.open)
    works = take(asked.experts.texts, asked.segment.row[known.places[reads]])
    points[reads] = text.score(asked.need.text, works, asked.table)
    return known.points(points), len(reads)


def _kth(points: Ints, k: int) -> int:
    """The k-th best, or 0 where there are fewer: nobody below it can be among the k best."""
    return int(np.partition(points, len(points) - k)[len(points) - k]) if len(points) >= k else 0


def _leading(
    asked: Question, known: Partial, k: int, pinned: NDArray[np.int32] | None
) -> tuple[NDArray[np.int32], tuple[int, int]]:
    """The rows of which the k best are made, pinned ones among them; how many were scored, and texts read.

    Two sieves, one inside the other: from the best bound by skills down, everything but the text; of each
    go, from the best bound down, the text. Both end where the bound falls below the k-th best so far.
    """
    row = asked.segment.row
    always = np.zeros(0, np.int32)
    if pinned is not None and len(pinned):
        is_pinned = np.isin(row[known.places], pinned)
        always, known = row[known.places[is_pinned]], known.take(~is_pinned)
    if len(known.places) <= k or not k:
        return np.concatenate([always, row[known.places[:k]]]), (0, 0)
    places, points = np.zeros(0, np.int64), np.zeros(0, np.int64)
    least = n_scored = n_read = 0
    for go in _goes(known, FIRST_GO):
        some = known.take(go(least))
        if not len(some.places):
            break
        some = _but_text(asked, some)
        n_scored += len(some.places)
        for inner in _goes(some, k):
            few = some.take(inner(least))
            if not len(few.places):
                break
            exact, read = _with_text(asked, few)
            places, points = np.concatenate([places, few.places]), np.concatenate([points, exact])
            n_read += read
            least = _kth(points, k)
    best = np.lexsort((asked.experts.tie_key[row[places]], -points))[:k]
    return np.concatenate([always, row[places[best]]]), (n_scored, n_read)


def _goes(known: Partial, size: int) -> Iterator[Callable[[int], Ints]]:
    """From the best bound down, ever larger goes: each, given the least points that count, says who."""
    bound = known.points().astype(np.int16)
    order = np.argsort(-bound, kind="stable")
    falling, done = -bound[order], 0
    while done < len(order):
        low, high = done, min(done + size, len(order))

        def those(least: int, low: int = low, high: int = high) -> Ints:
            return order[low : min(high, int(np.searchsorted(falling, -least, side="right")))]

        yield those
        done, size = high, size * 2
