"""The best assignment under rules about who sits together: column pricing, then a small search.

1. Start with few pairs: each need's best, its best members of every rule, each expert's best needs,
   and the optima of two flows that keep the first rule or prefer the members wanted.
2. Solve the linear program; add every pair that would pay at its dual prices; repeat until none would.
   The dual prices then bound the worth of every assignment over all pairs.
3. If the solution is whole it is optimal. Otherwise keep the pairs taken entirely, search the rest, and
   at last search all pairs that the bound does not exclude.

The bound is computed here from the dual prices over all pairs, so it holds whatever the solver's
tolerances are. After quality.md, 4.1: closes the gap on every real instance tried.
"""

from dataclasses import dataclass, replace
from math import floor

import numpy as np
from numpy.typing import NDArray

from .assign_flow import Prices, best_flow, min_cost_flow
from .assign_lp import WHOLE, Limits, Master, SolverFailed, search
from .assign_problem import Composition, Infeasible
from .assign_rows import FIRST, LOAD, RULE, SEAT, Rows, build_rows
from .assign_tidy import Tidy, limits_left, wanted_left

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

BEST_OF_NEED, BEST_OF_RULE, BEST_OF_EXPERT = 10, 4, 3
PER_ROUND = 8
"""Pairs that one need may add in one round of pricing."""
PAYS = 1e-9


@dataclass(frozen=True, slots=True)
class Team:
    """Pairs chosen and what is proven about them.

    `slack` points that a better assignment could have more at most; `coverage_proven` that in none
    less is missing, a member weighing as much as 64 seats; `searched` that a search was needed.
    """

    chosen: Positions
    slack: int
    coverage_proven: bool
    searched: bool


def _rank(order: Positions, group: Ints) -> Ints:
    """Place of each pair within its group under an order that sorts by group first, (p,) int64."""
    sorted_group = group[order]
    starts = np.flatnonzero(np.diff(sorted_group, prepend=-1))
    first = np.repeat(starts, np.diff(np.append(starts, len(order))))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order)) - first
    return rank


def _start(tidied: Tidy, composition: Composition) -> Positions:
    """Pairs to begin with: good ones, and enough of them to keep most rules."""
    n = len(tidied.demand)
    # Equal points are spread over the experts, or every need would begin with the same few.
    spread = (tidied.expert * 7919 + tidied.need * 104729) % 1_000_003
    by_need = np.lexsort((spread, -tidied.points, tidied.need))
    kept = _rank(by_need, tidied.need) < BEST_OF_NEED
    kept |= _rank(np.lexsort((spread, -tidied.points, tidied.expert)), tidied.expert) < BEST_OF_EXPERT
    wishes = np.zeros(len(tidied.need), dtype=np.int64)
    for rule in composition.at_least:
        wanted, _ = wanted_left(rule, tidied, n)
        serves = np.asarray(rule.member, dtype=bool)[tidied.expert] & (wanted > 0)[tidied.need]
        wishes += serves
        by_rule = np.lexsort((spread, -tidied.points, ~serves, tidied.need))
        kept |= (_rank(by_rule, tidied.need) < BEST_OF_RULE) & serves
    # Minimum loads may contradict a rule; that is for the linear program to find.
    tidied = replace(tidied, demand_min=tidied.demand_min * 0, capacity_min=tidied.capacity_min * 0)
    highest = int(tidied.points.max(initial=0))
    prices = Prices(8 * (highest + 1) * (1 + len(composition.at_least)), 0)
    cells = limits_left(composition.at_most[0], tidied, n) if composition.at_most else None
    kept[min_cost_flow(tidied, -tidied.points, prices, cells)] = True
    if composition.at_least:
        kept[min_cost_flow(tidied, -tidied.points - wishes * (highest // 2 + 1), prices, cells)] = True
    return np.flatnonzero(kept)


def _priced_in(master: Master, tidied: Tidy) -> float:
    """Add pairs until none pays; the lowest bound met on the way, in the units of the rows."""
    bound = np.inf
    while True:
        duals = master.solve()
        bound = min(bound, master.rows.bound(duals, master.prices))
        worth = master.rows.worth(duals)
        paying = np.flatnonzero((worth > PAYS) & ~master.active)
        if not len(paying):
            return bound
        order = np.lexsort((-worth[paying], tidied.need[paying]))
        master.add(paying[_rank(order, tidied.need[paying]) < PER_ROUND])


def missing(rows: Rows, chosen: Positions) -> Ints:
    """What a whole solution lacks, by gap, (g,) int64; of the gaps of one row the cheapest first.

    Raises
    ------
    SolverFailed
        when it breaks a rule that has no price.
    """
    taken = np.zeros(len(rows.value), dtype=np.int64)
    taken[chosen] = 1
    held = np.bincount(rows.row, weights=taken[rows.pair], minlength=len(rows.lower))
    lacking = np.maximum(rows.lower - held, 0)
    amounts = np.zeros(len(rows.gaps.row), dtype=np.int64)
    for kind in (SEAT, FIRST, RULE, LOAD):
        mine = np.flatnonzero(rows.gaps.kind == kind)
        at = rows.gaps.row[mine]
        amounts[mine] = np.minimum(lacking[at], rows.gaps.most[mine])
        lacking[at] -= amounts[mine]
    if lacking.any() or (held > rows.upper).any():
        raise SolverFailed("a whole solution breaks a rule")
    return amounts


def _refuse_idle(rows: Rows, amounts: Ints, n_needs: int) -> None:
    """Rows of needs come first and those of experts second; minimum loads stand on no others."""
    broken = np.flatnonzero((rows.gaps.kind == LOAD) & (amounts > 0))
    if len(broken):
        at = rows.gaps.row[broken]
        needs, experts = at[at < n_needs], at[at >= n_needs] - n_needs
        shown = [f"need rows {needs[:5].tolist()}"] * (len(needs) > 0)
        shown += [f"expert rows {experts[:5].tolist()}"] * (len(experts) > 0)
        raise Infeasible(
            f"minimum loads cannot be kept with the rules: {', '.join(shown)}", needs=needs, experts=experts
        )


def _slack(rows: Rows, chosen: Positions, bound: float, prices: Floats) -> int:
    """Points between a whole solution and a bound, rounded down to what whole points can reach."""
    worth = float(rows.value[chosen].sum()) - float(missing(rows, chosen) @ prices[rows.gaps.kind])
    apart = (bound - worth) * rows.unit
    return max(floor(apart), 0)


def _whole(master: Master, bound: float, limits: Limits) -> tuple[Positions, float, bool]:
    """A whole solution, the bound that then holds, and whether a search was needed."""
    rows, prices = master.rows, master.prices
    values = master.values()
    ones = np.flatnonzero(values > 1 - WHOLE)
    if not ((values > WHOLE) & (values <= 1 - WHOLE)).any():
        return ones, bound, False
    others = np.flatnonzero(master.active & (values <= 1 - WHOLE))
    found = search(rows, prices, others, ones, limits)
    if found is not None and _slack(rows, found.taken, bound, prices) == 0:
        return found.taken, bound, True
    # A pair whose worth is further below zero than the gap is in no better solution; taken the other
    # way round, a pair that far above zero is in all of them.
    duals = master.solve()
    worth, limit = rows.worth(duals), rows.bound(duals, prices)
    apart = np.inf if found is None else (_slack(rows, found.taken, limit, prices) + 1) / rows.unit
    wide = search(rows, prices, np.flatnonzero(np.abs(worth) <= apart), np.flatnonzero(worth > apart), limits)
    best = [result.taken for result in (found, wide) if result is not None]
    if not best:
        raise SolverFailed(f"no whole solution within {limits.nodes} branches")
    chosen = min(best, key=lambda taken: _slack(rows, taken, bound, prices))
    return chosen, min(bound, wide.bound) if wide is not None else bound, True


def best_teams(tidied: Tidy, composition: Composition, *, coverage_first: bool, limits: Limits) -> Team:
    """The best assignment that keeps all rules: members wanted, then seats filled, then points.

    Prices put that order: first small ones, at which nothing missing is proof enough; if something
    stays missing, an empty seat weighs as much as all points, the first seat of a need eight times
    that and a missing member sixty-four times.

    Raises
    ------
    Infeasible
        when the minimum loads cannot be kept with the rules.
    """
    if tidied.demand_min.any() or tidied.capacity_min.any():
        best_flow(tidied)  # names what cannot be kept even without the rules
    rows = build_rows(tidied, composition, coverage_first=coverage_first)
    step = np.array([1.0, 2.0, 4.0, 64.0])
    master = Master(rows, 4 * step)
    master.add(_start(tidied, composition))
    chosen, bound, searched = _whole(master, _priced_in(master, tidied), limits)
    lacking = missing(rows, chosen)
    if lacking.any():
        seats = min(int(tidied.demand.sum()), int(tidied.capacity.sum()))
        master.charge((seats + 1) * np.array([1.0, 8.0, 64.0, 512.0]))
        chosen, bound, searched = _whole(master, _priced_in(master, tidied), limits)
        lacking = missing(rows, chosen)
    _refuse_idle(rows, lacking, len(tidied.demand))
    slack = _slack(rows, chosen, bound, master.prices)
    return Team(
        chosen=np.sort(chosen),
        slack=slack,
        coverage_proven=not lacking.any() or slack < rows.unit,
        searched=searched,
    )
