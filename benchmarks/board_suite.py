"""A need's board with a full shortlist beside the naive page: processor time, bytes, queries."""

import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse

from benchmarks.clock import Series, Way, in_turn, ratio
from benchmarks.ground import Ground
from benchmarks.peers import server_cpu
from benchmarks.portal_rows import NOW
from benchmarks.portal_suites import LOGIN, VIEWS
from benchmarks.portal_world import world
from incubators.models import Need
from matching.engine.check import WrongResult
from matching.enums import DismissReason, MatchState
from matching.models import Match, MatchList
from matching.services.runs import frozen_explanation

SHORTLISTED, DISMISSED = 25, 10
PROCESS_VIEWS = 5
MOST_SECONDS = 120
_CODES = re.compile(rb'name="pair" value="([0-9A-Z]{10})"')
TABS = ("suggested", "shortlisted", "dismissed")


def board(ground: Ground) -> dict[str, Any]:
    """T15: every tab, three side by side and the file, all through the middleware, warm."""
    filled = world(ground.n)
    logging.getLogger("portal.request").setLevel(logging.WARNING)
    needs = filled.needs[:VIEWS]
    for need in needs:
        _decide(need)
    with override_settings(ROOT_URLCONF="benchmarks.naive_page", ALLOWED_HOSTS=["localhost"]):
        client = Client(SERVER_NAME="localhost")
        client.force_login(filled.owner, backend=LOGIN)
        pages: dict[str, Callable[[Need], bytes]] = {f"tab {tab}": _tab(client, tab) for tab in TABS}
        pages |= {"side by side": _compare(client), "shortlist as CSV": _export(client)}
        pages["naive page"] = _naive(client)
        taken = in_turn({name: Way(page, server_cpu) for name, page in pages.items()}, needs, MOST_SECONDS)
        rows = [_row(name, taken[name], pages[name], needs[0], filled.n_experts) for name in pages]
        n_queries = _queries_by_rows(pages["tab shortlisted"], needs[1])
    ours = rows[1]
    return {
        "rows": rows,
        "times_cheaper": ratio(taken["naive page"], taken["tab shortlisted"], "cpu_median"),
        "most_kb": max(row["kB"] for row in rows if row["page"] != "naive page"),
        "n_queries_more_for_more_rows": n_queries,
        "notes": [
            f"Each need has {SHORTLISTED} on its shortlist and {DISMISSED} set aside. Processor time of the"
            " portal and of its server process in PostgreSQL, per view."
            f" Of the {ours['cpu_median']:.1f} ms of a view of the shortlist {ours['python_ms']:.1f} are the"
            f" portal's own process, the rest PostgreSQL's in {ours['queries']} queries: what bounds it is"
            f" {_bound_by(ours)}."
            " None of it depends on the number of experts: the list is one row, and people are read by key."
        ],
    }


def _decide(need: Need) -> None:
    """Put the best of a need's list on the shortlist and the next aside, as rows, explained as they are."""
    row = MatchList.objects.current().select_related("run").get(need=need)
    n = min(SHORTLISTED + DISMISSED, len(row.expert_ids))
    reasons = [DismissReason.TOO_JUNIOR]
    Match.objects.filter(need=need).delete()
    Match.objects.bulk_create([
        Match(
            need=need,
            expert_id=row.expert_ids[at],
            state=MatchState.SHORTLISTED if at < SHORTLISTED else MatchState.DISMISSED,
            reasons=[] if at < SHORTLISTED else reasons,
            points=row.points[at],
            explanation=frozen_explanation(row, at),
            run=row.run,
            changed_at=NOW,
        )
        for at in range(n)
    ])  # fmt: skip


def _tab(client: Client, tab: str) -> Callable[[Need], bytes]:
    return lambda need: _got(
        client.get(reverse("matching:need_matches", args=[need.public_id]), {"show": tab})
    )


def _compare(client: Client) -> Callable[[Need], bytes]:
    shortlist = _tab(client, "shortlisted")
    chosen: dict[int, list[str]] = {}

    def visit(need: Need) -> bytes:
        if need.pk not in chosen:
            chosen[need.pk] = [code.decode() for code in _CODES.findall(shortlist(need))[:3]]
        address = reverse("matching:compare", args=[need.public_id])
        return _got(client.get(address, {"pair": chosen[need.pk]}))

    return visit


def _export(client: Client) -> Callable[[Need], bytes]:
    return lambda need: _got(client.post(reverse("matching:export_shortlist", args=[need.public_id, "csv"])))


def _naive(client: Client) -> Callable[[Need], bytes]:
    return lambda need: _got(client.get(reverse("naive_matches", args=[need.public_id]), {"page": 2}))


def _got(answer: Any) -> bytes:
    if answer.status_code != 200:
        raise WrongResult(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    return bytes(answer.content)


def _row(name: str, taken: Series, page: Callable[[Need], bytes], need: Need, n: int) -> dict[str, Any]:
    in_process = []
    for _ in range(PROCESS_VIEWS):
        began = time.process_time()
        page(need)
        in_process.append(time.process_time() - began)
    with _counted() as queries:
        content = page(need)
    return {
        "page": name,
        "experts": n,
        "views": len(taken.wall),
        "kB": round(len(content) / 1_000, 1),
        "queries": len(queries),
        "python_ms": round(min(in_process) * 1_000, 2),
        **taken.in_ms(),
    }


@contextmanager
def _counted() -> Iterator[list[str]]:
    """Every query that is sent meanwhile."""
    sent: list[str] = []

    def noted(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        sent.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(noted):
        yield sent


def _queries_by_rows(page: Callable[[Need], bytes], need: Need) -> int:
    """How many queries more a full shortlist costs than one of a single pair."""
    n_many = _n_queries(page, need)
    kept = Match.objects.filter(need=need, state=MatchState.SHORTLISTED).order_by("pk").values_list("pk")[:1]
    Match.objects.filter(need=need, state=MatchState.SHORTLISTED).exclude(pk__in=kept).delete()
    return n_many - _n_queries(page, need)


def _n_queries(page: Callable[[Need], bytes], need: Need) -> int:
    """Of a view that is warm: what a process reads once in a while is not counted."""
    page(need)
    with _counted() as queries:
        page(need)
    return len(queries)


def _bound_by(row: dict[str, Any]) -> str:
    own = row["python_ms"]
    return "Python, which words and writes the cards" if own > row["cpu_median"] / 2 else "the database"
