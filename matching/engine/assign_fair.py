"""The worst-served need first: floors that only needs below a target get, found by search.

How many experts each need gets is settled before, by the plain optimum; fairness settles who. The mean
of no need can exceed the mean of its d best candidates, and pairs too weak for any team that reaches a
target bound the target further. A target is reached by closing, for each need that stays below it, the
weakest pair it was given and everything weaker, and solving again, as long as no seat is lost.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .assign_flow import best_flow, most_seats
from .assign_problem import POINTS_LIMIT, Infeasible
from .assign_tidy import Tidy

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

BOUND_STEPS, SEARCH_STEPS, ROUNDS = 12, 6, 12
"""Halvings of the range for the bound and for the search, and rounds of closing pairs for one target."""
ROUNDING = 1e-12
"""Share by which a mean may miss a target that it reaches in exact arithmetic."""


@dataclass(frozen=True, slots=True)
class Fair:
    """An assignment that lifts the worst need.

    Attributes
    ----------
    chosen : positions of pairs
    worst, worst_bound : mean points of the worst need, here and at most possible with as many experts
        on each need
    best_total : the most points of any assignment that fills as many seats; the price of fairness is
        the difference
    """

    chosen: Positions
    worst: float
    worst_bound: float
    best_total: int


def _pinned(tidied: Tidy) -> tuple[Ints, Floats]:
    """How many experts are pinned on each need, and their points in all, both (n,)."""
    n = len(tidied.demand)
    count = np.bincount(tidied.pins[:, 0], minlength=n)
    return count, np.bincount(tidied.pins[:, 0], weights=tidied.pin_points, minlength=n)


def best_means(tidied: Tidy) -> Floats:
    """Mean points of each need whose d seats its d best candidates fill, pins included. (n,) float64.

    nan for a need without a seat; every other need has at least d candidates.
    """
    order = np.lexsort((-tidied.points, tidied.need))
    start = np.searchsorted(tidied.need[order], np.arange(len(tidied.demand)))
    sums = np.concatenate([[0], np.cumsum(tidied.points[order])])
    count, pinned = _pinned(tidied)
    best = sums[start + tidied.demand] - sums[start] + pinned
    return np.where(tidied.demand > 0, best / np.maximum(tidied.demand + count, 1), np.nan)


def _means(tidied: Tidy, chosen: Positions) -> Floats:
    """Mean points of each need under an assignment that fills every seat; nan without one. (n,)."""
    count, pinned = _pinned(tidied)
    n = len(tidied.demand)
    sums = pinned + np.bincount(tidied.need[chosen], weights=tidied.points[chosen], minlength=n)
    return np.where(tidied.demand > 0, sums / np.maximum(tidied.demand + count, 1), np.nan)


def _worst(means: Floats) -> float:
    return float(np.nanmin(means)) if not np.isnan(means).all() else 0.0


def _floors(tidied: Tidy, target: float) -> Ints:
    """Points below which no pair of a need can be part of a team with this mean, (n,) int64.

    Even with its d - 1 best other candidates the mean would stay below.
    """
    order = np.lexsort((-tidied.points, tidied.need))
    start = np.searchsorted(tidied.need[order], np.arange(len(tidied.demand)))
    sums = np.concatenate([[0], np.cumsum(tidied.points[order])])
    count, pinned = _pinned(tidied)
    others = sums[start + np.maximum(tidied.demand - 1, 0)] - sums[start] + pinned
    floors = np.ceil(target * (1 - ROUNDING) * (tidied.demand + count) - others)
    return np.maximum(floors, 0).astype(np.int64)


def _open(tidied: Tidy, floors: Ints) -> Positions | None:
    """Pairs from the floors on, if they can still fill every seat."""
    pairs = np.flatnonzero(tidied.points >= floors[tidied.need])
    return pairs if most_seats(tidied.take(pairs)) == int(tidied.demand.sum()) else None


def _reach(tidied: Tidy, plain: Positions, target: float) -> Positions | None:
    """An assignment in which every need has the target, if closing pairs finds one."""
    chosen, floors = plain, _floors(tidied, target)
    for _ in range(ROUNDS):
        low = _means(tidied, chosen) < target * (1 - ROUNDING)
        if not low.any():
            return chosen
        if chosen is not plain:
            weakest = np.full(len(floors), POINTS_LIMIT)
            np.minimum.at(weakest, tidied.need[chosen], tidied.points[chosen])
            floors[low] = weakest[low] + 1
        pairs = _open(tidied, floors)
        if pairs is None:
            return None
        try:
            chosen = pairs[best_flow(tidied.take(pairs))]
        except Infeasible:
            return None
    return None


def fairest(tidied: Tidy, *, coverage_first: bool = False) -> Fair:
    """The assignment that lifts the worst need as far as the search gets, then has the most points.

    It fills the same seats as the plain optimum. Reaching `worst_bound` proves that the worst need
    cannot have more. Needs without anybody, or with pins alone, are not judged.
    """
    plain = best_flow(tidied, coverage_first=coverage_first)
    seats = np.bincount(tidied.need[plain], minlength=len(tidied.demand))
    tidied = replace(tidied, demand=seats)
    low, high = _worst(_means(tidied, plain)), _worst(best_means(tidied))
    target = worst_bound = high
    if _open(tidied, _floors(tidied, high)) is None:
        target = low
        for _ in range(BOUND_STEPS):
            middle = (target + worst_bound) / 2
            fits = _open(tidied, _floors(tidied, middle)) is not None
            target, worst_bound = (middle, worst_bound) if fits else (target, middle)
    best, found = plain, _reach(tidied, plain, target)
    if found is not None:
        best = found
    else:
        high = target
        for _ in range(SEARCH_STEPS):
            middle = (low + high) / 2
            found = _reach(tidied, plain, middle)
            low, high = (low, middle) if found is None else (middle, high)
            best = best if found is None else found
    return Fair(
        chosen=best,
        worst=_worst(_means(tidied, best)),
        worst_bound=worst_bound,
        best_total=int(tidied.points[plain].sum()),
    )
