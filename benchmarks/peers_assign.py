"""What an assignment is compared with: two ways of choosing by hand, and the bare flow solver.

Each takes an instance, a mapping of parallel arrays as `matching.engine.assign.read_instance` reads
it, and gives the rows of needs and of experts. The two greedy ones keep the rules of teams as well as
somebody does who looks at one pair at a time; the bare solver knows no rules and no minimum loads.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Instance = Mapping[str, Any]
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


def _take_in_order(inst: Instance, order: Iterable[int]) -> Pairs:
    """Take each pair in turn if there is a seat, room, no colleague, and a seat left for a senior."""
    need, expert = inst["need"].tolist(), inst["expert"].tolist()
    seats, room = inst["demand"].tolist(), inst["capacity"].tolist()
    ruled = "org" in inst
    org = inst["org"].tolist() if ruled else []
    senior = [flag > 0 for flag in inst["senior"].tolist()] if ruled else []
    has_senior = [not ruled] * len(seats)
    met: set[tuple[int, int]] = set()
    taken = []
    for pair in order:
        i, j = need[pair], expert[pair]
        if not seats[i] or not room[j]:
            continue
        if ruled:
            if (i, org[j]) in met or (seats[i] == 1 and not has_senior[i] and not senior[j]):
                continue
            met.add((i, org[j]))
            has_senior[i] = has_senior[i] or senior[j]
        seats[i] -= 1
        room[j] -= 1
        taken.append(pair)
    rows = np.array(taken, dtype=np.int64)
    return np.asarray(inst["need"])[rows], np.asarray(inst["expert"])[rows]


def by_need(inst: Instance) -> Pairs:
    """Need after need takes its best experts who still have room: what a coordinator does."""
    order = np.lexsort((inst["expert"], -inst["score"], inst["need"]))
    return _take_in_order(inst, order.tolist())


def by_pair(inst: Instance) -> Pairs:
    """The best pair of all first, then the next."""
    order = np.lexsort((inst["expert"], inst["need"], -inst["score"]))
    return _take_in_order(inst, order.tolist())


def bare_flow(inst: Instance) -> Pairs:
    """OR-tools' minimum-cost flow with array arcs, all pairs, and nothing around it."""
    n, m = len(inst["demand"]), len(inst["capacity"])
    need, expert = inst["need"].astype(np.int32), inst["expert"].astype(np.int32)
    cost = np.rint(-inst["score"] * 1e6).astype(np.int64)
    dear = 4 * int(np.abs(cost).max(initial=0)) + 1
    flow, sink = SimpleMinCostFlow(), n + m
    needs, experts = np.arange(n, dtype=np.int32), n + np.arange(m, dtype=np.int32)
    demand, capacity = inst["demand"].astype(np.int64), inst["capacity"].astype(np.int64)
    add = flow.add_arcs_with_capacity_and_unit_cost
    arcs = add(need, n + expert, np.ones(len(need), dtype=np.int64), cost)
    add(experts, np.full(m, sink, dtype=np.int32), capacity, np.zeros(m, dtype=np.int64))
    add(needs, np.full(n, sink, dtype=np.int32), demand, np.full(n, dear, dtype=np.int64))
    flow.set_nodes_supplies(needs, demand)
    flow.set_node_supply(sink, -int(demand.sum()))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("the bare flow solver failed")
    taken = np.flatnonzero(flow.flows(arcs))
    return need[taken].astype(np.int64), expert[taken].astype(np.int64)


PEERS: dict[str, Callable[[Instance], Pairs]] = {
    "need by need": by_need,
    "pair by pair": by_pair,
    "bare OR-tools": bare_flow,
}
