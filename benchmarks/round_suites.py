"""What comes with a round: the assignment of its lists, changes after it, and how its kernels compare."""

import time
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import assignment, match
from benchmarks.clock import Way, in_turn
from benchmarks.engine_suites import ROUND_NEEDS, one_need
from benchmarks.ground import Ground
from benchmarks.population import SEED, WEIGHTS, K, draw_experts
from matching.engine import follow, parts, rank, search
from matching.engine import kernels as forms
from matching.engine.check import WrongResult
from matching.engine.columns import Experts, Need
from matching.engine.segment import build

INSTANCES = ("round-10000x50", "round-10000x50-scarce")
N_CHANGED = 1_000
FOLLOWED_NEEDS = 1_000
NEEDS_PER_BLOCK = 250
SEARCHED_NEEDS = 100


@lru_cache(maxsize=1)
def round_cpu_s(ground: Ground) -> float:
    """Processor seconds of a full round of 10,000 needs over this ground."""
    return float(one_need(ground)["round_cpu_s"])


def assign(ground: Ground) -> dict[str, Any]:
    """T14: rounds of 10,000 needs with 50 candidates each, solved by us, by hand and by the bare solver."""
    found = assignment.run(only=INSTANCES, fair=False)
    if found["faults"]:
        raise WrongResult("; ".join(found["faults"]))
    ours = [row for row in found["rows"] if row["solver"] == assignment.OURS]
    slowest = max(row["cpu_s"] for row in ours)
    shown = ("instance", "solver", "total", "behind", "coverage", "wall_s", "cpu_s", "peak_mb")
    round_s = round_cpu_s(ground)
    return {
        "rows": [{name: row.get(name) for name in shown} for row in found["rows"]],
        "n_unproven": sum(row["own_gap"] > 0 or not row["coverage_proven"] for row in ours),
        "share_of_round": round(slowest / round_s, 3),
        "notes": [
            f"The slower of our solves took {slowest:.2f} s, a round over {ground.n:,} experts"
            f" {round_s:.1f} s. behind: share of our total that a solver with as many seats filled lacks."
        ],
    }


def kernels(ground: Ground) -> dict[str, Any]:
    """T6: the same needs by NumPy alone and by numba, compared in every number."""
    if forms.NUMBA not in forms.installed():
        return {"notes": ["numba is not installed: there is nothing to compare."]}
    answers: dict[str, list[rank.MatchResult]] = {name: [] for name in forms.installed()}

    def way(name: str) -> Way:
        def work(need: Need) -> None:
            with forms.using(name):
                found = search.match_need(ground.experts, ground.segment, need, WEIGHTS, K)
            answers[name].append(found)

        return Way(work, repeats=3)

    taken = in_turn({name: way(name) for name in forms.installed()}, ground.needs(ground.n_timed), 120)
    pairs = zip(answers[forms.NUMBA], answers[forms.NUMPY], strict=True)
    times = {name: each.in_ms() for name, each in taken.items()}
    return {
        "rows": [{"kernels": name, "needs": len(each.wall), **times[name]} for name, each in taken.items()],
        "numpy_over_numba": round(times[forms.NUMPY]["cpu_median"] / times[forms.NUMBA]["cpu_median"], 2),
        "n_different": sum(not match.same(pair) for pair in pairs),
    }


def delta(ground: Ground) -> dict[str, Any]:
    """T9: 1,000 profiles change after a round; its kept results are followed from these experts alone.

    Every list is compared with a rebuild of everything. Beside it stands a search of all touched needs on
    base and delta, and what it costs a round to keep longer lists than it shows.
    """
    base, new, rows = _changes(ground)
    needs, both = ground.needs(FOLLOWED_NEEDS), parts.with_delta(base, new, rows)
    seconds, found, n_searched = _follow_up(ground, both, rows, needs)
    everybody = Experts.joined([ground.experts.take(np.setdiff1d(np.arange(ground.n), rows)), new])
    rebuilt = [parts.Part(everybody, build(everybody))]
    expected = (parts.match_need(rebuilt, need, WEIGHTS, K).result for need in needs)
    n_different = sum(_people(ours) != _people(theirs) for ours, theirs in zip(found, expected, strict=True))
    ways = {
        "shown": Way(lambda need: parts.match_need([base], need, WEIGHTS, K)),
        "kept": Way(lambda need: follow.search([base], need, WEIGHTS, K)),
        "both": Way(lambda need: parts.match_need(both, need, WEIGHTS, K)),
    }
    taken = in_turn(ways, needs[:SEARCHED_NEEDS], 60)
    ms = {name: each.in_ms()["cpu_mean"] for name, each in taken.items()}
    round_s = round_cpu_s(ground)
    rows_of_table = (
        ("followed", len(needs), n_searched, seconds),
        ("searched", SEARCHED_NEEDS, SEARCHED_NEEDS, ms["both"] * ROUND_NEEDS / 1_000),
    )
    return {
        "rows": [
            {"way": way, "experts": ground.n, "changed": len(rows), "needs": n_needs, "in_full": n_in_full}
            | {"cpu_s": round(cpu_s, 3), "round_cpu_s": round_s, "times_cheaper": round(round_s / cpu_s, 1)}
            for way, n_needs, n_in_full, cpu_s in rows_of_table
        ],
        "times_cheaper": round(round_s / seconds, 1),
        "kept_over_shown": round(ms["kept"] / ms["shown"], 3),
        "n_different": n_different,
        "notes": [
            f"All are projected to {ROUND_NEEDS:,} needs. in_full: searched on base and delta. A search that"
            f" keeps {follow.SPARE} rows more of each list takes {ms['kept']:.2f} ms, one that does not"
            f" {ms['shown']:.2f} ms."
        ],
    }


def _follow_up(
    ground: Ground, both: tuple[parts.Part, parts.Part], rows: NDArray[np.int64], needs: Sequence[Need]
) -> tuple[float, list[rank.MatchResult], int]:
    """Processor seconds for a round's needs, the lists of now, and how many needs were searched in full.

    The results of the round are kept in blocks before the clock runs: the round has made them anyway.
    """
    blocks = [needs[first : first + NEEDS_PER_BLOCK] for first in range(0, len(needs), NEEDS_PER_BLOCK)]
    base = [replace(both[0], dead=both[0].dead[:0])]
    kept = [follow.Kept.of([follow.search(base, need, WEIGHTS, K) for need in block]) for block in blocks]
    # The first call compiles kernels, or reads them from disk.
    _followed(follow.changed(both[1].experts, both[1].experts, ground.n), both, blocks[0], kept[0])
    began = time.process_time()
    changed = follow.changed(ground.experts.take(rows), both[1].experts, ground.n)
    is_gone = np.zeros(ground.n, bool)
    is_gone[rows] = True
    once, found, n_searched = time.process_time() - began, [], 0
    for block, before in zip(blocks, kept, strict=True):
        lists, n_in_full = _followed(changed, both, block, before.without(is_gone))
        found, n_searched = found + lists, n_searched + n_in_full
    each = (time.process_time() - began - once) / len(needs)
    return once + each * ROUND_NEEDS, found, n_searched


def _followed(
    changed: follow.Changed,
    both: tuple[parts.Part, parts.Part],
    needs: Sequence[Need],
    kept: follow.Kept,
) -> tuple[list[rank.MatchResult], int]:
    """The lists of now, followed or else searched, and how many were searched."""
    found = follow.follow(changed, needs, [WEIGHTS] * len(needs), kept, K)
    lists = [
        follow.shown(result or follow.search(both, need, WEIGHTS, K), K, need.pinned_rows)
        for need, result in zip(needs, found, strict=True)
    ]
    return lists, found.count(None)


def _changes(ground: Ground) -> tuple[parts.Part, Experts, NDArray[np.int64]]:
    """Everybody as a part, and some of them as they are after a change, with the rows that they had."""
    random = np.random.default_rng(SEED + 2)
    rows = np.sort(random.choice(ground.n, min(N_CHANGED, ground.n // 10), replace=False))
    new = replace(draw_experts(len(rows), random), tie_key=ground.experts.tie_key[rows])
    return parts.Part(ground.experts, ground.segment), new, rows


def _people(result: rank.MatchResult) -> list[Any]:
    """A result without row numbers, which differ between populations: who, how good, and all counts."""
    lists = [
        getattr(part, name).tolist()
        for part in (result.best, result.near)
        for name in ("ties", "fine", "components", "must_bits", "should_bits", "unknown")
    ]
    counts = [getattr(result.excluded, each.name).tolist() for each in fields(result.excluded)]
    return [*lists, *counts, result.near_constraint.tolist(), result.n_considered, result.n_eligible]
