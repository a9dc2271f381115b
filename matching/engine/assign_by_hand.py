"""What choosing by hand would give: one need after the other takes its best who still have room."""

from dataclasses import dataclass

import numpy as np

from .assign_problem import Options, Problem
from .assign_tidy import tidy


@dataclass(frozen=True, slots=True)
class ByHand:
    """Seats filled and points, pins not counted."""

    seats: int
    points: int


def need_by_need(problem: Problem, options: Options | None = None) -> ByHand:
    """Go through the needs in the order of their rows; ties go to the earlier expert.

    Knows no rules of composition. It stands beside an optimal assignment as evidence and is never one.

    Raises as `assign.solve` for values that cannot be meant.

    >>> rows = np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([900, 800, 700])
    >>> need_by_need(Problem(*rows, demand=np.array([1, 1]), capacity=np.array([1, 1])))
    ByHand(seats=1, points=900)
    """
    tidied = tidy(problem, options or Options())
    order = np.lexsort((tidied.expert, -tidied.points, tidied.need))
    left, room = tidied.demand.tolist(), tidied.capacity.tolist()
    seats = total = 0
    rows = (tidied.need[order].tolist(), tidied.expert[order].tolist(), tidied.points[order].tolist())
    for need, expert, points in zip(*rows, strict=True):
        if left[need] and room[expert]:
            left[need] -= 1
            room[expert] -= 1
            seats += 1
            total += points
    return ByHand(seats, total)
