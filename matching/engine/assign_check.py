"""Verify an assignment against the problem as it was given, without any part of the solvers.

Part of every solve. A solution that breaks a rule is never returned.
"""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .assign_problem import AtLeast, AtMost, Options, Problem, among, pair_keys

if TYPE_CHECKING:
    from .assign import Solution

Ints = NDArray[np.int64]


class WrongAssignment(AssertionError):
    """An assignment that breaks a hard rule. It is never shown or stored."""


def _refuse(rows: NDArray, problem: str) -> None:
    if len(rows):
        raise WrongAssignment(f"{problem}: {', '.join(str(row) for row in rows[:5].tolist())}")


def _check_pairs(problem: Problem, options: Options, solution: "Solution") -> None:
    m = problem.n_experts
    key = pair_keys(solution.need, solution.expert, m)
    _refuse(solution.need[1:][np.diff(key) <= 0], "pairs are not in order or stand twice, needs")
    given = pair_keys(problem.need, problem.expert, m)
    mine = among(given, key)
    given, offered = given[mine], np.asarray(problem.points)[mine].astype(np.int64)
    best: dict[int, int] = {}
    for pair, points in zip(given.tolist(), offered.tolist(), strict=True):
        best[pair] = max(points, best.get(pair, 0))
    eligible = among(key, given[offered >= options.min_points])
    _refuse(solution.need[~solution.pinned & ~eligible], "a pair is not eligible, needs")
    given_points = np.array([best.get(pair, 0) for pair in key.tolist()], dtype=np.int64)
    _refuse(solution.need[given_points != solution.points], "points of a pair are not those given, needs")
    if int(given_points.sum()) != solution.total:
        raise WrongAssignment(f"the total is {int(given_points.sum())}, not {solution.total}")


def _check_people(problem: Problem, solution: "Solution") -> None:
    """What persons have fixed and ruled out."""
    m = problem.n_experts
    key = pair_keys(solution.need, solution.expert, m)
    pins = np.asarray(problem.pins, dtype=np.int64).reshape(-1, 2)
    forbidden = np.asarray(problem.forbidden, dtype=np.int64).reshape(-1, 2)
    _refuse(pins[~among(pair_keys(*pins.T, m), key), 0], "a pinned pair was moved, needs")
    _refuse(solution.need[among(key, pair_keys(*forbidden.T, m))], "a forbidden pair is assigned, needs")
    if not (among(key, pair_keys(*pins.T, m)) == solution.pinned).all():
        raise WrongAssignment("pinned pairs are not marked as they were given")


def _check_loads(problem: Problem, options: Options, solution: "Solution") -> None:
    seats = np.bincount(solution.need, minlength=problem.n_needs)
    loads = np.bincount(solution.expert, minlength=problem.n_experts)
    room = np.asarray(problem.capacity, dtype=np.int64) * options.exposure
    if options.most_per_expert is not None:
        room = np.minimum(room, options.most_per_expert)
    _refuse(np.flatnonzero(seats > problem.demand), "more experts than seats, needs")
    _refuse(np.flatnonzero(loads > room), "more needs than room, experts")
    if problem.demand_min is not None:
        _refuse(np.flatnonzero(seats < problem.demand_min), "fewer experts than required, needs")
    if problem.capacity_min is not None:
        _refuse(np.flatnonzero(loads < problem.capacity_min), "less than the minimum load, experts")
    if not (seats == solution.seats_filled).all():
        raise WrongAssignment("seats filled are not counted right")


def _check_at_most(rule: AtMost, solution: "Solution") -> None:
    group = np.asarray(rule.group)[solution.expert]
    cell = np.column_stack([solution.need, group])[group >= 0]
    cells, held = np.unique(cell, axis=0, return_counts=True)
    _refuse(cells[held > rule.limit, 0], f"the rule {rule.name!r} is broken, needs")


def _check_at_least(rule: AtLeast, problem: Problem, solution: "Solution") -> None:
    """The members are there, or their seats are empty and the shortfall is stated."""
    n = problem.n_needs
    member = np.asarray(rule.member, dtype=bool)[solution.expert]
    members = np.bincount(solution.need[member], minlength=n)
    others = np.bincount(solution.need[~member], minlength=n)
    fixed = np.bincount(solution.need[~member & solution.pinned], minlength=n)
    wanted = np.minimum(rule.wanted, problem.demand)
    _refuse(
        np.flatnonzero(others > np.maximum(np.asarray(problem.demand) - wanted, fixed)),
        f"a seat kept by the rule {rule.name!r} is taken, needs",
    )
    stated = {gap.need: gap.missing for gap in solution.shortfalls if gap.rule == rule.name}
    short = np.flatnonzero(members < wanted)
    _refuse(
        np.array([row for row in short.tolist() if stated.get(row) != wanted[row] - members[row]]),
        f"the rule {rule.name!r} is broken without a word, needs",
    )


def check_assignment(problem: Problem, solution: "Solution", options: Options | None = None) -> None:
    """Verify eligibility, seats, room, minimum loads, pins, forbidden pairs, composition and totals.

    Raises
    ------
    WrongAssignment
        naming the rule and the rows.
    """
    options = options or Options()
    _check_people(problem, solution)
    _check_pairs(problem, options, solution)
    _check_loads(problem, options, solution)
    for rule in problem.composition.at_most:
        _check_at_most(rule, solution)
    for least in problem.composition.at_least:
        _check_at_least(least, problem, solution)
