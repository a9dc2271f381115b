"""Assignments without rules of composition: against every possible assignment of small problems."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine.assign import Proof, Reason, Solution, assign, integer_points, solve
from matching.engine.assign_check import WrongAssignment, check_assignment
from matching.engine.assign_flow import Prices, best_flow, min_cost_flow, reduce
from matching.engine.assign_problem import POINTS_LIMIT, Fairness, Infeasible, Options, Problem
from matching.engine.assign_tidy import tidy


def ints(values: object) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def problem_of(
    scores: list[list[int | None]], demand: list[int], capacity: list[int], **more: Any
) -> Problem:
    """A problem from a table of points, needs by experts; None is a pair that is not eligible."""
    cells = [(i, j, p) for i, row in enumerate(scores) for j, p in enumerate(row) if p is not None]
    need, expert, points = (ints([cell[k] for cell in cells]) for k in range(3))
    return Problem(need, expert, points, ints(demand), ints(capacity), **more)


def pairs(solution: Solution) -> list[tuple[int, int]]:
    return list(zip(solution.need.tolist(), solution.expert.tolist(), strict=True))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    n, m = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    point = st.one_of(st.none(), st.integers(0, 5))
    scores = draw(st.lists(st.lists(point, min_size=m, max_size=m), min_size=n, max_size=n))
    demand = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
    capacity = draw(st.lists(st.integers(0, 3), min_size=m, max_size=m))
    return problem_of(scores, demand, capacity)


def every_assignment(problem: Problem) -> Iterator[tuple[np.ndarray, np.ndarray, int]]:
    """All sets of pairs that keep seats and room: seats filled, loads, points."""
    for size in range(len(problem.need) + 1):
        for chosen in combinations(range(len(problem.need)), size):
            at = list(chosen)
            seats = np.bincount(problem.need[at], minlength=problem.n_needs)
            loads = np.bincount(problem.expert[at], minlength=problem.n_experts)
            if (seats <= problem.demand).all() and (loads <= problem.capacity).all():
                yield seats, loads, int(problem.points[at].sum())


@settings(max_examples=50, deadline=None)
@given(problems())
def test_no_assignment_fills_more_seats_or_has_more_points(problem: Problem) -> None:
    best = max((int(seats.sum()), points) for seats, _, points in every_assignment(problem))

    solution = solve(problem)

    assert (len(solution), solution.total) == best
    assert solution.optimality.proof is Proof.FLOW


@settings(max_examples=50, deadline=None)
@given(problems())
def test_coverage_first_serves_the_most_needs_then_seats_then_points(problem: Problem) -> None:
    best = max((int((s > 0).sum()), int(s.sum()), points) for s, _, points in every_assignment(problem))

    solution = solve(problem, Options(coverage_first=True))

    assert (int((solution.seats_filled > 0).sum()), len(solution), solution.total) == best


@settings(max_examples=50, deadline=None)
@given(problems(), st.data())
def test_minimum_loads_are_kept_or_refused(problem: Problem, data: st.DataObject) -> None:
    seats_min = ints([data.draw(st.integers(0, min(d, 2))) for d in problem.demand.tolist()])
    loads_min = ints([data.draw(st.integers(0, min(c, 2))) for c in problem.capacity.tolist()])
    kept = [
        (int(seats.sum()), points)
        for seats, loads, points in every_assignment(problem)
        if (seats >= seats_min).all() and (loads >= loads_min).all()
    ]
    asked = replace(problem, demand_min=seats_min, capacity_min=loads_min)

    if not kept:
        with pytest.raises(Infeasible) as refused:
            solve(asked)
        assert refused.value.needs or refused.value.experts
    else:
        solution = solve(asked)
        assert (len(solution), solution.total) == max(kept)


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_pins_stay_and_the_rest_is_best_around_them(problem: Problem, data: st.DataObject) -> None:
    pin = [data.draw(st.integers(0, problem.n_needs - 1)), data.draw(st.integers(0, problem.n_experts - 1))]
    pinned = replace(problem, pins=ints([pin]))
    if problem.demand[pin[0]] == 0 or problem.capacity[pin[1]] == 0:
        with pytest.raises(Infeasible, match="more pins than"):
            solve(pinned)
        return
    at = (problem.need == pin[0]) & (problem.expert == pin[1])
    rest = replace(
        problem,
        need=problem.need[~at],
        expert=problem.expert[~at],
        points=problem.points[~at],
        demand=problem.demand - np.eye(problem.n_needs, dtype=np.int64)[pin[0]],
        capacity=problem.capacity - np.eye(problem.n_experts, dtype=np.int64)[pin[1]],
    )
    best = max((int(seats.sum()), points) for seats, _, points in every_assignment(rest))

    solution = solve(pinned)

    assert tuple(pin) in pairs(solution)
    assert (len(solution), solution.total) == (best[0] + 1, best[1] + int(problem.points[at].sum()))


def random_problem(seed: int, n: int = 30, m: int = 60, k: int = 12) -> Problem:
    random = np.random.default_rng(seed)
    expert = np.concatenate([random.choice(m, k, replace=False) for _ in range(n)])
    return Problem(
        need=np.repeat(np.arange(n), k),
        expert=expert,
        points=random.integers(0, 10_001, n * k),
        demand=random.integers(0, 4, n),
        capacity=random.integers(0, 3, m),
    )


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("coverage_first", [False, True])
def test_dropping_pairs_before_solving_changes_nothing(seed: int, coverage_first: bool) -> None:
    problem = random_problem(seed, n=20, m=200 if seed % 2 else 40)
    whole = tidy(problem, Options())
    seat = 10_001 * 20
    full = min_cost_flow(whole, -whole.points, Prices(seat, seat if coverage_first else 0))
    chosen = best_flow(whole, coverage_first=coverage_first)

    assert len(reduce(whole)) <= len(whole.need)
    assert len(chosen) == len(full)
    assert whole.points[chosen].sum() == whole.points[full].sum()


@pytest.mark.parametrize("seed", range(4))
def test_renaming_needs_and_experts_keeps_the_total(seed: int) -> None:
    problem = random_problem(seed)
    random = np.random.default_rng(seed)
    needs, experts = random.permutation(problem.n_needs), random.permutation(problem.n_experts)
    demand, capacity = np.empty_like(problem.demand), np.empty_like(problem.capacity)
    demand[needs], capacity[experts] = problem.demand, problem.capacity
    renamed = replace(
        problem, need=needs[problem.need], expert=experts[problem.expert], demand=demand, capacity=capacity
    )

    assert solve(renamed).total == solve(problem).total


def test_the_order_of_the_rows_given_decides_nothing() -> None:
    problem = random_problem(1)
    problem = replace(problem, points=problem.points // 2000)
    shuffled = np.random.default_rng(5).permutation(len(problem.need))
    other = replace(
        problem,
        need=problem.need[shuffled],
        expert=problem.expert[shuffled],
        points=problem.points[shuffled],
    )

    assert pairs(solve(problem)) == pairs(solve(other)) == pairs(solve(problem))


def test_forbidden_pairs_are_left_out() -> None:
    problem = problem_of([[9, 5]], [1], [1, 1], forbidden=ints([[0, 0]]))

    assert pairs(solve(problem)) == [(0, 1)]


def test_a_forbidden_pair_cannot_be_pinned() -> None:
    problem = problem_of([[9, 5]], [1], [1, 1], forbidden=ints([[0, 0]]), pins=ints([[0, 0]]))

    with pytest.raises(Infeasible, match="pinned pair is forbidden") as refused:
        solve(problem)

    assert refused.value.needs == (0,)


def test_a_person_may_pin_somebody_who_is_not_on_the_list() -> None:
    solution = solve(problem_of([[None, 5]], [2], [1, 1], pins=ints([[0, 0]])))

    assert pairs(solution) == [(0, 0), (0, 1)]
    assert solution.pinned.tolist() == [True, False]
    assert solution.points.tolist() == [0, 5]


def test_pins_count_as_a_needs_first_expert() -> None:
    problem = problem_of([[9, 8], [1, None]], [2, 1], [1, 1], pins=ints([[0, 1]]))

    assert pairs(solve(problem, Options(coverage_first=True))) == [(0, 1), (1, 0)]


def test_minimum_loads_that_cannot_be_kept_are_named() -> None:
    problem = problem_of([[5, 5, None]], [1], [1, 1, 1], capacity_min=ints([1, 1, 1]))

    with pytest.raises(Infeasible, match=r"minimum loads cannot be kept.*expert rows") as refused:
        solve(problem)

    assert 2 in refused.value.experts
    assert len(refused.value.experts) == 2


def test_a_minimum_load_keeps_pairs_that_points_alone_would_drop() -> None:
    assert pairs(solve(problem_of([[9, 5]], [1], [1, 1], capacity_min=ints([0, 1])))) == [(0, 1)]


def test_a_minimum_above_the_maximum_is_named() -> None:
    with pytest.raises(Infeasible, match="greater than the room: expert rows 0"):
        solve(problem_of([[5]], [1], [1], capacity_min=ints([2])))


def test_pairs_below_the_minimum_are_not_assigned() -> None:
    solution = solve(problem_of([[40, 60]], [2], [1, 1]), Options(min_points=50))

    assert pairs(solution) == [(0, 1)]
    assert [(gap.missing, gap.reason) for gap in solution.shortfalls] == [(1, Reason.NO_CANDIDATES)]


def test_exposure_multiplies_room_and_a_cap_limits_it() -> None:
    problem = problem_of([[5], [4], [3], [2]], [1, 1, 1, 1], [1])

    assert len(solve(problem, Options(exposure=3))) == 3
    assert len(solve(problem, Options(exposure=3, most_per_expert=2))) == 2


def test_a_seat_that_stays_empty_says_why() -> None:
    solution = solve(problem_of([[9], [5], [None]], [1, 1, 2], [1]))

    assert [(gap.need, gap.missing, gap.reason) for gap in solution.shortfalls] == [
        (1, 1, Reason.TAKEN),
        (2, 2, Reason.NO_CANDIDATES),
    ]


def test_more_seats_come_before_any_points() -> None:
    """A chain of exchanges that costs nearly all points is still worth one seat."""
    high = 10_000
    scores = [[high, 0, None, None], [None, high, 0, None], [None, None, high, 0], [high, None, None, None]]

    solution = solve(problem_of(scores, [1, 1, 1, 1], [1, 1, 1, 1]))

    assert (len(solution), solution.total) == (4, high)


def test_nothing_asked_gives_nothing() -> None:
    none = ints([])

    assert len(solve(Problem(none, none, none, none, none))) == 0
    assert len(solve(problem_of([[5]], [0], [1]))) == 0
    assert len(solve(problem_of([[5]], [1], [0]))) == 0


def test_a_pair_given_twice_counts_once_with_the_higher_points() -> None:
    problem = Problem(ints([0, 0]), ints([0, 0]), ints([3, 7]), ints([2]), ints([2]))

    assert (pairs(solve(problem)), solve(problem).total) == ([(0, 0)], 7)


def test_points_that_are_all_zero_still_fill_every_seat() -> None:
    solution = solve(problem_of([[0, 0], [0, 0]], [1, 1], [1, 1]))

    assert (len(solution), solution.total) == (2, 0)


def test_points_at_the_limit_are_exact() -> None:
    top = POINTS_LIMIT
    solution = solve(problem_of([[top, top - 1], [top, top - 3]], [1, 1], [1, 1]))

    assert pairs(solution) == [(0, 1), (1, 0)]
    assert solution.total == 2 * top - 1


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([-1], "points must lie in 0"),
        ([POINTS_LIMIT + 1], "points must lie in 0"),
        ([np.nan], "points must be finite, got nan"),
        ([np.inf], "points must be finite, got inf"),
        ([0.5], "points must be whole, got 0.5"),
        ([1, 2], "1 needs, 1 experts, 2 points"),
    ],
)
def test_points_that_cannot_be_meant_are_refused(points: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        solve(Problem(ints([0]), ints([0]), np.array(points), ints([1]), ints([1])))


def test_rows_and_counts_that_cannot_be_meant_are_refused() -> None:
    with pytest.raises(ValueError, match="expert row 3 does not exist, there are 1"):
        solve(Problem(ints([0]), ints([3]), ints([1]), ints([1]), ints([1])))
    with pytest.raises(ValueError, match="capacity must be whole and at least 0, got -1 in row 0"):
        solve(Problem(ints([0]), ints([0]), ints([1]), ints([1]), ints([-1])))
    with pytest.raises(ValueError, match="exposure must be at least 1, got 0"):
        solve(problem_of([[5]], [1], [1]), Options(exposure=0))


def test_fairness_lifts_the_worst_need_as_far_as_possible() -> None:
    scores = [[100, 90], [40, 10]]
    plain = solve(problem_of(scores, [1, 1], [1, 1]))
    fair = solve(problem_of([[100, 60], [40, 10]], [1, 1], [1, 1]), Options(fairness=Fairness.WORST_NEED))

    assert plain.total == 130
    assert pairs(fair) == [(0, 1), (1, 0)]
    assert (fair.optimality.worst, fair.optimality.worst_bound) == (40, 40)


def worst_mean(solution: Solution) -> float:
    sums = np.bincount(solution.need, solution.points, len(solution.seats_filled))
    filled = solution.seats_filled > 0
    return min((sums[filled] / solution.seats_filled[filled]).tolist(), default=0.0)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_fairness_costs_no_seat_and_states_its_price(problem: Problem) -> None:
    plain, fair = solve(problem), solve(problem, Options(fairness=Fairness.WORST_NEED))

    assert fair.seats_filled.tolist() == plain.seats_filled.tolist()
    assert fair.optimality.bound == plain.total >= fair.total
    assert fair.optimality.worst is not None and fair.optimality.worst_bound is not None
    assert fair.optimality.worst <= fair.optimality.worst_bound + 1e-9
    assert fair.optimality.worst >= worst_mean(plain) - 1e-9


def test_the_check_finds_what_is_broken() -> None:
    problem = problem_of([[9, 5], [8, 4]], [1, 1], [1, 1])
    right = solve(problem)
    broken = {
        "more needs than room": replace(right, expert=ints([0, 0]), points=ints([9, 8]), total=17),
        "the total is": replace(right, total=right.total + 1),
        "points of a pair": replace(right, points=right.points + 1),
        "not in order": replace(right, need=right.need[::-1], expert=right.expert[::-1]),
        "seats filled": replace(right, seats_filled=right.seats_filled * 0),
    }
    check_assignment(problem, right)

    for message, wrong in broken.items():
        with pytest.raises(WrongAssignment, match=message):
            check_assignment(problem, wrong)
    pinned = replace(problem, pins=ints([[0, 1]]))
    with pytest.raises(WrongAssignment, match="not marked as they were given"):
        check_assignment(problem, replace(right, pinned=~right.pinned))
    with pytest.raises(WrongAssignment, match="a pinned pair was moved"):
        check_assignment(replace(problem, pins=ints([[0, 0], [0, 1]])), solve(pinned))
    with pytest.raises(WrongAssignment, match="a forbidden pair"):
        check_assignment(replace(pinned, forbidden=ints([[0, 1]])), solve(pinned))
    with pytest.raises(WrongAssignment, match="not eligible"):
        check_assignment(problem, right, Options(min_points=6))


def test_scores_of_any_range_become_points() -> None:
    inst = {
        "need": ints([0, 0, 1]),
        "expert": ints([0, 1, 0]),
        "score": np.array([0.9, -0.5, 0.8]),
        "demand": ints([1, 1]),
        "capacity": ints([1, 1]),
        "capacity_min": ints([0, 0]),
    }

    need, expert = assign(inst)

    assert (need.tolist(), expert.tolist()) == ([0, 1], [1, 0])
    assert integer_points(np.array([3.0, 0.0])).tolist() == [3, 0]
    with pytest.raises(ValueError, match="scores must be finite, got nan"):
        assign(inst | {"score": np.array([0.9, np.nan, 0.8])})
