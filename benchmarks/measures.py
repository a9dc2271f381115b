"""Times of the same work done in several ways, taken in turn so that a busy minute falls on all of them."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from matching.engine.check import WrongResult


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one call over many items: processor time, and the median on the clock."""

    median: float
    mean: float
    p95: float
    wall_median: float

    def as_dict(self) -> dict[str, float]:
        return {name: round(value, 3) for name, value in asdict(self).items()}


def times_of(cpu: Sequence[float], wall: Sequence[float]) -> Times:
    """Seconds -> milliseconds, summed up.

    >>> times_of([0.001, 0.003], [0.002, 0.004])
    Times(median=2.0, mean=2.0, p95=3.0, wall_median=3.0)
    """
    ordered = sorted(cpu)
    p95 = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    return Times(
        *(
            round(1000 * seconds, 6)
            for seconds in (statistics.median(cpu), statistics.mean(cpu), p95, statistics.median(wall))
        )
    )


def in_turn(
    ways: Mapping[str, Callable[[Any], Any]],
    items: Sequence[Any],
    agree: Callable[[Sequence[Any]], bool],
) -> dict[str, Times]:
    """Every way on every item, once in advance, then timed; answers that differ raise WrongResult."""
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in ways}
    for work in ways.values():
        work(items[0])
    for at, item in enumerate(items):
        answers = []
        for name, work in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            answers.append(work(item))
            taken[name][0].append(time.process_time() - cpu)
            taken[name][1].append(time.perf_counter() - wall)
        if not agree(answers):
            raise WrongResult(f"item {at}: {', '.join(ways)} disagree")
    return {name: times_of(cpu, wall) for name, (cpu, wall) in taken.items()}
