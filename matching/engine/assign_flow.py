"""The optimal assignment without rules of composition: an integer minimum-cost flow.

Each need sends its seats to experts or, at a price, to nowhere. The price of an empty seat is what
puts coverage before points; `_prices` says when it is large enough, and `best_flow` proves it. Costs
are integers and the network is totally unimodular, so the solver's optimum is exact.

Before that, pairs are dropped that no optimum needs (`reduce`): an expert with room for all who could
ask is free, and a need with d seats never needs anybody below its d-th best free expert.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.max_flow import SimpleMaxFlow
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .assign_problem import Infeasible
from .assign_tidy import Tidy

Ints = NDArray[np.int64]
Positions = NDArray[np.intp]

COST_LIMIT = 2**62
"""The solver scales costs by the number of nodes; beyond this product 64 bits may not hold them."""


class SolverFailed(RuntimeError):
    """The solver gave up where a solution exists by construction; nothing is proposed then."""


@dataclass(frozen=True, slots=True)
class Prices:
    """Cost of an empty seat, and the further cost of a need's last one, in points."""

    seat: int
    first: int


def _is_free(tidied: Tidy, alive: Positions) -> NDArray[np.bool_]:
    """Pairs, of those alive, whose expert has room for every need that could ask. As `alive`, bool."""
    asked = np.bincount(tidied.expert[alive], minlength=len(tidied.capacity))
    free = (asked <= tidied.capacity) & (tidied.capacity_min == 0)
    return free[tidied.expert[alive]]


def reduce(tidied: Tidy) -> Positions:
    """Positions of the pairs that some optimum can do with, ascending. Exact.

    Sound, because a pair behind a need's d-th best free expert can always be exchanged for one of
    those d, whose room nobody else can want: the same seats are filled for at least the same points.
    Experts with a minimum load keep all their pairs.
    """
    alive = np.arange(len(tidied.need))
    if not _is_free(tidied, alive).any():
        return alive
    alive = np.lexsort((tidied.expert, -tidied.points, tidied.need))
    while True:
        free = _is_free(tidied, alive).astype(np.int64)
        need = tidied.need[alive]
        before = np.cumsum(free) - free
        starts = np.flatnonzero(np.diff(need, prepend=-1))
        sizes = np.diff(np.append(starts, len(need)))
        kept = before - np.repeat(before[starts], sizes) < tidied.demand[need]
        kept |= tidied.capacity_min[tidied.expert[alive]] > 0
        if kept.all():
            return np.sort(alive)
        alive = alive[kept]


def _numbered(rows: Ints, n: int) -> tuple[Ints, Ints]:
    """Distinct rows ascending, and a lookup from row to its place among them."""
    present = np.bincount(rows, minlength=n) > 0
    return np.flatnonzero(present), np.cumsum(present) - 1


def min_cost_flow(
    tidied: Tidy, cost: Ints, prices: Prices, cells: tuple[Ints, Ints] | None = None
) -> Positions:
    """Positions of the pairs of least cost, with the dear empty seats counted in.

    `cost` (p,) int64. `cells` may add one rule of the kind `AtMost`: (p,) the cell of each pair or -1,
    and (c,) the limits of the cells; a cell belongs to one need.

    Raises
    ------
    Infeasible
        when the minimum loads cannot be kept.
    """
    n = len(tidied.demand)
    if not len(tidied.need):
        if tidied.demand_min.any() or tidied.capacity_min.any():
            raise _explain(tidied)
        return np.zeros(0, dtype=np.intp)
    experts, place = _numbered(tidied.expert, len(tidied.capacity))
    cell, limits = cells if cells is not None else (np.full(len(cost), -1), np.zeros(0, dtype=np.int64))
    sink = n + len(experts) + len(limits)
    highest = max(prices.seat + prices.first, 1) * (sink + 2)
    if highest >= COST_LIMIT:
        raise ValueError(f"points up to {cost.max(initial=0)} over {sink} rows exceed 64 bits: divide them")
    flow = SimpleMinCostFlow()
    in_cell = cell >= 0
    first_cell = n + len(experts)
    tail = np.where(in_cell, first_cell + cell, tidied.need)
    head = n + place[tidied.expert]
    arcs = _add(flow, tail, head, np.ones(len(cost), dtype=np.int64), cost)
    if len(limits):
        owner = np.zeros(len(limits), dtype=np.int64)
        owner[cell[in_cell]] = tidied.need[in_cell]
        _add(flow, owner, first_cell + np.arange(len(limits)), limits, 0)
    least = tidied.capacity_min[experts]
    _add(flow, n + np.arange(len(experts)), sink, tidied.capacity[experts] - least, 0)
    may_lack = tidied.demand - tidied.demand_min
    last = tidied.unserved & (tidied.demand_min == 0) & (prices.first > 0)
    _add(flow, np.arange(n), sink, may_lack - last, prices.seat)
    _add(
        flow, np.flatnonzero(last), sink, np.ones(int(last.sum()), dtype=np.int64), prices.seat + prices.first
    )
    supply = np.concatenate([tidied.demand, -least, np.zeros(len(limits), dtype=np.int64)])
    flow.set_nodes_supplies(np.arange(sink, dtype=np.int32), supply)
    flow.set_node_supply(sink, -int(supply.sum()))
    unreachable = tidied.capacity_min.sum() > least.sum()
    status = flow.INFEASIBLE if unreachable or supply.sum() < 0 else flow.solve()
    if status == flow.INFEASIBLE:
        raise _explain(tidied)
    if status != flow.OPTIMAL:
        raise SolverFailed(f"the flow solver answered {status}")
    return np.flatnonzero(flow.flows(arcs))


def _add(
    flow: SimpleMinCostFlow, tail: NDArray, head: NDArray | int, room: NDArray, cost: NDArray | int
) -> Ints:
    tail = np.asarray(tail, dtype=np.int32)
    heads = np.broadcast_to(np.asarray(head, dtype=np.int32), tail.shape)
    costs = np.broadcast_to(np.asarray(cost, dtype=np.int64), tail.shape)
    return flow.add_arcs_with_capacity_and_unit_cost(tail, heads, np.asarray(room, dtype=np.int64), costs)


def _explain(tidied: Tidy) -> Infeasible:
    """Which minimum loads cannot be kept, by letting as few of them go as possible."""
    n, m = len(tidied.demand), len(tidied.capacity)
    flow = SimpleMinCostFlow()
    sink, elsewhere = n + m, n + m + 1
    required = int(tidied.capacity_min.sum())
    _add(flow, tidied.need, n + tidied.expert, np.ones(len(tidied.need)), 0)
    _add(flow, n + np.arange(m), sink, tidied.capacity - tidied.capacity_min, 0)
    _add(flow, np.arange(n), sink, tidied.demand - tidied.demand_min, 0)
    unmet = _add(flow, np.arange(n), sink, tidied.demand_min, 1)
    idle = _add(flow, np.full(m, elsewhere), n + np.arange(m), tidied.capacity_min, 1)
    _add(flow, [elsewhere], sink, [required], 0)
    supply = np.concatenate([tidied.demand, -tidied.capacity_min, [0, required]])
    supply[sink] = -int(supply.sum())
    flow.set_nodes_supplies(np.arange(len(supply), dtype=np.int32), supply)
    if flow.solve() != flow.OPTIMAL:
        raise SolverFailed("the minimum loads could not be explained")
    lacking, idling = flow.flows(unmet), flow.flows(idle)
    parts = []
    for count, of in ((lacking, "need"), (idling, "expert")):
        rows = np.flatnonzero(count)
        if len(rows):
            shown = ", ".join(str(row) for row in rows[:5].tolist())
            parts.append(f"{int(count.sum())} for {of} rows {shown}{' …' if len(rows) > 5 else ''}")
    return Infeasible(
        f"minimum loads cannot be kept, assignments are missing: {'; '.join(parts)}",
        needs=np.flatnonzero(lacking),
        experts=np.flatnonzero(idling),
    )


def most_seats(tidied: Tidy, *, firsts: bool = False) -> int:
    """Seats that can be filled at all; with `firsts` the needs without anybody that can get somebody."""
    seats = tidied.unserved.astype(np.int64) if firsts else tidied.demand
    n = len(seats)
    experts, place = _numbered(tidied.expert, len(tidied.capacity))
    source, sink = n + len(experts), n + len(experts) + 1
    flow = SimpleMaxFlow()
    tails = np.concatenate([np.full(n, source), tidied.need, n + np.arange(len(experts))])
    heads = np.concatenate([np.arange(n), n + place[tidied.expert], np.full(len(experts), sink)])
    room = np.concatenate([seats, np.ones(len(tidied.need), dtype=np.int64), tidied.capacity[experts]])
    flow.add_arcs_with_capacity(tails.astype(np.int32), heads.astype(np.int32), room)
    if flow.solve(source, sink) != flow.OPTIMAL:
        raise SolverFailed("the largest number of seats could not be found")
    return int(flow.optimal_flow())


def _prices(tidied: Tidy, *, coverage_first: bool, safe: bool) -> Prices:
    """Prices of empty seats. Safe ones need no proof afterwards.

    One more seat costs at most a chain of exchanges that visits each need and each expert once, so it
    pays if it is dearer than the highest points times the shorter side. Small prices solve twice as
    fast and nearly always fill as many seats.
    """
    highest = int(tidied.points.max(initial=0))
    links = min(len(tidied.demand), len(tidied.capacity)) if safe else 3
    seat = highest * max(links, 1) + 1
    return Prices(seat, seat if coverage_first else 0)


def _fills_most(tidied: Tidy, chosen: Positions, *, coverage_first: bool) -> bool:
    filled = np.bincount(tidied.need[chosen], minlength=len(tidied.demand))
    if len(chosen) < int(tidied.demand.sum()) and len(chosen) < most_seats(tidied):
        return False
    served = int((filled[tidied.unserved] > 0).sum())
    return (
        not coverage_first
        or served == int(tidied.unserved.sum())
        or served == most_seats(tidied, firsts=True)
    )


def best_flow(tidied: Tidy, *, coverage_first: bool = False) -> Positions:
    """Positions of the pairs of an optimal assignment, ascending: most seats, then most points.

    With `coverage_first` the most needs with anybody come before the most seats; both are reached at
    once, since filling one more seat never empties a need. A solution for any price that fills as
    many seats as can be filled is optimal among those that do; otherwise the safe price is used.

    Raises
    ------
    Infeasible
        naming the minimum loads that cannot be kept.
    """
    kept = reduce(tidied)
    small = tidied.take(kept)
    chosen = min_cost_flow(small, -small.points, _prices(small, coverage_first=coverage_first, safe=False))
    if not _fills_most(small, chosen, coverage_first=coverage_first):
        chosen = min_cost_flow(small, -small.points, _prices(small, coverage_first=coverage_first, safe=True))
    return kept[chosen]
