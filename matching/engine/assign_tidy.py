"""From a problem as given to the one that is solved: checked, in one order, without what is decided.

Pairs are sorted by need and expert, so that the order of the rows given decides nothing. Pins are
taken out together with the seats, the room and the shares of rules they use up.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .assign_problem import POINTS_LIMIT, AtLeast, AtMost, Infeasible, Options, Problem, among, pair_keys

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tidy:
    """What is left to decide: p pairs sorted by need and expert, none twice, none pinned or forbidden.

    Attributes
    ----------
    need, expert, points : (p,) int64
    demand, demand_min : (n,) int64, seats that pins have left
    capacity, capacity_min : (m,) int64, room that pins have left
    pins, pin_points : (k, 2) and (k,) int64; a pin that is no eligible pair has 0 points
    """

    need: Ints
    expert: Ints
    points: Ints
    demand: Ints
    demand_min: Ints
    capacity: Ints
    capacity_min: Ints
    pins: Ints
    pin_points: Ints

    def take(self, kept: NDArray) -> "Tidy":
        """The same problem with fewer pairs, given by ascending positions."""
        if len(kept) == len(self.need):
            return self
        columns = (self.need[kept], self.expert[kept], self.points[kept])
        return Tidy(
            *columns,
            demand=self.demand,
            demand_min=self.demand_min,
            capacity=self.capacity,
            capacity_min=self.capacity_min,
            pins=self.pins,
            pin_points=self.pin_points,
        )

    @property
    def unserved(self) -> NDArray[np.bool_]:
        """Needs with seats left and nobody pinned, (n,) bool."""
        return (self.demand > 0) & (np.bincount(self.pins[:, 0], minlength=len(self.demand)) == 0)


def _counts(values: NDArray | None, length: int, name: str) -> Ints:
    if values is None:
        return np.zeros(length, dtype=np.int64)
    given = np.asarray(values)
    if given.shape != (length,):
        raise ValueError(f"{name} must have one value per row, {length}, got shape {given.shape}")
    whole = given.astype(np.int64)
    if not (whole == given).all() or (whole < 0).any():
        row = int(np.flatnonzero((whole != given) | (whole < 0))[0])
        raise ValueError(f"{name} must be whole and at least 0, got {given[row]} in row {row}")
    return whole


def _rows(values: NDArray, n: int, name: str) -> Ints:
    rows = np.asarray(values).astype(np.int64)
    outside = np.flatnonzero((rows < 0) | (rows >= n))
    if len(outside):
        raise ValueError(f"{name} row {rows[outside[0]]} does not exist, there are {n}")
    return rows


def _points(values: NDArray) -> Ints:
    given = np.asarray(values)
    if given.dtype.kind == "f" and not np.isfinite(given).all():
        raise ValueError(f"points must be finite, got {given[~np.isfinite(given)][0]}")
    if len(given) and (given.min() < 0 or given.max() > POINTS_LIMIT):
        wrong = given.min() if given.min() < 0 else given.max()
        raise ValueError(f"points must lie in 0..{POINTS_LIMIT}, got {wrong}")
    whole = given.astype(np.int64)
    if (whole != given).any():
        raise ValueError(f"points must be whole, got {given[whole != given][0]}")
    return whole


def _pairs(values: NDArray, problem: Problem, name: str) -> Ints:
    given = np.asarray(values, dtype=np.int64).reshape(-1, 2)
    _rows(given[:, 0], problem.n_needs, f"{name} need")
    _rows(given[:, 1], problem.n_experts, f"{name} expert")
    given = given[np.lexsort((given[:, 1], given[:, 0]))]
    return given[np.diff(pair_keys(*given.T, problem.n_experts), prepend=-1) != 0]


def room(problem: Problem, options: Options) -> Ints:
    """Needs that each expert may be put on under the options, (m,) int64."""
    capacity = _counts(problem.capacity, len(np.asarray(problem.capacity)), "capacity")
    if options.exposure < 1:
        raise ValueError(f"exposure must be at least 1, got {options.exposure}")
    if options.most_per_expert is not None and options.most_per_expert < 0:
        raise ValueError(f"most_per_expert must be at least 0, got {options.most_per_expert}")
    exposed = capacity * options.exposure
    return exposed if options.most_per_expert is None else np.minimum(exposed, options.most_per_expert)


def _refuse(rows: NDArray, problem: str, *, of: str) -> None:
    if len(rows):
        shown = ", ".join(str(row) for row in rows[:5].tolist())
        raise Infeasible(f"{problem}: {of[:-1]} rows {shown}", **{of: rows})


def _check_rules(problem: Problem, pins: Ints) -> None:
    for rule in problem.composition.at_most:
        if np.shape(rule.group) != (problem.n_experts,) or rule.limit < 1:
            raise ValueError(f"rule {rule.name!r} wants one group per expert and a limit of at least 1")
        group = rule.group[pins[:, 1]]
        known = pins[group >= 0]
        _, at, held = np.unique(
            np.column_stack([known[:, 0], group[group >= 0]]), axis=0, return_index=True, return_counts=True
        )
        _refuse(known[at[held > rule.limit], 0], f"pins break the rule {rule.name!r}", of="needs")
    for least in problem.composition.at_least:
        if np.shape(least.member) != (problem.n_experts,) or np.shape(least.wanted) != (problem.n_needs,):
            raise ValueError(f"rule {least.name!r} wants one flag per expert and one number per need")


def _check_minimums(demand: Ints, demand_min: Ints, capacity: Ints, capacity_min: Ints) -> None:
    _refuse(np.flatnonzero(demand_min > demand), "more experts are required than there are seats", of="needs")
    _refuse(np.flatnonzero(capacity_min > capacity), "a minimum load is greater than the room", of="experts")


def tidy(problem: Problem, options: Options) -> Tidy:
    """Check a problem and bring it into the one form that is solved.

    Raises
    ------
    ValueError
        for values that cannot be meant: a row that does not exist, negative or broken points.
    Infeasible
        when pins exceed seats, room or a rule, a pin is forbidden, or a minimum exceeds its maximum.
    """
    n, m = problem.n_needs, problem.n_experts
    demand, capacity = _counts(problem.demand, n, "demand"), room(problem, options)
    demand_min = _counts(problem.demand_min, n, "demand_min")
    capacity_min = _counts(problem.capacity_min, m, "capacity_min")
    pins, forbidden = _pairs(problem.pins, problem, "pin"), _pairs(problem.forbidden, problem, "forbidden")
    need, expert = _rows(problem.need, n, "need"), _rows(problem.expert, m, "expert")
    points = _points(problem.points)
    if not len(need) == len(expert) == len(points):
        raise ValueError(
            f"a pair needs three values: {len(need)} needs, {len(expert)} experts, {len(points)} points"
        )

    key = pair_keys(need, expert, m)
    if not (key[1:] > key[:-1]).all():
        order = np.lexsort((-points, key))
        order = order[np.diff(key[order], prepend=-1) != 0]
        need, expert, points, key = need[order], expert[order], points[order], key[order]

    pin_key, forbidden_key = pair_keys(*pins.T, m), pair_keys(*forbidden.T, m)
    _refuse(pins[among(pin_key, forbidden_key), 0], "a pinned pair is forbidden", of="needs")
    pinned_seats = np.bincount(pins[:, 0], minlength=n)
    pinned_room = np.bincount(pins[:, 1], minlength=m)
    _refuse(np.flatnonzero(pinned_seats > demand), "more pins than seats", of="needs")
    _refuse(np.flatnonzero(pinned_room > capacity), "more pins than room", of="experts")
    _check_rules(problem, pins)
    _check_minimums(demand, demand_min, capacity, capacity_min)

    at = np.minimum(np.searchsorted(key, pin_key), max(len(key) - 1, 0))
    known = key[at] == pin_key if len(key) else np.zeros(len(pin_key), dtype=bool)
    pin_points = np.where(known, points[at] if len(key) else 0, 0).astype(np.int64)

    left, room_left = demand - pinned_seats, capacity - pinned_room
    kept = (points >= options.min_points) & (left[need] > 0) & (room_left[expert] > 0)
    if len(pins) or len(forbidden):
        kept &= ~among(key, np.concatenate([pin_key, forbidden_key]))
    if not kept.all():
        need, expert, points = need[kept], expert[kept], points[kept]
    return Tidy(
        need=need,
        expert=expert,
        points=points,
        demand=left,
        demand_min=np.maximum(demand_min - pinned_seats, 0),
        capacity=room_left,
        capacity_min=np.maximum(capacity_min - pinned_room, 0),
        pins=pins,
        pin_points=pin_points,
    )


def limits_left(rule: AtMost, tidied: Tidy, n_needs: int) -> tuple[Ints, Ints]:
    """The pairs' (need, group) cells and how many experts each cell still admits.

    Returns (p,) the cell of each pair, -1 where the rule cannot bind, and (c,) the limits of cells.
    """
    group = np.asarray(rule.group, dtype=np.int64)
    width = int(group.max(initial=0)) + 1
    cell = np.where(group[tidied.expert] >= 0, tidied.need * width + group[tidied.expert], -1)
    pin_group = group[tidied.pins[:, 1]]
    pin_cell = np.sort((tidied.pins[:, 0] * width + pin_group)[pin_group >= 0])
    cells, at, size = np.unique(cell, return_inverse=True, return_counts=True)
    held = np.searchsorted(pin_cell, cells, "right") - np.searchsorted(pin_cell, cells, "left")
    limit = rule.limit - held
    binds = (cells >= 0) & (size > limit)
    number = np.where(binds, np.cumsum(binds) - 1, -1)
    return number[at.reshape(-1)], limit[binds]


def wanted_left(rule: AtLeast, tidied: Tidy, n_needs: int) -> tuple[Ints, Ints]:
    """Members still wanted per need, and seats that others may still take, both (n,) int64.

    More members than seats cannot be wanted; pins of others may have taken what was reserved.
    """
    pinned_need, pinned_member = tidied.pins[:, 0], np.asarray(rule.member, dtype=bool)[tidied.pins[:, 1]]
    members = np.bincount(pinned_need[pinned_member], minlength=n_needs)
    seats = tidied.demand + np.bincount(pinned_need, minlength=n_needs)
    wanted = np.clip(np.minimum(np.asarray(rule.wanted, dtype=np.int64), seats) - members, 0, None)
    return wanted, np.clip(tidied.demand - wanted, 0, None)
