"""Assignments with rules about who sits together: against every assignment of small problems."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.assign import Proof, Reason, assign, solve
from matching.engine.assign_check import WrongAssignment, check_assignment
from matching.engine.assign_problem import (
    AtLeast,
    AtMost,
    Composition,
    Fairness,
    Infeasible,
    Options,
    Problem,
    theme_rules,
)

SEAT, FIRST, MEMBER = 1, 8, 64
"""What is missing weighs so much, in seats, when not everything can be had."""


def ints(values: object) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def full_table(
    scores: list[list[int]], demand: list[int], capacity: list[int], rules: Composition
) -> Problem:
    n, m = len(demand), len(capacity)
    need, expert = np.divmod(np.arange(n * m), m)
    return Problem(need, expert, ints(scores).ravel(), ints(demand), ints(capacity), composition=rules)


@st.composite
def team_problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(1, 2)), draw(st.integers(2, 5))

    def numbers(count: int, low: int, high: int) -> list[int]:
        return draw(st.lists(st.integers(low, high), min_size=count, max_size=count))

    rules = Composition(
        at_most=(
            AtMost("employer", ints(numbers(m, -1, 2))),
            AtMost("country", ints(numbers(m, 0, 1)), limit=2),
        ),
        at_least=(
            AtLeast("senior", ints(numbers(m, 0, 1)) > 0, ints(numbers(n, 0, 1))),
            AtLeast("theme", ints(numbers(m, 0, 1)) > 0, ints(numbers(n, 0, 2))),
        ),
    )
    scores = [numbers(m, 0, 9) for _ in range(n)]
    return full_table(scores, numbers(n, 0, 3), numbers(m, 0, 2), rules)


def missing_of(problem: Problem, table: np.ndarray, *, coverage_first: bool) -> int | None:
    """Weight of what an assignment lacks; None when it breaks a rule. `table` (n, m) bool."""
    if (table.sum(axis=0) > problem.capacity).any() or (table.sum(axis=1) > problem.demand).any():
        return None
    empty = problem.demand - table.sum(axis=1)
    lacking = SEAT * int(empty.sum())
    if coverage_first:
        lacking += (FIRST - SEAT) * int(((table.sum(axis=1) == 0) & (problem.demand > 0)).sum())
    for rule in problem.composition.at_most:
        for group in set(rule.group.tolist()) - {-1}:
            if (table[:, rule.group == group].sum(axis=1) > rule.limit).any():
                return None
    for least in problem.composition.at_least:
        wanted = np.minimum(least.wanted, problem.demand)
        if (table[:, ~least.member].sum(axis=1) > problem.demand - wanted).any():
            return None
        lacking += MEMBER * int(np.clip(wanted - table[:, least.member].sum(axis=1), 0, None).sum())
    return lacking


def best_of(problem: Problem, *, coverage_first: bool = False) -> tuple[int, int]:
    """Least that is missing and then most points, over all assignments."""
    n, m = problem.n_needs, problem.n_experts
    points = problem.points.reshape(n, m)
    found = []
    for bits in product((False, True), repeat=n * m):
        table = np.array(bits).reshape(n, m)
        lacking = missing_of(problem, table, coverage_first=coverage_first)
        if lacking is not None:
            found.append((-lacking, int(points[table].sum())))
    return max(found)


@settings(max_examples=60, deadline=None)
@given(team_problems(), st.booleans())
def test_no_team_misses_less_or_has_more_points(problem: Problem, coverage_first: bool) -> None:
    best = best_of(problem, coverage_first=coverage_first)

    solution = solve(problem, Options(coverage_first=coverage_first))

    table = np.zeros((problem.n_needs, problem.n_experts), dtype=bool)
    table[solution.need, solution.expert] = True
    lacking = missing_of(problem, table, coverage_first=coverage_first)
    assert lacking is not None
    assert (-lacking, solution.total) == best
    assert solution.optimality.proven


JURY = Composition(
    at_most=(AtMost("employer", ints([0, 0, 1, 2])),),
    at_least=(AtLeast("senior", ints([0, 0, 0, 1]) > 0, ints([1])),),
)


def test_nobody_meets_a_colleague_and_a_senior_is_there() -> None:
    solution = solve(full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 1], JURY))

    assert solution.expert.tolist() == [0, 2, 3]
    assert solution.optimality.proof is Proof.BOUND
    assert solution.gap == 0


def test_the_seat_of_a_missing_senior_stays_empty() -> None:
    solution = solve(full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 0], JURY))

    assert solution.expert.tolist() == [0, 2]
    assert [(gap.rule, gap.missing, gap.reason) for gap in solution.shortfalls] == [
        ("senior", 1, Reason.RULE)
    ]


def test_each_theme_that_a_need_asks_for_has_somebody() -> None:
    themes, wanted = np.array([1, 1, 2, 3], dtype=np.uint64), np.array([3], dtype=np.uint64)
    rules = Composition(at_least=theme_rules(themes, wanted))

    assert solve(full_table([[9, 8, 1, 0]], [2], [1, 1, 1, 1], rules)).expert.tolist() == [0, 2]
    assert solve(full_table([[9, 8, 1, 0]], [1], [1, 1, 1, 1], rules)).expert.tolist() == [3]


def test_pins_use_up_their_share_of_a_rule() -> None:
    problem = replace(full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 1], JURY), pins=ints([[0, 1]]))

    assert solve(problem).expert.tolist() == [1, 2, 3]


def test_pins_that_break_a_rule_are_named() -> None:
    problem = replace(full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 1], JURY), pins=ints([[0, 0], [0, 1]]))

    with pytest.raises(Infeasible, match="pins break the rule 'employer': need rows 0") as refused:
        solve(problem)

    assert refused.value.needs == (0,)


def test_pins_may_leave_no_seat_for_a_senior_and_that_is_said() -> None:
    pinned = replace(full_table([[90, 80, 70, 10]], [1], [1, 1, 1, 1], JURY), pins=ints([[0, 0]]))

    solution = solve(pinned)

    assert solution.expert.tolist() == [0]
    assert [(gap.rule, gap.missing) for gap in solution.shortfalls] == [("senior", 1)]


def test_minimum_loads_that_rules_forbid_are_refused() -> None:
    colleagues = Composition(at_most=(AtMost("employer", ints([0, 0])),))
    problem = replace(full_table([[5, 5]], [2], [1, 1], colleagues), capacity_min=ints([1, 1]))

    with pytest.raises(Infeasible, match="minimum loads cannot be kept with the rules") as refused:
        solve(problem)

    assert len(refused.value.experts) == 1


def random_teams(seed: int, n: int = 12, m: int = 30) -> dict[str, np.ndarray | int]:
    random = np.random.default_rng(seed)
    need, expert = np.divmod(np.arange(n * m), m)
    return {
        "need": need,
        "expert": expert,
        "score": random.random(n * m),
        "demand": np.full(n, 3),
        "capacity": np.full(m, 2),
        "org": random.integers(0, 6, m),
        "senior": (random.random(m) < 0.3).astype(np.int8),
    }


@pytest.mark.parametrize("seed", range(3))
def test_organisation_and_senior_columns_become_rules(seed: int) -> None:
    inst = random_teams(seed)

    need, expert = assign(inst)

    cells = set(zip(need.tolist(), inst["org"][expert].tolist(), strict=True))
    assert len(cells) == len(need)
    assert (np.bincount(need, inst["senior"][expert], 12) >= 1).all()
    again = assign(inst)
    assert (again[0].tolist(), again[1].tolist()) == (need.tolist(), expert.tolist())


def test_the_check_finds_broken_teams() -> None:
    problem = full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 1], JURY)
    right = solve(problem)
    two = replace(right, expert=ints([0, 1, 3]), points=ints([90, 80, 10]), total=180)
    none = replace(right, expert=ints([0, 2]), need=ints([0, 0]), points=ints([90, 70]), total=160)
    none = replace(none, pinned=np.zeros(2, dtype=bool), seats_filled=ints([2]))

    with pytest.raises(WrongAssignment, match="the rule 'employer' is broken"):
        check_assignment(problem, two)
    with pytest.raises(WrongAssignment, match="the rule 'senior' is broken without a word"):
        check_assignment(problem, none)


def test_rules_must_fit_the_rows() -> None:
    with pytest.raises(ValueError, match="'employer' wants one group per expert"):
        solve(full_table([[5]], [1], [1], Composition(at_most=(AtMost("employer", ints([0, 1])),))))
    with pytest.raises(ValueError, match="'senior' wants one flag per expert"):
        rule = AtLeast("senior", ints([1, 0]) > 0, ints([1]))
        solve(full_table([[5]], [1], [1], Composition(at_least=(rule,))))


def test_fairness_together_with_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="not offered together"):
        solve(full_table([[90, 80, 70, 10]], [3], [1, 1, 1, 1], JURY), Options(fairness=Fairness.WORST_NEED))
