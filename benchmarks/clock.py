"""Times of several ways of doing the same work, taken in turn: a busy minute falls on all of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Meter = Callable[[], float]
"""Processor seconds spent so far by whoever does the work."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of doing the work, and whose processor time counts; the fastest of `repeats` calls is taken."""

    work: Callable[[Any], Any]
    cpu: Meter = time.process_time
    repeats: int = 1


@dataclass(slots=True)
class Series:
    """Seconds of one way, a pair of lists as long as the items it was given."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def in_ms(self) -> dict[str, float]:
        """Median, mean and 95th percentile in milliseconds.

        >>> Series([0.001, 0.003], [0.001, 0.001]).in_ms()["wall_median"]
        2.0
        """
        return {
            f"{clock}_{name}": round(1_000 * of(seconds), 4)
            for clock, seconds in (("wall", self.wall), ("cpu", self.cpu))
            for name, of in (("median", statistics.median), ("mean", statistics.mean), ("p95", p95))
        }


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 do not exceed.

    >>> p95([3.0, 1.0, 2.0])
    3.0
    """
    return sorted(values)[min(int(len(values) * 0.95), len(values) - 1)]


def in_turn(ways: Mapping[str, Way], items: Sequence[Any], most_seconds: float) -> dict[str, Series]:
    """Every way on every item, after one call of each that does not count.

    A way that has taken more than `most_seconds` of the clock gets no further items: its series is shorter.
    """
    found = {name: Series() for name in ways}
    for way in ways.values():
        way.work(items[0])
    for item in items:
        for name, way in ways.items():
            if sum(found[name].wall) <= most_seconds:
                wall, cpu = _timed(way, item)
                found[name].wall.append(wall)
                found[name].cpu.append(cpu)
    return found


def _timed(way: Way, item: Any) -> tuple[float, float]:
    taken = []
    for _ in range(way.repeats):
        cpu, wall = way.cpu(), time.perf_counter()
        way.work(item)
        taken.append((time.perf_counter() - wall, way.cpu() - cpu))
    return min(taken)


def ratio(slow: Series, fast: Series, of: str) -> float:
    """How many times as long the slow one takes, over the items that both have done.

    >>> ratio(Series([4.0, 8.0], []), Series([2.0, 2.0, 90.0], []), "wall_median")
    3.0
    """
    n = min(len(slow.wall), len(fast.wall))
    cut = [Series(each.wall[:n], each.cpu[:n] or each.wall[:n]).in_ms()[of] for each in (slow, fast)]
    return round(cut[0] / max(cut[1], 1e-9), 2)
