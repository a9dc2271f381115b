"""The worst-served need first: floors that only needs below a target get, found by search.

How many experts each need gets is settled before, by the plain optimum; fairness settles who. The mean
of no need can exceed the mean of its d best candidates; the lowest of these is the highest target
there is. A target is reached by closing, for each need that stays below it, the weakest pair it was
given and everything weaker, and solving again, as long as no seat is lost. If the highest target
cannot be reached so, the range down to what the plain optimum gives is halved.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .assign_flow import best_flow
from .assign_problem import POINTS_LIMIT, Infeasible
from .assign_tidy import Tidy

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

HALVINGS = 10
"""Steps of the search between the plain optimum and the highest target: a thousandth of the range."""
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


def _reach(tidied: Tidy, plain: Positions, target: float) -> Positions | None:
    """An assignment in which every need has the target, if closing pairs finds one."""
    chosen = plain
    floors = np.zeros(len(tidied.demand), dtype=np.int64)
    while True:
        low = _means(tidied, chosen) < target * (1 - ROUNDING)
        if not low.any():
            return chosen
        weakest = np.full(len(floors), POINTS_LIMIT)
        np.minimum.at(weakest, tidied.need[chosen], tidied.points[chosen])
        floors[low] = weakest[low] + 1
        open_pairs = np.flatnonzero(tidied.points >= floors[tidied.need])
        left = np.bincount(tidied.need[open_pairs], minlength=len(floors))
        if (left < tidied.demand).any():
            return None
        try:
            chosen = open_pairs[best_flow(tidied.take(open_pairs))]
        except Infeasible:
            return None
        if len(chosen) < len(plain):
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
    worst_bound, best = high, _reach(tidied, plain, high)
    if best is None:
        best = plain
        for _ in range(HALVINGS):
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
