"""What comes with a round: the assignment of its lists, changes after it, and how its kernels compare."""

import time
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import assignment, match
from benchmarks.clock import Series, Way, in_turn
from benchmarks.engine_suites import ROUND_NEEDS, one_need
from benchmarks.ground import Ground
from benchmarks.population import SEED, WEIGHTS, K, draw_experts
from matching.engine import kernels as forms
from matching.engine import parts, rank, search
from matching.engine.check import WrongResult
from matching.engine.columns import Experts, Need
from matching.engine.segment import build

INSTANCES = ("round-10000x50", "round-10000x50-scarce")
N_CHANGED = 1_000
DELTA_NEEDS = 100


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
    """T9: 1,000 profiles change after a round; the lists that may matter to are matched on base and delta.

    That is what the portal does: a list is touched when one of the changed holds, or held, a must-skill of
    the need. Every list, touched or not, is compared with a rebuild of everything.
    """
    base, new, rows = _changes(ground)
    both = parts.with_delta(base, new, rows)
    kept = np.setdiff1d(np.arange(ground.n), rows)
    rebuilt = Experts.joined([ground.experts.take(kept), new])
    whole = parts.Part(rebuilt, build(rebuilt))
    skills = np.union1d(ground.experts.take(rows).skills.skill, new.skills.skill)
    taken, n_different = Series(), 0
    needs = ground.needs(DELTA_NEEDS)
    parts.match_need(both, needs[0], WEIGHTS, K)
    for need in needs:
        if np.isin(need.must.skill, skills).any():
            cpu, wall = time.process_time(), time.perf_counter()
            found = parts.match_need(both, need, WEIGHTS, K).result
            taken.wall.append(time.perf_counter() - wall)
            taken.cpu.append(time.process_time() - cpu)
        else:
            found = parts.match_need([base], need, WEIGHTS, K).result
        expected = parts.match_need([whole], need, WEIGHTS, K).result
        n_different += _people(found) != _people(expected)
    seconds = sum(taken.cpu) * ROUND_NEEDS / len(needs)
    return {
        "rows": [
            {"experts": ground.n, "changed": len(rows), "needs": len(needs), "touched": len(taken.cpu)}
            | {"follow_up_cpu_s": round(seconds, 2), "round_cpu_s": round_cpu_s(ground)}
        ],
        "times_cheaper": round(round_cpu_s(ground) / max(seconds, 1e-9), 1),
        "n_different": n_different,
        "notes": [f"Follow-up and round are projected to {ROUND_NEEDS:,} needs from {len(needs)}."],
    }


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
        for name in ("ties", "points", "components", "must_bits", "should_bits", "unknown")
    ]
    counts = [getattr(result.excluded, each.name).tolist() for each in fields(result.excluded)]
    return [*lists, *counts, result.near_constraint.tolist(), result.n_considered, result.n_eligible]
