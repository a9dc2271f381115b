"""The engine by itself: one need, a full round, growth with the number of experts, integers and floats."""

import math
import statistics
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from benchmarks import exact_floats, match
from benchmarks.bandwidth import read_gb_per_second, scanned_bytes
from benchmarks.clock import Series
from benchmarks.ground import Ground
from benchmarks.population import SEED, WEIGHTS, K
from matching.engine import rank, search
from matching.engine.check import WrongResult

ROUND_NEEDS = 10_000
MEASURED_NEEDS = 200
MOST_SECONDS = 120.0
ORACLE_NEEDS = 60
PRECISION_NEEDS = 60
PAIRS = 150


def prove(ground: Ground) -> dict[str, Any]:
    """Before any time: plain loop, reference and search agree; one pair is judged as in the list.

    Raises WrongResult otherwise.
    """
    match.prove(ORACLE_NEEDS)
    needs = ground.needs(ground.n_checked)
    n_pairs = 0
    for at, need in enumerate(needs):
        found = search.match_need(ground.experts, ground.segment, need, WEIGHTS, K)
        if not match.same([rank.match_need(ground.experts, need, WEIGHTS, K), found]):
            raise WrongResult(f"need {at}: search and brute force over {ground.n:,} experts disagree")
        best = zip(found.best.rows.tolist(), found.best.points.tolist(), strict=True)
        for row, points in list(best)[: PAIRS // len(needs) + 1]:
            verdict = rank.why_not(ground.experts, need, WEIGHTS, row)
            if verdict.failed or int(verdict.scored.points[0]) != points:
                raise WrongResult(f"need {at}, row {row}: the pair alone scores {verdict.scored.points}")
            n_pairs += 1
    return {
        "oracle_needs": ORACLE_NEEDS,
        "brute_force_needs": len(needs),
        "pairs": n_pairs,
        "notes": [
            f"Search, reference and plain loop agree on {ORACLE_NEEDS} needs over {match.CHECKED_ROWS}"
            f" experts, search and brute force on {len(needs)} needs over {ground.n:,};"
            f" {n_pairs} pairs score alone as in the list."
        ],
    }


def one_need(ground: Ground) -> dict[str, Any]:
    """T4 and T7: what a need costs, against reading all open rows once, and a round of 10,000 of them."""
    taken, costs = _series(ground, MEASURED_NEEDS)
    bound_ms = scanned_bytes(ground.experts) / read_gb_per_second() / 1e6
    times = taken.in_ms()
    counted = {name: round(statistics.mean(each[name] for each in costs), 1) for name in costs[0]}
    return {
        "rows": [{"experts": ground.n, "needs": len(taken.wall), **times}],
        **times,
        "scan_bound_ms": round(bound_ms, 4),
        "over_scan_bound": round(times["cpu_mean"] / bound_ms, 3),
        "round_cpu_s": round(times["cpu_mean"] * ROUND_NEEDS / 1_000, 2),
        "costs": counted,
        "notes": [
            f"A round of {ROUND_NEEDS:,} needs is projected from the mean of {len(taken.wall)}: no need knows"
            f" of another. Reading all open rows once at {read_gb_per_second():.1f} GB/s takes"
            f" {bound_ms:.3f} ms.",
            "Per need: " + ", ".join(f"{value:,} {name}" for name, value in counted.items()) + ".",
        ],
    }


def _series(ground: Ground, n_needs: int) -> tuple[Series, list[dict[str, int]]]:
    """Seconds and counters of up to so many needs, in bounded time."""
    needs, taken, costs = ground.needs(n_needs), Series(), []
    search.search(ground.experts, ground.segment, needs[0], WEIGHTS, K)
    for need in needs:
        cpu, wall = time.process_time(), time.perf_counter()
        found = search.search(ground.experts, ground.segment, need, WEIGHTS, K)
        taken.wall.append(time.perf_counter() - wall)
        taken.cpu.append(time.process_time() - cpu)
        costs.append(asdict(found.costs))
        if sum(taken.wall) > MOST_SECONDS:
            break
    return taken, costs


def growth(ground: Ground) -> dict[str, Any]:
    """T8: mean cost of a need at a hundredth, a tenth and all of the experts, and the slope of its log."""
    rows = []
    for n in (ground.n // 100, ground.n // 10, ground.n):
        taken, costs = _series(ground.first(n), MEASURED_NEEDS)
        texts = statistics.mean(each["texts"] for each in costs)
        rows.append({"experts": n, "needs": len(taken.wall), **taken.in_ms(), "texts_read": round(texts, 1)})
    sizes, means = [row["experts"] for row in rows], [row["cpu_mean"] for row in rows]
    return {
        "rows": rows,
        "exponent": exponent(sizes[1:], means[1:]),
        "exponent_overall": exponent(sizes, means),
        "notes": [
            "The gate takes the slope of the last step, where what every need costs anyway weighs least."
        ],
    }


def exponent(sizes: Sequence[int], means: Sequence[float]) -> float:
    """Slope of log cost over log size by least squares.

    >>> exponent([10, 100], [1.0, 10.0])
    1.0
    """
    x, y = [math.log(n) for n in sizes], [math.log(mean) for mean in means]
    return round(statistics.linear_regression(x, y).slope, 3)


def precision(ground: Ground) -> dict[str, Any]:
    """T11: the list by whole numbers beside the list by float64 before rounding."""
    random = np.random.default_rng(SEED)
    shares, errors, lost = [], [0.0], [0.0]
    for need in ground.needs(PRECISION_NEEDS):
        whole = rank.match_need(ground.experts, need, WEIGHTS, K).best
        rows = exact_floats.eligible_rows(ground.experts, need)
        exact = exact_floats.points(ground.experts, need, WEIGHTS, rows, random)
        best = rows[np.argsort(-exact, kind="stable")[:K]]
        if len(rows) <= K:
            continue  # everybody is listed: there is nothing to miss
        shares.append(len(np.intersect1d(best, whole.rows)) / len(best))
        listed = exact[np.searchsorted(rows, whole.rows)]
        errors.append(float(np.abs(listed - whole.points).max()))
        lost.append(float(np.sort(exact)[-K] - listed.min()))
    recall = round(statistics.mean(shares), 5) if shares else None
    return {
        "rows": [
            {"needs": len(shares), "recall": recall, "largest_error": round(max(errors), 2)}
            | {"most_points_lost": round(max(lost), 2)}
        ],
        "recall": recall,
        "largest_error_points": round(max(errors), 2),
        "notes": [
            "Errors in points of 10,000; text weights float within half a step of the packed ones. Points"
            " lost: how far the weakest of our list lies below the true fiftieth."
        ],
    }
