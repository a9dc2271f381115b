"""kill -9 of the worker during runs: every run finishes, nothing is lost, nothing is doubled."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from common import ledger
from common.jobs import submit
from common.models import ChangeFeed, Run, Shard
from diaspora_portal.invariants import INVARIANTS
from incubators.models import Need
from matching.models import MatchList
from matching.services import submit_run
from tests import factories
from tests.factories import NOW
from tests.faults import slow
from tests.faults.workers import Worker, kill_again_and_again, wait_until

SEED = 20261123
N_RUNS = 3
N_SHARDS = 24
Start = Callable[[str], Worker]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a worker, which is killed for good at the end of the test."""
    started: list[Worker] = []

    def begin(app: str) -> Worker:
        worker = Worker(app, tmp_path / "worker.log")
        worker.start()
        started.append(worker)
        return worker

    yield begin
    for worker in started:
        worker.kill()


def _n_done() -> int:
    return Shard.objects.filter(state="done").count()


def _all_ended() -> bool:
    ledger.sweep()  # beat's part, here in the test's own process
    time.sleep(1)
    return not Run.objects.filter(state="running").exists()


def _ledger_survives(kills: int, start: Start, seconds_between: tuple[float, float]) -> None:
    slow.register()
    worker = start("tests.faults.slow")
    runs = []
    for _run in range(N_RUNS):
        with transaction.atomic():
            shards = [(slow.SLOW, {"number": number}) for number in range(N_SHARDS)]
            runs.append(submit(slow.SLOW_RUN, shards=shards))

    kill_again_and_again(
        worker, times=kills, random=Random(SEED), progress=_n_done, seconds_between=seconds_between
    )
    assert wait_until(_all_ended, seconds=120), "a run never ended"

    rows = Counter(ChangeFeed.objects.filter(kind=slow.MARK).values_list("object_id", flat=True))
    wanted = {number * 100 + row: N_RUNS for number in range(N_SHARDS) for row in range(slow.ROWS_PER_SHARD)}
    finished = Counter(ChangeFeed.objects.filter(kind=slow.FINISHED).values_list("object_id", flat=True))
    assert (rows, finished) == (Counter(wanted), Counter(dict.fromkeys([run.pk for run in runs], 1)))
    assert set(Run.objects.filter(kind=slow.SLOW_RUN).values_list("state", flat=True)) == {"done"}


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_five_kills_lose_nothing_and_double_nothing(start: Start) -> None:
    _ledger_survives(5, start, (0.1, 0.6))


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_twenty_five_kills_lose_nothing_and_double_nothing(start: Start) -> None:
    _ledger_survives(25, start, (0.0, 0.3))


def _lists(needs: list[Need]) -> dict[int, Any]:
    fields = ("need_id", "expert_ids", "points", "components", "skill_bits", "n_considered", "excluded")
    current = MatchList.objects.filter(is_current=True, need__in=needs)
    return {row[0]: row[1:] for row in current.values_list(*fields)}


def _matching_survives(kills: int, cast: SimpleNamespace, start: Start) -> None:
    """Runs under kills give the lists of an undisturbed round."""
    for number in range(12):
        factories.make_expert(factories.make_user(f"expert{number}@demo.example"), years_experience=number)
    needs = [factories.make_need(cast.organisation, title=f"Need {number}") for number in range(20)]
    for need in needs:
        submit_run(need=need, by=None, at=NOW)
    ledger.drain(worker="undisturbed", seconds=120)
    undisturbed = _lists(needs)
    before = _n_done()

    for need in needs:
        submit_run(need=need, by=None, at=NOW)
    worker = start("diaspora_portal")
    kill_again_and_again(
        worker, times=kills, random=Random(SEED), progress=_n_done, seconds_between=(0.0, 0.2)
    )
    assert wait_until(_all_ended, seconds=180), "a run never ended"

    assert _n_done() > before
    assert _lists(needs) == undisturbed
    assert {one.code: one.broken() for one in INVARIANTS if one.broken()} == {}


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_killed_matching_gives_the_lists_of_an_undisturbed_run(cast: SimpleNamespace, start: Start) -> None:
    _matching_survives(3, cast, start)
