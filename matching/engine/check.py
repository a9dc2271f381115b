"""Verify a result before anybody sees it. Part of every run in production, not only of the tests."""

from collections.abc import Iterable

import numpy as np

from . import oracle
from .columns import Experts, Need
from .rank import MatchResult, Ranking
from .score import Weights
from .spec import POINTS_MAX, RELAXABLE, Constraint


class WrongResult(AssertionError):
    """A result that breaks the definition. It is never stored."""


def _refuse_unless(holds: bool, problem: str) -> None:
    if not holds:
        raise WrongResult(problem)


def _check_order(scored: Ranking, what: str) -> None:
    keys = list(zip((-scored.points).tolist(), scored.ties.tolist(), strict=True))
    _refuse_unless(keys == sorted(keys), f"{what}: rows are not ordered by points and tie key")
    _refuse_unless(len(set(scored.rows.tolist())) == len(scored), f"{what}: a row stands twice")
    in_bounds = bool(((scored.points >= 0) & (scored.points <= POINTS_MAX)).all())
    _refuse_unless(in_bounds, f"{what}: points outside 0..{POINTS_MAX}")
    known = scored.components >= 0
    _refuse_unless(
        bool(((scored.components >= -1) & (scored.components <= POINTS_MAX)).all()),
        f"{what}: components outside -1..{POINTS_MAX}",
    )
    _refuse_unless(
        bool((known.any(axis=1) | (scored.points == 0)).all()), f"{what}: points without a component"
    )


def _check_counts(result: MatchResult, n_listed: int, k: int) -> None:
    counted = result.n_eligible + int(result.excluded.first.sum())
    _refuse_unless(counted == result.n_considered, f"{counted} counted, {result.n_considered} considered")
    _refuse_unless(result.n_considered == n_listed, f"{result.n_considered} considered, {n_listed} listed")
    _refuse_unless(len(result.best) == min(k, result.n_eligible), "the list is shorter than it could be")
    _refuse_unless(len(result.near) <= int(result.excluded.near.sum()), "more near-misses than counted")


def _check_row(
    experts: Experts, need: Need, weights: Weights, scored: Ranking, at: int, allowed: set[Constraint]
) -> None:
    row = int(scored.rows[at])
    failed = oracle.failed_constraints(experts, need, row)
    _refuse_unless(failed == allowed, f"row {row} fails {sorted(failed)}, expected {sorted(allowed)}")
    parts = oracle.components(experts, need, row)
    given = scored.components[at].tolist()
    _refuse_unless(parts == given, f"row {row} has components {parts}, not {given}")
    points = oracle.points(parts, weights)
    _refuse_unless(
        points == int(scored.points[at]), f"row {row} has {points} points, not {scored.points[at]}"
    )


def _sample(size: int, count: int) -> Iterable[int]:
    """The first, the last and evenly spread positions between them."""
    return sorted(set(np.linspace(0, size - 1, min(count, size), dtype=int).tolist())) if size else ()


def check(
    experts: Experts,
    need: Need,
    weights: Weights,
    k: int,
    result: MatchResult,
    *,
    rows: int = 3,
    n_listed: int | None = None,
) -> None:
    """Verify order, bounds and counts of a whole result, and `rows` of its rows by recomputation.

    Where `experts` are only those of the result, `n_listed` says how many are listed among all.

    Raises
    ------
    WrongResult
        naming what is wrong.
    """
    _check_order(result.best, "list")
    _check_order(result.near, "near-misses")
    _check_counts(result, int(experts.listed.sum()) if n_listed is None else n_listed, k)
    for at in _sample(len(result.best), rows):
        _check_row(experts, need, weights, result.best, at, set())
    for at in _sample(len(result.near), rows):
        constraint = Constraint(int(result.near_constraint[at]))
        _refuse_unless(constraint in RELAXABLE, f"near-miss by {constraint.name}, which nobody can relax")
        _check_row(experts, need, weights, result.near, at, {constraint})
