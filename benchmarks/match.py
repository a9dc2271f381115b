"""One need against n experts: the search beside the plain reference, and beside a plain Python loop.

Correctness comes first: 60 needs over a small population, every row judged by the loop; then every answer
that is timed is compared as a whole. A wrong answer raises `WrongResult` and no time is given.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from importlib.util import find_spec
from typing import Any

import numpy as np

from benchmarks.bandwidth import read_gb_per_second, scanned_bytes
from benchmarks.measures import in_turn
from benchmarks.population import SEED, WEIGHTS, K, draw_experts, draw_need
from matching.engine import oracle, rank, search
from matching.engine.check import WrongResult, check
from matching.engine.columns import Experts, Need
from matching.engine.segment import Segment, build

CHECKED_NEEDS, CHECKED_ROWS = 60, 400
LOOP_ROWS = 1_000
"""The plain loop is timed on this many experts and projected: it is linear in their number."""
SIZES = (10_000, 100_000, 1_000_000)


def same(results: Sequence[rank.MatchResult]) -> bool:
    """Whether results agree in every number."""
    first, *others = (_numbers(result) for result in results)
    return all(first == other for other in others)


def _numbers(result: rank.MatchResult) -> list[Any]:
    parts = (result.best, result.near, result.excluded)
    arrays = [getattr(part, column.name).tolist() for part in parts for column in fields(part)]
    return [*arrays, result.near_constraint.tolist(), result.n_considered, result.n_eligible]


def prove(n_needs: int) -> None:
    """Search, reference and plain loop agree on needs of every looseness; raises WrongResult if not."""
    random = np.random.default_rng(SEED)
    few = draw_experts(CHECKED_ROWS, random)
    segment = build(few)
    for at in range(n_needs):
        need = _loosened(draw_need(random), at)
        plain, fast = (
            rank.match_need(few, need, WEIGHTS, K),
            search.match_need(few, segment, need, WEIGHTS, K),
        )
        check(few, need, WEIGHTS, K, fast)
        listed = list(zip(fast.best.rows.tolist(), fast.best.points.tolist(), strict=True))
        if not same([plain, fast]) or listed != oracle.best(few, need, WEIGHTS, K):
            raise WrongResult(f"need {at}: search, reference and plain loop disagree")


def _loosened(need: Need, at: int) -> Need:
    """Every second need without hours and dates, every third in any language, so that lists fill up."""
    if at % 2:
        need = replace(need, hours_per_week=0, min_overlap_days=1)
    if at % 3 == 0:
        need = replace(need, language_codes=need.language_codes[:0], language_levels=need.language_levels[:0])
    return need


def _costs(experts: Experts, segment: Segment, needs: Sequence[Need]) -> dict[str, float]:
    found = [asdict(search.search(experts, segment, need, WEIGHTS, K).costs) for need in needs]
    return {name: round(sum(each[name] for each in found) / len(found), 1) for name in found[0]}


def _loop_ms(experts: Experts, need: Need) -> float:
    few = experts.take(np.arange(min(LOOP_ROWS, len(experts))))
    began = time.process_time()
    oracle.best(few, need, WEIGHTS, K)
    return round(1000 * (time.process_time() - began) * len(experts) / len(few), 1)


def measure(n: int, n_needs: int) -> dict[str, Any]:
    """Times, counters and ratios for one size."""
    random = np.random.default_rng(SEED)
    needs = [draw_need(random) for _ in range(n_needs)]
    experts = draw_experts(n, random)
    began = time.process_time()
    segment = build(experts)
    build_s = time.process_time() - began
    times = in_turn(
        {
            "search": lambda need: search.match_need(experts, segment, need, WEIGHTS, K),
            "reference": lambda need: rank.match_need(experts, need, WEIGHTS, K),
        },
        needs,
        same,
    )
    bound_ms = scanned_bytes(experts) / read_gb_per_second() / 1e6
    return {
        "n": n,
        "needs": n_needs,
        "build_s": round(build_s, 3),
        "ms": {name: each.as_dict() for name, each in times.items()},
        "loop_ms_projected": _loop_ms(experts, needs[0]),
        "times_faster_than_reference": round(times["reference"].mean / times["search"].mean, 1),
        "scan_bound_ms": round(bound_ms, 3),
        "over_scan_bound": round(times["search"].mean / bound_ms, 2),
        "costs": _costs(experts, segment, needs),
    }


def exponent(sizes: Sequence[int], means: Sequence[float]) -> float | None:
    """Slope of log cost over log size; none with fewer than two sizes.

    >>> exponent([10, 100], [1.0, 10.0])
    1.0
    """
    if len(sizes) < 2:
        return None
    x, y = [math.log(n) for n in sizes], [math.log(mean) for mean in means]
    middle, level = sum(x) / len(x), sum(y) / len(y)
    rise = sum((a - middle) * (b - level) for a, b in zip(x, y, strict=True))
    return round(rise / sum((a - middle) ** 2 for a in x), 3)


def run(sizes: Sequence[int] = SIZES, n_needs: int = 25) -> dict[str, Any]:
    """The whole suite: proof, then times at every size."""
    prove(CHECKED_NEEDS)
    found = [measure(n, n_needs) for n in sizes]
    means = [each["ms"]["search"]["mean"] for each in found]
    return {
        "suite": "match",
        "proved_on_needs": CHECKED_NEEDS,
        "numba": "not used by the engine" if find_spec("numba") else "absent",
        "sizes": found,
        "exponent": exponent(sizes, means),
    }


def table(found: dict[str, Any]) -> str:
    """The result in words."""
    lines = [f"Search, reference and plain loop agree on {found['proved_on_needs']} needs.", ""]
    lines.append(f"{'experts':>10}{'search ms':>12}{'p95':>9}{'reference':>11}{'ratio':>8}{'T4':>7}")
    for each in found["sizes"]:
        fast, plain = each["ms"]["search"], each["ms"]["reference"]
        lines.append(
            f"{each['n']:>10,}{fast['mean']:>12.2f}{fast['p95']:>9.2f}{plain['mean']:>11.1f}"
            f"{each['times_faster_than_reference']:>8}{each['over_scan_bound']:>7}"
        )
    lines += ["", "Means of processor time."]
    lines.append("T4: mean over the time of reading all open experts' columns once at full bandwidth.")
    lines.append(
        f"Cost grows with the power {found['exponent']} of the number of experts. numba: {found['numba']}."
    )
    return "\n".join(lines)
