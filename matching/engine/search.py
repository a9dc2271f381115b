"""One need over a segment: the same result as `rank.match_need`, without looking at everybody.

Candidates come from the postings of the must-skills. Their score without the text is exact and cheap; the
text can only move it between two bounds, so works are read from the best bound down until nobody left could
still enter the list.
"""

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


@dataclass(frozen=True, slots=True)
class Costs:
    """What a search did, equal on every machine.

    Attributes
    ----------
    postings : holders of must- and should-skills walked
    candidates : experts who pass everything up to the must-skill
    time_checks : candidates whose dates and hours were judged; the others fail two things already
    scored : candidates, eligible or near, who were scored without their text
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
class Bases:
    """Scores before their text: `gained` and `weight` (s,) int64, Σ w·s and Σ w over what is known.

    `reads` (s,) bool: the text is known and has a weight, so that the score is still open.
    """

    rows: NDArray[np.int32]
    gained: Ints
    weight: Ints
    reads: NDArray[np.bool_]

    def take(self, at: NDArray) -> "Bases":
        return Bases(*(getattr(self, column.name)[at] for column in fields(self)))


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
    scored = np.flatnonzero((failed == 0) | near)
    base, walked = bases(experts, segment, need, weights, places[scored])
    near = near[scored]
    table = text.weight_table(need.text)
    best_rows, best_read = _leading(experts, need, weights, base.take(~near), k, need.pinned_rows, table)
    near_rows, near_read = _leading(experts, need, weights, base.take(near), NEAR_MISSES, None, table)
    listed = score_rows(experts, need, weights, np.concatenate([best_rows, near_rows]), table)
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
    return Found(
        result,
        Costs(found.postings + walked, len(found.places), n_judged, len(scored), best_read + near_read),
    )


def _failures_of(experts: Experts, need: Need, rows: Ints) -> NDArray[np.uint16]:
    own = experts.take(rows)
    return failures(own, need.for_rows(rows))[own.listed]


def _without(whole: Exclusions, part: Exclusions) -> Exclusions:
    return Exclusions(*(getattr(whole, f.name) - getattr(part, f.name) for f in fields(Exclusions)))


def _coverage(segment: Segment, wanted: WantedSkills, places: Ints) -> tuple[Ints, int]:
    """Weighted share of the wanted skills that places hold, from their postings, and how many were walked."""
    gained = np.zeros(len(segment), dtype=np.int64)
    levels, walked = np.arange(128), 0
    columns = zip(wanted.skill.tolist(), wanted.min_level, wanted.weight.tolist(), strict=True)
    for skill, least, weight in columns:
        own = segment.postings.of(skill)
        credit = level_credit(levels, least) * weight
        gained[segment.postings.place[own]] += credit[segment.postings.level[own]]
        walked += own.stop - own.start
    return gained[places] // max(int(wanted.weight.sum(dtype=np.int64)), 1), walked


def bases(
    experts: Experts, segment: Segment, need: Need, weights: Weights, places: Ints
) -> tuple[Bases, int]:
    """Scores of places without their texts, and the postings walked for them."""
    rows = segment.row[places]
    must, walked_must = _coverage(segment, need.must, places)
    should, walked_should = _coverage(segment, need.should, places)
    parts = {
        Component.THEME: theme_points(experts.themes[rows], need.themes),
        Component.SENIORITY: seniority_points(experts.seniority[rows], need.seniority),
        Component.OVERLAP: overlap_points(experts.zone[rows], need.overlap_tenths),
        Component.PLACE_MODE: place_mode_points(segment.offered[places], experts.country[rows], need),
        Component.MOTIVATION: motivation_points(experts, need, rows),
        Component.TRACK_RECORD: track_points(experts.n_completed[rows], experts.n_ended_early[rows]),
    }
    if len(need.must):
        parts[Component.MUST] = must
    if len(need.should):
        parts[Component.SHOULD] = should
    gained, weight = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for component, points in parts.items():
        share = np.where(points >= 0, np.int64(weights.values[component]), 0)
        gained += share * points
        weight += share
    asked = len(need.text.term) > 0 and weights.values[Component.TEXT] > 0
    return Bases(rows, gained, weight, segment.has_text[places] & asked), walked_must + walked_should


def _points(base: Bases, by_text: int, points: NDArray | int) -> Ints:
    """Scores with this many points for the text, where it counts."""
    share = np.where(base.reads, by_text, 0)
    return (base.gained + share * points) // np.maximum(base.weight + share, 1)


def _leading(
    experts: Experts,
    need: Need,
    weights: Weights,
    base: Bases,
    k: int,
    pinned: NDArray[np.int32] | None,
    table: text.Table,
) -> tuple[NDArray[np.int32], int]:
    """The rows of which the k best are made, pinned ones always among them, and how many texts were read."""
    always = np.zeros(0, np.int32)
    if pinned is not None and len(pinned):
        is_pinned = np.isin(base.rows, pinned)
        always, base = base.rows[is_pinned], base.take(~is_pinned)
    if len(base.rows) <= k or not k:
        return np.concatenate([always, base.rows[:k]]), 0
    by_text = weights.values[Component.TEXT]
    bound = _points(base, by_text, POINTS_MAX).astype(np.int16)
    order = np.argsort(-bound, kind="stable")
    falling = -bound[order]
    points, least, done, size, read = np.full(len(order), -1, np.int64), 0, 0, k, 0
    while done < (end := int(np.searchsorted(falling, -least, side="right"))):
        some = order[done : min(done + size, end)]
        open_ones = base.take(some)
        reading = np.flatnonzero(open_ones.reads)
        by_works = np.zeros(len(some), np.int64)
        by_works[reading] = text.score(need.text, take(experts.texts, open_ones.rows[reading]), table)
        points[some] = _points(open_ones, by_text, by_works)
        read, done, size = read + len(reading), done + len(some), size + k
        known = points[order[:done]]
        least = int(np.partition(known, len(known) - k)[len(known) - k]) if len(known) >= k else 0
    reached = np.flatnonzero(points >= least)
    best = reached[np.lexsort((experts.tie_rank[base.rows[reached]], -points[reached]))[:k]]
    return np.concatenate([always, base.rows[best]]), read
