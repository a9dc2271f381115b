"""Verify a result before anybody sees it. Part of every run in production, not only of the tests."""

from collections.abc import Iterable

import numpy as np

from . import oracle
from .columns import Experts, Need
from .rank import MatchResult, Ranking
from .score import Weights, fine_points
from .spec import POINTS_MAX, RELAXABLE, Constraint


class WrongResult(AssertionError):
    """A result that breaks the definition. It is never stored."""


def _refuse_unless(holds: bool, problem: str) -> None:
    if not holds:
        raise WrongResult(problem)


def _check_order(scored: Ranking, what: str) -> None:
    keys = list(zip((-scored.fine).tolist(), scored.ties.tolist(), strict=True))
    _refuse_unless(keys == sorted(keys), f"{what}: rows are not ordered by score and tie key")
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


def _check_all_rows(experts: Experts, weights: Weights, scored: Ranking, what: str) -> None:
    _refuse_unless(bool(experts.listed[scored.rows].all()), f"{what}: somebody who is not listed")
    means = fine_points(scored.components, weights)
    _refuse_unless(
        bool((means == scored.fine).all()), f"{what}: scores are not the weighted mean of the components"
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
    fine = oracle.fine_points(parts, weights)
    _refuse_unless(
        fine == int(scored.fine[at]), f"row {row} scores {fine} / 256 points, not {scored.fine[at]} / 256"
    )
    bits = tuple(int(getattr(scored, name)[at]) for name in ("must_bits", "low_bits", "should_bits"))
    held = oracle.skill_bits(experts, need, row)
    _refuse_unless(held == bits, f"row {row} holds skills {held}, not {bits}")


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
    rows: int = 2,
    n_listed: int | None = None,
) -> None:
    """Verify order, bounds, sums and counts of a whole result, and a few of its rows by recomputation.

    `rows` of the list and one near-miss fewer are computed once more by the plain oracle, as it would for
    any order of the experts and any shard of them; `promises` tries such orders and shards themselves.

    Where `experts` are only those of the result, `n_listed` says how many are listed among all.

    Raises
    ------
    WrongResult
        naming what is wrong.
    """
    for scored, what in ((result.best, "list"), (result.near, "near-misses")):
        _check_order(scored, what)
        _check_all_rows(experts, weights, scored, what)
    _check_counts(result, int(np.count_nonzero(experts.listed)) if n_listed is None else n_listed, k)
    for at in _sample(len(result.best), rows):
        _check_row(experts, need, weights, result.best, at, set())
    for at in _sample(len(result.near), max(rows - 1, 1)):
        constraint = Constraint(int(result.near_constraint[at]))
        _refuse_unless(constraint in RELAXABLE, f"near-miss by {constraint.name}, which nobody can relax")
        _check_row(experts, need, weights, result.near, at, {constraint})
