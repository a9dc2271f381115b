"""The rules of a team problem as rows of a linear program, and what their dual prices prove.

A row adds up pairs: the seats of a need, the room of an expert, one employer on one need, the seniors
of a need. What cannot always be kept is given in for a price, so that the program always has a
solution: an empty seat, a missing member. Values are in units of the highest points.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .assign_problem import Composition
from .assign_tidy import Tidy, limits_left, wanted_left

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gaps:
    """Columns that stand for something missing: one row each, a largest amount and a kind of price.

    `row` (g,) int64, `most` (g,) float64, `kind` (g,) int8, a position in `Prices.of`.
    """

    row: Ints
    most: Floats
    kind: NDArray[np.int8]


NEAR = 1e-8
"""A pair whose worth is further below zero than this is below zero whatever rounding did."""
EPSILON = 64 * np.finfo(np.float64).eps
"""Generous: sums here are pairwise, and no pair has more entries than there are rules."""

SEAT, FIRST, RULE, LOAD = range(4)
"""Kinds of gaps: an empty seat, a need's last empty seat, a missing member, a minimum load not kept."""


@dataclass(frozen=True, slots=True)
class Rows:
    """lower <= sum of pairs + gaps <= upper, for r rows and p pairs.

    Attributes
    ----------
    value : (p,) float64 in 0..1, points over `unit`
    unit : the highest points
    lower, upper : (r,) float64
    pair, row : (e,) int64, the entries, all of them 1, sorted by pair
    start : (p + 1,) int64, where the entries of each pair begin
    gaps : what may be missing
    """

    value: Floats
    unit: int
    lower: Floats
    upper: Floats
    pair: Ints
    row: Ints
    start: Ints
    gaps: Gaps

    def worth(self, duals: Floats) -> Floats:
        """What each pair adds beyond the dual prices of its rows, (p,) float64."""
        return self.value - np.bincount(self.pair, weights=duals[self.row], minlength=len(self.value))

    def bound(self, duals: Floats, prices: Floats) -> float:
        """No solution is worth more: weak duality over all pairs, whatever the duals are.

        Duals of rows without an upper bound count only downwards, and the other way round. What
        rounding may have cost is added, so that the bound also holds in exact arithmetic.
        """
        duals = np.where(np.isinf(self.upper), np.minimum(duals, 0), duals)
        duals = np.where(np.isinf(self.lower), np.maximum(duals, 0), duals)
        side = np.where(duals > 0, self.upper, np.where(duals < 0, self.lower, 0.0))
        worth = self.worth(duals)
        gap_worth = np.maximum(-prices[self.gaps.kind] - duals[self.gaps.row], 0) * self.gaps.most
        near = worth > -NEAR
        size = np.bincount(self.pair, weights=np.abs(duals)[self.row], minlength=len(worth))[near].sum()
        rounding = EPSILON * float(size + near.sum() + np.abs(duals * side).sum() + gap_worth.sum() + 1)
        return float((duals * side).sum() + worth[near].clip(0).sum() + gap_worth.sum()) + rounding


class _Builder:
    """Collects rows and entries."""

    def __init__(self) -> None:
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self.pairs: list[Ints] = []
        self.rows: list[Ints] = []
        self.gaps: list[tuple[Ints, Floats, int]] = []
        self.n_rows = 0

    def add(self, lower: NDArray | float, upper: NDArray | float, count: int) -> int:
        first, self.n_rows = self.n_rows, self.n_rows + count
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=float), (count,)))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=float), (count,)))
        return first

    def enter(self, pairs: NDArray, rows: NDArray) -> None:
        self.pairs.append(np.asarray(pairs, dtype=np.int64))
        self.rows.append(np.asarray(rows, dtype=np.int64))

    def may_lack(self, rows: NDArray, most: NDArray, kind: int) -> None:
        some = np.asarray(most) > 0
        self.gaps.append((np.asarray(rows)[some], np.asarray(most, dtype=float)[some], kind))

    def built(self, points: Ints) -> Rows:
        pair, row = np.concatenate(self.pairs), np.concatenate(self.rows)
        order = np.argsort(pair, kind="stable")
        unit = max(int(points.max(initial=0)), 1)
        gap_row, most, kinds = zip(*self.gaps, strict=True)
        kind = np.repeat(np.array(kinds, dtype=np.int8), [len(rows) for rows in gap_row])
        return Rows(
            value=points / unit,
            unit=unit,
            lower=np.concatenate(self.lower),
            upper=np.concatenate(self.upper),
            pair=pair[order],
            row=row[order],
            start=np.searchsorted(pair[order], np.arange(len(points) + 1)),
            gaps=Gaps(np.concatenate(gap_row), np.concatenate(most), kind),
        )


def build_rows(tidied: Tidy, composition: Composition, *, coverage_first: bool) -> Rows:
    """All rules of a problem as rows: needs first, then experts, then composition."""
    n, m = len(tidied.demand), len(tidied.capacity)
    every = np.arange(len(tidied.need))
    rows = _Builder()
    needs = rows.add(tidied.demand, tidied.demand, n)
    rows.enter(every, needs + tidied.need)
    last = tidied.unserved & (tidied.demand_min == 0) & coverage_first
    rows.may_lack(needs + np.arange(n), tidied.demand - tidied.demand_min - last, SEAT)
    rows.may_lack(needs + np.arange(n), last, FIRST)
    rows.may_lack(needs + np.arange(n), tidied.demand_min, LOAD)
    experts = rows.add(np.where(tidied.capacity_min > 0, tidied.capacity_min, -np.inf), tidied.capacity, m)
    rows.enter(every, experts + tidied.expert)
    rows.may_lack(experts + np.arange(m), tidied.capacity_min, LOAD)
    for rule in composition.at_most:
        cell, limits = limits_left(rule, tidied, n)
        first = rows.add(-np.inf, limits, len(limits))
        rows.enter(every[cell >= 0], first + cell[cell >= 0])
    for least in composition.at_least:
        wanted, others = wanted_left(least, tidied, n)
        member = np.asarray(least.member, dtype=bool)[tidied.expert]
        asked = (wanted > 0)[tidied.need]
        here = np.flatnonzero(wanted > 0)
        place = np.cumsum(wanted > 0) - 1
        first = rows.add(wanted[here], np.inf, len(here))
        rows.enter(every[member & asked], first + place[tidied.need[member & asked]])
        rows.may_lack(first + np.arange(len(here)), wanted[here], RULE)
        kept = rows.add(-np.inf, others[here], len(here))
        rows.enter(every[~member & asked], kept + place[tidied.need[~member & asked]])
    return rows.built(tidied.points)
