"""A linear program that grows by columns, and a search for whole numbers over few columns.

Both speak to OR-tools' own solvers in this process: GLOP continues from its last basis when columns
are added; the search counts in integers and in one thread, so that equal input gives equal output.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver import pywraplp

from .assign_flow import SolverFailed
from .assign_rows import Rows

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

WHOLE = 1e-6
"""A value this close to a whole number is one; every result is verified in integers afterwards."""


class Master:
    """The linear program over some of the pairs; pairs that pay are added until none is left.

    `active` (p,) bool: the pairs that are in.
    """

    def __init__(self, rows: Rows, prices: Floats) -> None:
        self.rows = rows
        self.active = np.zeros(len(rows.value), dtype=bool)
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        # Without its own preprocessing GLOP keeps the basis when columns are added.
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing:false")
        infinity = self._solver.infinity()
        sides = zip(
            np.maximum(rows.lower, -infinity).tolist(), np.minimum(rows.upper, infinity).tolist(), strict=True
        )
        self._constraints = [self._solver.Constraint(lower, upper) for lower, upper in sides]
        self._objective = self._solver.Objective()
        self._objective.SetMaximization()
        self._pairs: list[int] = []
        self._columns: list = []
        self._gaps = []
        for row, most in zip(rows.gaps.row.tolist(), rows.gaps.most.tolist(), strict=True):
            gap = self._solver.NumVar(0.0, most, "")
            self._constraints[row].SetCoefficient(gap, 1.0)
            self._gaps.append(gap)
        self.charge(prices)

    def charge(self, prices: Floats) -> None:
        """Set the prices of what is missing, by kind of gap."""
        self.prices = prices
        for gap, price in zip(self._gaps, prices[self.rows.gaps.kind].tolist(), strict=True):
            self._objective.SetCoefficient(gap, -price)

    def add(self, pairs: Positions) -> None:
        """Let these pairs in."""
        rows = self.rows
        self.active[pairs] = True
        for pair in pairs.tolist():
            column = self._solver.NumVar(0.0, 1.0, "")
            self._objective.SetCoefficient(column, float(rows.value[pair]))
            for row in rows.row[rows.start[pair] : rows.start[pair + 1]].tolist():
                self._constraints[row].SetCoefficient(column, 1.0)
            self._columns.append(column)
            self._pairs.append(pair)

    def solve(self) -> Floats:
        """Solve over the active pairs; the dual prices of all rows, (r,) float64.

        Raises
        ------
        SolverFailed
            when GLOP does not reach an optimum, which a program that is always feasible has.
        """
        if self._solver.Solve() != self._solver.OPTIMAL:
            raise SolverFailed("the linear program was not solved")
        return np.array([constraint.dual_value() for constraint in self._constraints])

    def values(self) -> Floats:
        """The solution over all pairs, (p,) float64 in 0..1."""
        values = np.zeros(len(self.rows.value))
        values[self._pairs] = [column.solution_value() for column in self._columns]
        return values


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: pairs taken, and a bound on the worth of everything it looked at."""

    taken: Positions
    bound: float
    closed: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one search may go on: branches, and seconds if any are named."""

    nodes: int
    seconds: float | None = None

    @property
    def parameters(self) -> str:
        """As SCIP reads them."""
        time = "" if self.seconds is None else f"limits/time = {self.seconds}\n"
        return f"limits/nodes = {self.nodes}\n{time}limits/gap = 0\n"


def search(
    rows: Rows, prices: Floats, open_pairs: Positions, fixed: Positions, limits: Limits
) -> Found | None:
    """The best whole solution that takes `fixed` and some of `open_pairs`; None when none was found.

    `bound` is in the units of `Rows` and includes the fixed pairs.
    """
    solver = pywraplp.Solver.CreateSolver("SCIP")
    solver.SetSolverSpecificParametersAsString(limits.parameters)
    used = np.zeros(len(rows.lower))
    for pair in fixed.tolist():
        used[rows.row[rows.start[pair] : rows.start[pair + 1]]] += 1
    infinity = solver.infinity()
    lower = np.maximum(rows.lower - used, -infinity).tolist()
    upper = np.minimum(rows.upper - used, infinity).tolist()
    constraints = [solver.Constraint(a, b) for a, b in zip(lower, upper, strict=True)]
    objective = solver.Objective()
    objective.SetMaximization()
    gap_price = prices[rows.gaps.kind].tolist()
    for row, most, price in zip(rows.gaps.row.tolist(), rows.gaps.most.tolist(), gap_price, strict=True):
        gap = solver.IntVar(0.0, most, "")
        constraints[row].SetCoefficient(gap, 1.0)
        objective.SetCoefficient(gap, -price)
    columns = []
    for pair in open_pairs.tolist():
        column = solver.BoolVar("")
        objective.SetCoefficient(column, float(rows.value[pair]))
        for row in rows.row[rows.start[pair] : rows.start[pair + 1]].tolist():
            constraints[row].SetCoefficient(column, 1.0)
        columns.append(column)
    status = solver.Solve()
    if status not in (solver.OPTIMAL, solver.FEASIBLE):
        return None
    taken = np.array([column.solution_value() > 0.5 for column in columns], dtype=bool)
    bound = objective.BestBound() + float(rows.value[fixed].sum())
    return Found(np.sort(np.concatenate([open_pairs[taken], fixed])), bound, status == solver.OPTIMAL)
