"""The check refuses every kind of wrong result. Each case spoils a right one in one place."""

from dataclasses import replace

import numpy as np
import pytest

from matching.engine import check as checking
from matching.engine.check import WrongResult, check
from matching.engine.rank import MatchResult, match_need, merge
from matching.engine.score import fine_points
from matching.engine.spec import FINE_BITS
from tests.matching.engine.people import WEIGHTS, Person, experts_from, need_for

EXPERTS = experts_from(
    Person(n_completed=1, n_ended_early=1),
    Person(themes=2),
    Person(verified=False),
    Person(modes=4),
    Person(languages=((9, 6),), themes=2),
)
NEED = need_for()


def right() -> MatchResult:
    return match_need(EXPERTS, NEED, WEIGHTS)


def spoil_best(**columns) -> MatchResult:
    return replace(right(), best=replace(right().best, **columns))


def lower_components() -> MatchResult:
    """Components that are lower than they should be, with the points that belong to them."""
    parts = np.minimum(right().best.components, 9_000)
    return spoil_best(components=parts, fine=fine_points(parts, WEIGHTS))


def spoil_counts(**columns) -> MatchResult:
    return replace(right(), excluded=replace(right().excluded, **columns))


def test_a_right_result_passes():
    check(EXPERTS, NEED, WEIGHTS, 50, right())


def no(values: np.ndarray) -> np.ndarray:
    return np.zeros_like(values)


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        (replace(right(), best=right().best.take(np.array([1, 0]))), "not ordered"),
        (spoil_best(rows=np.array([0, 0], np.int32)), "stands twice"),
        (spoil_best(fine=np.array([10_001, 10], np.int32) << FINE_BITS), "points outside"),
        (spoil_best(components=np.full((2, 9), -2, np.int16)), "components outside"),
        (spoil_best(components=np.full((2, 9), -1, np.int16)), "without a component"),
        (spoil_best(fine=right().best.fine - 1), "not the weighted mean"),
        (lower_components(), "has components"),
        (spoil_best(low_bits=right().best.must_bits), "holds skills"),
        (spoil_best(rows=np.array([0, 2], np.int32)), "row 2 fails"),
        (replace(right(), n_eligible=3), "counted"),
        (replace(right(), n_considered=6, n_eligible=3), "6 considered, 5 listed"),
        (replace(right(), best=right().best.take(np.array([0]))), "shorter"),
        (spoil_counts(near=no(right().excluded.near)), "more near-misses"),
        (replace(right(), near_constraint=np.array([1, 1], np.int8)), "nobody can relax"),
        (replace(right(), near_constraint=right().near_constraint[::-1]), "fails"),
    ],
)
def test_a_spoilt_result_is_refused_by_name(result, problem):
    with pytest.raises(WrongResult, match=problem):
        check(EXPERTS, NEED, WEIGHTS, 50, result)


def test_a_mean_that_is_wrong_for_everybody_is_refused(monkeypatch):
    spoilt = spoil_best(fine=right().best.fine - 1)
    monkeypatch.setattr(checking, "fine_points", lambda parts, weights: fine_points(parts, weights) - 1)
    near = replace(spoilt.near, fine=spoilt.near.fine - 1)

    with pytest.raises(WrongResult, match=r"row 0 scores \d+ / 256 points, not"):
        check(EXPERTS, NEED, WEIGHTS, 50, replace(spoilt, near=near))


def test_somebody_who_is_not_listed_is_refused():
    hidden = replace(EXPERTS, listed=EXPERTS.listed & (np.arange(5) != 1))

    with pytest.raises(WrongResult, match="list: somebody who is not listed"):
        check(hidden, NEED, WEIGHTS, 50, right())


def test_pins_survive_the_merging_of_shards():
    experts = experts_from(Person(), Person(), Person(themes=2))
    pinned = np.array([2], dtype=np.int32)
    parts = []
    for rows in (np.array([0]), np.array([1, 2])):
        need = need_for(pinned_rows=pinned).for_rows(rows)
        part = match_need(experts.take(rows), need, WEIGHTS, k=2)
        best, near = (replace(r, rows=rows[r.rows].astype(np.int32)) for r in (part.best, part.near))
        parts.append(replace(part, best=best, near=near))

    assert merge(parts, 2, pinned).best.rows.tolist() == [0, 2]
