"""The directory beside the one that is written first: the page, the API, and the exact count alone."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from benchmarks.clock import Series, Way, in_turn, ratio
from benchmarks.ground import Ground
from benchmarks.naive_directory import facets, narrowed
from benchmarks.peers import server_cpu
from benchmarks.portal_world import world
from matching.adapter import files, listings, queries
from matching.adapter.directory import count_of, look_up
from matching.adapter.extract import Who
from matching.adapter.packing import value_of
from matching.engine.check import WrongResult
from matching.filters import DirectoryForm
from matching.selectors.audience import WORLD
from matching.selectors.found import Search, Turn
from taxonomy.models import Skill, Theme

MOST_SECONDS = 60
COMPARED = ("country", "language")
COUNTS = 20
"""Counts that are taken together: one alone is too short for a clock."""


def questions() -> list[dict[str, str]]:
    """Broad ones and narrow ones, as people ask them."""
    themes = list(Theme.objects.order_by("position").values_list("slug", flat=True)[:3])
    skills = list(Skill.objects.order_by("slug").values_list("name", flat=True)[:3])
    return [
        {},
        {"country": "GB"},
        {"theme": themes[0]},
        {"skill": skills[0]},
        {"language": "ur", "country": "US"},
        {"hours": "8", "free_from": "2027-01-15"},
        {"theme": themes[1], "language": "ur"},
        {"skill": skills[1], "country": "CA"},
        {"theme": themes[2], "hours": "5", "free_from": "2027-02-01"},
        {"skill": skills[2], "language": "ur"},
    ]


def directory(ground: Ground) -> dict[str, Any]:
    """T15 and T16: equal counts first; then pages through all middleware, warm, and counts alone."""
    filled = world(ground.n)
    logging.getLogger("portal.request").setLevel(logging.WARNING)
    laid_out = _lay_out(value_of(queries.XMIN))
    asked = questions()
    n_compared = _prove(asked)
    with override_settings(ROOT_URLCONF="benchmarks.naive_page", ALLOWED_HOSTS=["localhost"]):
        client = Client(SERVER_NAME="localhost")
        ways = {
            "directory": Way(_visit(client, "/directory/", _ours), server_cpu),
            "directory, API": Way(_visit(client, "/api/v1/directory/", _ours), server_cpu),
            "naive directory": Way(_visit(client, "/naive-directory/", lambda each: each), server_cpu),
        }
        pages = in_turn(ways, asked, MOST_SECONDS)
    searches = [(each, _search(each)) for each in asked]
    counting = {
        "bitmaps": Way(lambda pair: [count_of(pair[1], WORLD) for _ in range(COUNTS)]),
        "COUNT(*)": Way(lambda pair: narrowed(pair[0]).count()),
    }
    counts = in_turn(counting, searches, MOST_SECONDS)
    alone = Series([s / COUNTS for s in counts["bitmaps"].wall], [s / COUNTS for s in counts["bitmaps"].cpu])
    naive = pages["naive directory"]
    rows = [(name, each) for name, each in pages.items()]
    rows += [("exact count, bitmaps", alone), ("exact count, COUNT(*)", counts["COUNT(*)"])]
    return {
        "rows": [
            {"way": name, "experts": filled.n_experts, "times": len(each.wall), **each.in_ms()}
            for name, each in rows
        ],
        "page_times_cheaper": ratio(naive, pages["directory"], "cpu_median"),
        "api_times_cheaper": ratio(naive, pages["directory, API"], "cpu_median"),
        "count_times_faster": ratio(counts["COUNT(*)"], alone, "wall_median"),
        "n_compared": n_compared,
        "lay_out_s": laid_out,
        "notes": [
            f"{n_compared} counts and facet counts are those of SQL. Laying everybody out from the"
            f" profiles themselves took {laid_out:.1f} s. Pages are read by a stranger. The naive page counts"
            " five facets of seven, by GROUP BY.",
        ],
    }


def _lay_out(watermark: int) -> float:
    """Lay everybody out from their profiles: packed rows are repeated here and say other things."""
    began = time.perf_counter()
    listings.store("bench", listings.read_listing(Who()), watermark)
    files.point_to(listings.listings_root() / "bench")
    return time.perf_counter() - began


def _ours(each: dict[str, str]) -> dict[str, str]:
    """The same question in the words of our form."""
    return {("q" if name == "skill" else name): value for name, value in each.items()}


def _search(each: dict[str, str]) -> Search:
    form = DirectoryForm(_ours(each))
    if not form.is_valid():
        raise WrongResult(f"the form refuses {each}")
    return form.search(timezone.localdate())


def _prove(asked: list[dict[str, str]]) -> int:
    """Compare counts and facets with SQL; raises WrongResult at the first that differs."""
    n_compared = 0
    for each in asked:
        search = _search(each)
        ours, theirs = look_up(search, WORLD, Turn(), 25), narrowed(each)
        n = theirs.count()
        if (ours.n, count_of(search, WORLD)) != (n, n):
            raise WrongResult(f"{each}: {ours.n} experts here, {n} in SQL")
        by_sql = facets(theirs, COMPARED)
        for name in COMPARED:
            if name not in each and ours.facets.get(name, {}) != dict(by_sql[name]):
                raise WrongResult(f"{each}: by {name} {ours.facets.get(name)}, in SQL {by_sql[name]}")
            n_compared += len(by_sql[name])
        n_compared += 1
    return n_compared


def _visit(
    client: Client, address: str, words: Callable[[dict[str, str]], dict[str, str]]
) -> Callable[[dict[str, str]], bytes]:
    def visit(each: dict[str, str]) -> bytes:
        cache.clear()
        answer = client.get(address, words(each))
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answers {answer.status_code}")
        return bytes(answer.content)

    return visit
