"""One need against n experts: the search by each kernel, the plain reference, and a plain Python loop.

Correctness comes first: needs over a small population, every row judged by the loop; then, over the
population that is timed, every kernel against the reference; then every answer that is timed against the
others. A wrong answer raises `WrongResult` and no time is given.
"""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

import numpy as np

from benchmarks.bandwidth import read_gb_per_second, scanned_bytes
from benchmarks.measures import Times, in_turn, times_of
from benchmarks.population import SEED, WEIGHTS, K, draw_experts, draw_need
from matching.engine import kernels, oracle, rank, search
from matching.engine.check import WrongResult, check
from matching.engine.columns import Experts, Need
from matching.engine.segment import Segment, build

CHECKED_NEEDS, CHECKED_ROWS = 60, 400
LARGE, CHECKED_IN_LARGE = 1_000_000, 12
"""From this size on so few needs are compared with the reference, which takes most of a second for each."""
LOOP_ROWS = 1_000
"""The plain loop is timed on this many experts and projected: it is linear in their number."""
ROUND_NEEDS, TIMED_FOR_ROUND = 10_000, 200
SIZES = (10_000, 100_000, 1_000_000)
LIMITS = {"T4": 0.5, "T6": 6.0, "T7": 60.0, "T8": 1.0}
"""Gates of the design at 1,000,000 experts: each value is to be no higher."""


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
        plain, *fast = (way(need) for way in _ways(few, segment).values())
        check(few, need, WEIGHTS, K, plain)
        listed = list(zip(plain.best.rows.tolist(), plain.best.points.tolist(), strict=True))
        if not same([plain, *fast]) or listed != oracle.best(few, need, WEIGHTS, K):
            raise WrongResult(f"need {at}: search, reference and plain loop disagree")


def _ways(experts: Experts, segment: Segment) -> dict[str, Callable[[Need], rank.MatchResult]]:
    """The reference, and the search by each kernel."""

    def by(name: str) -> Callable[[Need], rank.MatchResult]:
        def way(need: Need) -> rank.MatchResult:
            with kernels.using(name):
                return search.match_need(experts, segment, need, WEIGHTS, K)

        return way

    plain = {"reference": lambda need: rank.match_need(experts, need, WEIGHTS, K)}
    return plain | {name: by(name) for name in kernels.installed()}


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


def _round(way: Callable[[Need], Any], needs: Sequence[Need]) -> dict[str, Any]:
    """Processor seconds of a full round, from the mean of some of its needs."""
    taken = []
    for need in needs:
        began = time.process_time()
        way(need)
        taken.append(time.process_time() - began)
    mean = times_of(taken, taken).mean
    basis = f"mean of {len(needs)} needs times {ROUND_NEEDS:,}"
    return {"cpu_s": round(mean * ROUND_NEEDS / 1000, 1), "mean_ms": round(mean, 3), "basis": basis}


def measure(n: int, n_needs: int) -> dict[str, Any]:
    """Times, counters and ratios for one size; see `run`."""
    random = np.random.default_rng(SEED)
    needs = [draw_need(random) for _ in range(max(n_needs, TIMED_FOR_ROUND))]
    experts = draw_experts(n, random)
    began = time.process_time()
    segment = build(experts)
    build_s = time.process_time() - began
    ways = _ways(experts, segment)
    compared = CHECKED_IN_LARGE if n >= LARGE else CHECKED_NEEDS
    times = {"reference": in_turn(ways, needs[:compared], same)["reference"]}
    del ways["reference"]
    times |= in_turn(ways, needs[:n_needs], same)
    fastest = times[kernels.installed()[-1]]
    bound_ms = scanned_bytes(experts) / read_gb_per_second() / 1e6
    return {
        "n": n,
        "needs": n_needs,
        "compared_with_reference": compared,
        "build_s": round(build_s, 3),
        "ms": {name: each.as_dict() for name, each in times.items()},
        "loop_ms_projected": _loop_ms(experts, needs[0]),
        "times_faster_than_reference": round(times["reference"].mean / fastest.mean, 1),
        "scan_bound_ms": round(bound_ms, 3),
        "over_scan_bound": round(fastest.mean / bound_ms, 2),
        "numpy_over_numba": _numpy_over_numba(times),
        "round": _round(ways[kernels.installed()[-1]], needs[:TIMED_FOR_ROUND]),
        "costs": _costs(experts, segment, needs[:n_needs]),
    }


def _numpy_over_numba(times: dict[str, Times]) -> float | None:
    if kernels.NUMBA not in times:
        return None
    return round(times[kernels.NUMPY].median / times[kernels.NUMBA].median, 2)


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


def run(sizes: int | Sequence[int] = SIZES, n_needs: int = 25) -> dict[str, Any]:
    """The whole suite: proof, then times at every size; for one size also at a tenth of it, for the exponent.

    Returns
    -------
    suite, proved_on_needs, kernels (names of those installed, the fastest last), exponent, gates : T4 mean
        over the bound of scanning; T6 NumPy over numba, medians, outputs identical or nothing is returned; T7
        processor seconds of a full round; T8 exponent. Each {value, limit, n}; the value is None where it
        cannot be had: numba absent, a single size.
    sizes : list of dicts, one per size: n, needs, compared_with_reference, build_s; ms: by `reference` and
        kernel {median, mean, p95, wall_median}, processor time; loop_ms_projected;
        times_faster_than_reference; scan_bound_ms; over_scan_bound; numpy_over_numba; round: {cpu_s, mean_ms,
        basis}; costs: mean counters of a search, equal on every machine
    """
    prove(CHECKED_NEEDS)
    if isinstance(sizes, int):
        sizes = (max(sizes // 10, 1), sizes)
    found = [measure(n, n_needs) for n in sizes]
    fastest = kernels.installed()[-1]
    growth = exponent(sizes, [each["ms"][fastest]["mean"] for each in found])
    largest = found[-1]
    values = {
        "T4": largest["over_scan_bound"],
        "T6": largest["numpy_over_numba"],
        "T7": largest["round"]["cpu_s"],
        "T8": growth,
    }
    return {
        "suite": "match",
        "proved_on_needs": CHECKED_NEEDS,
        "kernels": list(kernels.installed()),
        "sizes": found,
        "exponent": growth,
        "gates": {
            name: {"value": value, "limit": LIMITS[name], "n": largest["n"]} for name, value in values.items()
        },
    }


def table(found: dict[str, Any]) -> str:
    """The result in words."""
    lines = [f"Search, reference and plain loop agree on {found['proved_on_needs']} needs.", ""]
    names = [*found["kernels"], "reference"]
    heads = "".join(f"{name:>11}{'median':>9}{'p95':>9}" for name in names)
    lines.append(f"{'experts':>10}{heads}{'T4':>7}{'T6':>7}{'round s':>9}")
    for each in found["sizes"]:
        times = "".join(
            f"{each['ms'][name]['mean']:>11.2f}{each['ms'][name]['median']:>9.2f}{each['ms'][name]['p95']:>9.2f}"
            for name in names
        )
        lines.append(
            f"{each['n']:>10,}{times}{each['over_scan_bound']:>7}{each['numpy_over_numba'] or '-':>7}"
            f"{each['round']['cpu_s']:>9}"
        )
    basis = found["sizes"][-1]["round"]["basis"]
    lines += ["", "Milliseconds of processor time: mean, median, p95. T4: mean over the time of reading all"]
    lines.append("open experts' columns once at full bandwidth. T6: NumPy over numba, medians.")
    lines.append(f"round: {basis}. Cost grows with the power {found['exponent']} of the number of experts.")
    return "\n".join(lines)
