"""The worst-served need first: floors that only needs below a target get, found by search.

The mean of no need can exceed the mean of its d best candidates; the lowest of these is the highest
target there is. A target is reached by closing, for each need that stays below it, the weakest pair it
was given and everything weaker, and solving again, as long as no seat is lost. If the highest target
cannot be reached so, the range down to what the plain optimum gives is halved.
"""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Fair:
    """An assignment that lifts the worst need.

    Attributes
    ----------
    chosen : positions of pairs
    worst, worst_bound : points per filled seat of the worst need, here and at most possible
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
    """Mean points of a need whose seats its best candidates fill; nan without a seat or candidates for all.

    (n,) float64, pins included.
    """
    order = np.lexsort((-tidied.points, tidied.need))
    start = np.searchsorted(tidied.need[order], np.arange(len(tidied.demand) + 1))
    enough = (tidied.demand > 0) & (start[:-1] + tidied.demand <= start[1:])
    sums = np.concatenate([[0], np.cumsum(tidied.points[order])])
    count, pinned = _pinned(tidied)
    means = np.full(len(tidied.demand), np.nan)
    first, seats = start[:-1][enough], tidied.demand[enough]
    means[enough] = (sums[first + seats] - sums[first] + pinned[enough]) / (seats + count[enough])
    return means


def _means(tidied: Tidy, chosen: Positions, judged: NDArray[np.bool_]) -> Floats:
    """Mean points per filled seat, nan for needs that are not judged or have nobody. (n,) float64."""
    n = len(tidied.demand)
    count, pinned = _pinned(tidied)
    filled = count + np.bincount(tidied.need[chosen], minlength=n)
    sums = pinned + np.bincount(tidied.need[chosen], weights=tidied.points[chosen], minlength=n)
    return np.where(judged & (filled > 0), sums / np.maximum(filled, 1), np.nan)


def _worst(means: Floats) -> float:
    return float(np.nanmin(means)) if not np.isnan(means).all() else 0.0


class _Search:
    """Tries targets on one problem."""

    def __init__(self, tidied: Tidy, *, coverage_first: bool) -> None:
        self.tidied = tidied
        self.coverage_first = coverage_first
        best = best_means(tidied)
        self.judged = ~np.isnan(best)
        self.highest = _worst(best)
        self.plain = best_flow(tidied, coverage_first=coverage_first)
        self.covered = self._coverage(self.plain)

    def _coverage(self, chosen: Positions) -> tuple[int, int]:
        served = np.bincount(self.tidied.need[chosen], minlength=len(self.tidied.demand)) > 0
        return len(chosen), int(served.sum()) if self.coverage_first else 0

    def means(self, chosen: Positions) -> Floats:
        return _means(self.tidied, chosen, self.judged)

    def reach(self, target: float) -> Positions | None:
        """An assignment in which every judged need has the target, if closing pairs finds one."""
        tidied, chosen = self.tidied, self.plain
        floors = np.zeros(len(tidied.demand), dtype=np.int64)
        while True:
            low = self.means(chosen) < target * (1 - 1e-12)
            if not low.any():
                return chosen
            weakest = np.full(len(floors), POINTS_LIMIT)  # a need that only has pins has no pair to exchange
            np.minimum.at(weakest, tidied.need[chosen], tidied.points[chosen])
            floors[low] = weakest[low] + 1
            open_pairs = np.flatnonzero(tidied.points >= floors[tidied.need])
            left = np.bincount(tidied.need[open_pairs], minlength=len(floors))
            if (left < tidied.demand)[low].any():
                return None
            try:
                chosen = open_pairs[best_flow(tidied.take(open_pairs), coverage_first=self.coverage_first)]
            except Infeasible:
                return None
            if self._coverage(chosen) != self.covered:
                return None


def fairest(tidied: Tidy, *, coverage_first: bool = False) -> Fair:
    """The assignment that lifts the worst need as far as the search gets, then has the most points.

    It fills as many seats as any other. Needs with fewer candidates than seats are not judged.
    Reaching `worst_bound` proves that the worst need cannot have more.
    """
    search = _Search(tidied, coverage_first=coverage_first)
    low, high = _worst(search.means(search.plain)), search.highest
    best = search.plain
    found = search.reach(high)
    if found is not None:
        best = found
    else:
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            found = search.reach(middle)
            low, high = (low, middle) if found is None else (middle, high)
            best = best if found is None else found
    return Fair(
        chosen=best,
        worst=_worst(search.means(best)),
        worst_bound=search.highest,
        best_total=int(tidied.points[search.plain].sum()),
    )
