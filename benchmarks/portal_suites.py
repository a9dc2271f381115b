"""The portal around the engine: building a snapshot, storing a round, and the page that is opened most.

All of it runs on the portal's own tables in the scratch database (`portal_world`).
"""

import logging
import shutil
import time
from collections.abc import Callable
from functools import cache, partial
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from benchmarks.clock import Series, Way, in_turn, ratio
from benchmarks.ground import Ground
from benchmarks.peers import all_cpu, server_cpu
from benchmarks.portal_rows import NOW
from benchmarks.portal_world import World, new_run, snapshot_of_all, world
from experts.models import Expert
from incubators.models import Need
from matching import adapter
from matching.adapter.snapshot import snapshots_root
from matching.enums import MatchState
from matching.models import Match, MatchList, MatchRun
from matching.selectors.results import NeedResult
from matching.services.storing import store_lists

ORM_EXPERTS = 2_000
BUILDS, STORES, VIEWS = 3, 5, 12
LOGIN = "allauth.account.auth_backends.AuthenticationBackend"
READ_BY_ORM = (
    "skills__skill",
    "languages",
    "availabilities",
    "commitments",
    "works",
    "themes",
    "motivation_places",
)


def _once(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """Wall and processor seconds of one call, and its answer."""
    cpu, wall = all_cpu(), time.perf_counter()
    answer = work()
    return time.perf_counter() - wall, all_cpu() - cpu, answer


def build(ground: Ground) -> dict[str, Any]:
    """T12: a snapshot from packed rows, on disk and synced, beside the same experts as objects."""
    filled = world(ground.n)
    taken = [_built(filled) for _ in range(BUILDS)]
    wall, cpu, _ = min(taken)
    few = min(ORM_EXPERTS, filled.n_experts)
    orm_wall, orm_cpu, _ = _once(lambda: _objects(few))
    each = filled.n_experts / few
    return {
        "rows": [
            {"way": "snapshot from packed rows", "experts": filled.n_experts, "wall_s": wall, "cpu_s": cpu},
            {
                "way": f"ORM objects, from {few:,}",
                "experts": filled.n_experts,
                "wall_s": orm_wall * each,
                "cpu_s": orm_cpu * each,
            },
        ],
        "times_faster": round(orm_wall * each / wall, 1),
        "seconds_per_million": round(wall / filled.n_experts * 1e6, 1),
        "notes": [
            f"Read by COPY, search structure built, written, synced: the best of {BUILDS}. Packing is done"
            " when a profile is saved, not here. The objects are read with their rows prefetched, no more."
        ],
    }


def _built(filled: World) -> tuple[float, float, str]:
    """One build by the clock; its 2 kB a person do not stay on the disk."""
    taken = _once(lambda: snapshot_of_all(filled.n_experts, filled.vocabulary))
    shutil.rmtree(snapshots_root() / taken[2])
    return taken


def _objects(n_experts: int) -> int:
    people = Expert.objects.prefetch_related(*READ_BY_ORM).order_by("pk").iterator(chunk_size=1_000)
    return sum(1 for _ in islice(people, n_experts))


def store(ground: Ground) -> dict[str, Any]:
    """T13: the lists of a round as the portal stores them, beside a row per pair by bulk_create."""
    filled = world(ground.n)
    taken, n_changed = [], 0
    for _ in range(STORES):
        match_run = new_run()
        put = partial(_put, match_run, filled.results)
        first, before = _once(put), _versions(match_run)
        again = _once(put)
        n_changed += len(set(_versions(match_run)) ^ set(before)) // 2
        pairs = _naive_rows(list(match_run.lists.order_by("need_id")))
        taken.append((first, again, _once(partial(_store_pairs, match_run, pairs))))
    n_lists, n_pairs = len(filled.results), taken[0][2][2]
    names = ("lists as arrays", "the same lists again", "a row per pair, bulk_create")
    best = dict(zip(names, map(min, zip(*taken, strict=True)), strict=True))
    wall, pair_wall = best[names[0]][0], best[names[2]][0]
    per_round = 10_000 / n_lists
    return {
        "rows": [
            {"way": way, "rows": n_pairs if way is names[2] else n_lists, "wall_s": wall_s, "cpu_s": cpu_s}
            for way, (wall_s, cpu_s, _) in best.items()
        ],
        "times_faster": round(pair_wall / wall, 1),
        "n_changed_by_rerun": n_changed,
        "round_seconds": round(wall * per_round, 2),
        "notes": [
            f"{n_lists} lists with {n_pairs:,} pairs, the best of {STORES} in turn, keys checked both ways;"
            f" 10,000 lists would take {wall * per_round:.1f} s. Rows of pairs carry their explanations, made"
            " before the clock starts; lists carry what these are made from when read."
        ],
    }


def _put(match_run: MatchRun, results: list[NeedResult]) -> None:
    with transaction.atomic():
        store_lists(match_run=match_run, results=results, at=NOW)


def _versions(match_run: MatchRun) -> list[tuple[int, str]]:
    """Which version of each row stands there: a row that is written again has another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, xmin::text || ctid::text FROM matching_matchlist WHERE run_id = %s", [match_run.pk]
        )
        return cursor.fetchall()


def _naive_rows(lists: list[MatchList]) -> list[dict[str, Any]]:
    """The pairs of lists as somebody would store them who knows of no arrays."""
    return [
        {
            "need_id": row.need_id,
            "expert_id": expert_id,
            "points": row.points[at],
            "explanation": {
                **adapter.explanation_of(row, at),
                "components": row.components[at * len(row.weights) : (at + 1) * len(row.weights)],
            },
        }
        for row in lists
        for at, expert_id in enumerate(row.expert_ids)
    ]


def _store_pairs(match_run: MatchRun, pairs: list[dict[str, Any]]) -> int:
    """Pairs as rows of their own, with their keys checked; they are rolled back afterwards."""
    rows = [Match(state=MatchState.SUGGESTED, run=match_run, changed_at=NOW, **pair) for pair in pairs]
    with transaction.atomic():
        Match.objects.bulk_create(rows, batch_size=5_000)
        connection.check_constraints()
        transaction.set_rollback(True)
    return len(rows)


def page(ground: Ground) -> dict[str, Any]:
    """T15: a need's page of matches beside the naive page, both through all middleware, warm."""
    filled = world(ground.n)
    logging.getLogger("portal.request").setLevel(logging.WARNING)
    ways = {"page of matches": "matching:need_matches", "naive page": "naive_matches"}
    with override_settings(ROOT_URLCONF="benchmarks.naive_page", ALLOWED_HOSTS=["localhost"]):
        client = Client(SERVER_NAME="localhost")
        client.force_login(filled.owner, backend=LOGIN)
        asked = {name: Way(_visit(client, route), server_cpu) for name, route in ways.items()}
        taken: dict[str, Series] = in_turn(asked, filled.needs[:VIEWS], 120)
    ours, naive = taken.values()
    return {
        "rows": [
            {"page": name, "experts": filled.n_experts, "views": len(each.wall), **each.in_ms()}
            for name, each in taken.items()
        ],
        "times_cheaper": ratio(naive, ours, "cpu_median"),
        "notes": [
            "Processor time of the portal and of its server process in PostgreSQL with parallel workers, per"
            " view. The naive page filters, counts, skips by OFFSET and asks again for every card; it neither"
            " ranks nor explains."
        ],
    }


@cache
def _points(need_id: int) -> list[int]:
    return MatchList.objects.current().get(need=need_id).points


def _tenth(need: Need) -> int:
    points = _points(need.pk)
    return points[min(9, len(points) - 1)]


def _visit(client: Client, route: str) -> Callable[[Need], bytes]:
    def visit(need: Need) -> bytes:
        # Behind the tenth of the best: of ours by the points where it stands, of the naive one by its number.
        where = {"page": 2, "after": f"{_tenth(need)}-TENTH"}
        answer = client.get(reverse(route, args=[need.public_id]), where)
        if answer.status_code != 200:
            raise RuntimeError(f"{route} answers {answer.status_code}")
        return bytes(answer.content)

    return visit
