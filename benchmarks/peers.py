"""One need against n experts: the engine beside PostgreSQL, Tantivy, scikit-learn and the ORM.

What is exact is compared before anything is timed: ids and points of both SQL and loop must be the engine's.
All peers take the same needs in turn. A peer whose library is not installed is absent.
"""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection

from benchmarks import peer_orm, sql_exact, sql_tables, sql_tuned
from benchmarks.clock import Series, Way, in_turn, ratio
from benchmarks.ground import MILLION, Ground
from benchmarks.population import WEIGHTS, K
from matching.engine import search
from matching.engine.check import WrongResult
from matching.engine.columns import Need

OURS, EXACT, TUNED = "engine", "SQL, exact score", "SQL, tuned, two stages"
TANTIVY, SKLEARN, LOOP = "Tantivy with filters", "scikit-learn, text alone", "Django ORM loop"
STATEMENT_SECONDS = 60
MOST_SECONDS_A_PEER = 120.0
LOOP_ROWS, LOOP_NEEDS = 400, 2
TEXT_ROWS = 100_000
"""scikit-learn looks at this many experts at most; the rest is projected, its cost being linear."""
_CHILDREN = slice(13, 15)
"""Where `/proc/PID/stat`, behind the name, has the user and system time of children that have ended."""
_EXACT = sql_exact.statement(sql_exact.HOLDERS)


@dataclass(frozen=True, slots=True)
class Peer:
    """How a peer is asked, whom it answers with, and how many experts it has really looked at."""

    way: Way
    rows: Callable[[Need], list[int]]
    n_looked_at: int
    is_exact: bool = False


def ours(ground: Ground) -> Callable[[Need], sql_exact.Listed]:
    """The engine's list as (row, points)."""

    def ask(need: Need) -> sql_exact.Listed:
        best = search.match_need(ground.experts, ground.segment, need, WEIGHTS, K).best
        return list(zip(best.rows.tolist(), best.points.tolist(), strict=True))

    return ask


def exact_sql(need: Need) -> sql_exact.Listed:
    return sql_exact.listed(_EXACT, need, WEIGHTS, K)


def tuned_sql(need: Need) -> sql_exact.Listed:
    spoken = sql_tuned.spoken(need.language_codes.tolist(), need.language_levels.tolist())
    return sql_exact.listed(sql_tuned.STATEMENT, need, WEIGHTS, K, spoken=spoken)


def prove_equal(ground: Ground, n_needs: int) -> int:
    """The exact statement lists the same experts with the same points; how many needs were compared."""
    ask = ours(ground)
    for at, need in enumerate(ground.needs(n_needs)):
        said, found = exact_sql(need), ask(need)
        if said != found:
            raise WrongResult(f"need {at}: SQL lists {said[:3]} and on, the engine {found[:3]} and on")
    return n_needs


def time_loop(ground: Ground) -> tuple[int, Series]:
    """The ORM loop over the first experts, equal to the engine over the same: how many, and its seconds."""
    n = min(LOOP_ROWS, ground.n)
    ask, found = ours(ground.first(n)), Series()
    for at, need in enumerate(ground.needs(LOOP_NEEDS)):
        cpu, wall = all_cpu(), time.perf_counter()
        if peer_orm.best(need, WEIGHTS, K, n) != ask(need):
            raise WrongResult(f"need {at}: the ORM loop and the engine disagree")
        found.wall.append(time.perf_counter() - wall)
        found.cpu.append(all_cpu() - cpu)
    return n, found


def backend_cpu() -> float:
    """Processor seconds of this connection's server process; its parallel workers are not in it."""
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return int(stat.read_text().split()[0]) / 1e9


def all_cpu() -> float:
    """Processor seconds of this process and of its connection's server process."""
    return time.process_time() + backend_cpu()


def server_cpu() -> float:
    """As `all_cpu`, with those processes of the server that have ended: parallel workers end with a query."""
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    parent = stat.rpartition(")")[2].split()[1]
    ended = Path(f"/proc/{parent}/stat").read_text().rpartition(")")[2].split()[_CHILDREN]
    return all_cpu() + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")


def _peers(ground: Ground) -> dict[str, Peer | None]:
    """All peers, ready to be asked; none for one whose library is absent."""
    ask = ours(ground)
    return {
        OURS: Peer(Way(ask, repeats=3), lambda need: [row for row, _ in ask(need)], ground.n, True),
        EXACT: Peer(
            Way(exact_sql, all_cpu, 3), lambda need: [row for row, _ in exact_sql(need)], ground.n, True
        ),
        TUNED: Peer(Way(tuned_sql, all_cpu, 3), lambda need: [row for row, _ in tuned_sql(need)], ground.n),
        TANTIVY: _tantivy(ground) if find_spec("tantivy") else None,
        SKLEARN: _sklearn(ground) if find_spec("sklearn") else None,
    }


def _tantivy(ground: Ground) -> Peer:
    from benchmarks import peer_tantivy

    ask = peer_tantivy.asker(peer_tantivy.build(ground.experts))
    return Peer(Way(ask, repeats=3), ask, ground.n)


def _sklearn(ground: Ground) -> Peer:
    from benchmarks import peer_sklearn

    n = min(ground.n, TEXT_ROWS)
    ask = peer_sklearn.asker(ground.first(n).experts)
    return Peer(Way(ask), lambda need: ask(need).tolist(), n)


def _recall(peer: Peer, truth: Callable[[Need], sql_exact.Listed], needs: list[Need]) -> float:
    shares = []
    for need in needs:
        wanted = {row for row, _ in truth(need)}
        shares.append(len(wanted & set(peer.rows(need))) / len(wanted) if wanted else 1.0)
    return round(statistics.mean(shares), 3)


def run(ground: Ground) -> dict[str, Any]:
    """A tenth of the experts, then all of them. Raises WrongResult, and times nothing, if they disagree."""
    fewer = at_size(ground.first(ground.n // 10))
    whole = at_size(ground)
    return whole | {"rows": fewer["rows"] + whole["rows"]}


def at_size(ground: Ground) -> dict[str, Any]:
    """All peers on one population."""
    began = time.monotonic()
    sql_tables.load(ground.experts)
    sql_tuned.load()
    load_s = time.monotonic() - began
    sql_tables.run(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
    n_proved = prove_equal(ground, 12 if ground.n >= MILLION else 25)
    n_loop, loop = time_loop(ground)
    peers = _peers(ground)
    needs = ground.needs(ground.n_timed)
    present = {name: peer for name, peer in peers.items() if peer}
    taken = in_turn({name: peer.way for name, peer in present.items()}, needs, MOST_SECONDS_A_PEER)
    rows = [
        _row(name, ground.n, taken[name], taken[OURS], peer.n_looked_at)
        | {"share_of_list": 1.0 if peer.is_exact else _recall(peer, ours(ground), needs[:10])}
        for name, peer in present.items()
    ]
    rows.append(_row(LOOP, ground.n, loop, taken[OURS], n_loop) | {"share_of_list": 1.0})
    absent = [name for name, peer in peers.items() if peer is None]
    return {
        "rows": rows + [{"peer": f"{name}: absent", "experts": ground.n} for name in absent],
        "times_faster_than": {
            row["peer"]: {"median": row["x_median"], "mean": row["x_mean"]} for row in rows
        },
        "proved_equal_on_needs": n_proved,
        "notes": [
            "Exact SQL, ORM loop and engine listed the same experts with the same points: SQL on"
            f" {n_proved} needs over all {ground.n:,} experts, the loop on {LOOP_NEEDS} needs over {n_loop}.",
            f"PostgreSQL's tables took {sql_tables.megabytes():,} MB and {load_s:.0f} s to load; its"
            " processor time is this process and its server process with parallel workers.",
            f"Projected from fewer experts, being linear: the ORM loop from {n_loop}, scikit-learn"
            f" from {min(ground.n, TEXT_ROWS):,}. share_of_list: how much of the list a peer finds.",
        ],
    }


def _row(name: str, n: int, taken: Series, fast: Series, n_looked_at: int) -> dict[str, Any]:
    times = n / n_looked_at
    return {
        "peer": name,
        "experts": n,
        "needs": len(taken.wall),
        **{key: round(value * times, 3) for key, value in taken.in_ms().items()},
        "x_median": round(ratio(taken, fast, "wall_median") * times, 1),
        "x_mean": round(ratio(taken, fast, "wall_mean") * times, 1),
    }
