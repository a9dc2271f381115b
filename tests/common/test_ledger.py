"""The ledger of work: claimed once, done once, parked when poisonous, finished once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction

from common import ledger
from common.jobs import FINISHERS, HANDLERS, add_shards, enqueue, finisher, handler, submit
from common.models import Heartbeat, Run, Shard, Slot

DONE: list[int] = []
FINISHED: list[int] = []


@pytest.fixture(autouse=True)
def handlers_of_these_tests() -> Iterator[None]:
    """Four kinds of shard: one that counts, one that fails, one that computes, one that hands out more."""
    DONE.clear()
    FINISHED.clear()

    @handler("test.count")
    def count(*, number: int, **_future: Any) -> None:
        DONE.append(number)

    @handler("test.fail")
    def fail(**_future: Any) -> None:
        raise ArithmeticError("hina@demo.example is in this message")

    @handler("test.compute", compute=True)
    def compute(*, number: int, **_future: Any) -> Any:
        assert not connection.in_atomic_block or connection.savepoint_ids is not None
        return lambda: DONE.append(number)

    @handler("test.prepare")
    def prepare(*, run_id: int, **_future: Any) -> None:
        add_shards(Run.objects.get(pk=run_id), [("test.count", {"number": n}) for n in range(3)])

    @finisher("test.run")
    def finish(*, run_id: int, **_future: Any) -> None:
        FINISHED.append(run_id)

    yield
    for kind in ("test.count", "test.fail", "test.compute", "test.prepare"):
        HANDLERS.pop(kind)
    FINISHERS.pop("test.run")


def _drain(worker: str = "here") -> None:
    ledger.drain(worker=worker, seconds=5)


def _expire_leases() -> None:
    Shard.objects.filter(lease_until__isnull=False).update(lease_until="2020-01-01T00:00Z")


@pytest.mark.django_db(transaction=True)
def test_a_run_is_done_shard_by_shard_and_finished_once() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.count", {"number": n}) for n in range(5)])

    _drain()

    run.refresh_from_db()
    assert (sorted(DONE), FINISHED, run.state) == ([0, 1, 2, 3, 4], [run.pk], "done")


@pytest.mark.django_db(transaction=True)
def test_a_preparing_shard_hands_out_the_rest_in_its_own_commit() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.prepare", {})])

    _drain()

    run.refresh_from_db()
    assert (sorted(DONE), run.state, run.shards.count()) == ([0, 1, 2], "done", 4)


@pytest.mark.django_db(transaction=True)
def test_work_outside_a_transaction_writes_behind_the_fence() -> None:
    with transaction.atomic():
        submit("test.run", shards=[("test.compute", {"number": 7})])

    _drain()

    assert DONE == [7]


@pytest.mark.django_db(transaction=True)
def test_a_late_writer_is_fenced_and_leaves_no_effect() -> None:
    with transaction.atomic():
        submit("test.run", shards=[("test.count", {"number": 1})])
    slow = ledger.claim("slow")
    _expire_leases()
    quick = ledger.claim("quick")

    assert slow is not None and quick is not None and quick.token > slow.token
    assert ledger.work(quick) is True
    assert ledger.work(slow) is False
    assert DONE == [1]


@pytest.mark.django_db(transaction=True)
def test_a_failing_shard_is_parked_and_the_others_finish() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.fail", {}), ("test.count", {"number": 2})])

    for _attempt in range(ledger.MOST_ATTEMPTS + 1):
        _drain()
        _expire_leases()

    run.refresh_from_db()
    dead = run.shards.get(state="dead")
    assert (DONE, run.state, dead.attempts) == ([2], "done_errors", ledger.MOST_ATTEMPTS)
    assert dead.error == "ArithmeticError"  # the kind alone: messages may carry people's data


@pytest.mark.django_db(transaction=True)
def test_a_shard_that_kills_its_worker_is_parked_at_the_cap() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.count", {"number": 3})])
    for _death in range(ledger.MOST_ATTEMPTS):
        assert ledger.claim("victim") is not None
        _expire_leases()

    ledger.sweep()

    run.refresh_from_db()
    assert (DONE, run.state, run.shards.get().state) == ([], "done_errors", "dead")


@pytest.mark.django_db(transaction=True)
def test_dead_shards_can_be_given_another_round() -> None:
    test_a_shard_that_kills_its_worker_is_parked_at_the_cap()
    run = Run.objects.get(kind="test.run")

    ledger.retry(run.pk)
    _drain()

    run.refresh_from_db()
    assert (DONE, run.state) == ([3], "done")


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_do_each_shard_once() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.count", {"number": n}) for n in range(64)])

    def worker(n: int) -> None:
        try:
            _drain(f"worker {n}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(worker, range(8)))

    run.refresh_from_db()
    assert (sorted(DONE), FINISHED, run.state) == (list(range(64)), [run.pk], "done")


@pytest.mark.django_db(transaction=True)
def test_work_that_waits_already_is_not_asked_for_twice() -> None:
    for _time in range(3):
        with transaction.atomic():
            enqueue("test.count", key="same", number=9)

    _drain()

    assert DONE == [9]


@pytest.mark.django_db(transaction=True)
def test_work_asked_for_while_the_same_is_being_done_is_done_again() -> None:
    with transaction.atomic():
        enqueue("test.count", key="same", number=9)
    ledger.claim("busy")

    with transaction.atomic():
        enqueue("test.count", key="same", number=10)

    assert Shard.objects.filter(kind="test.count").count() == 2


@pytest.mark.django_db(transaction=True)
def test_work_asked_for_by_two_at_once_begins_after_each_of_them_has_committed() -> None:
    """The shard of the first may be done before the second commits, so the second has one of its own."""

    def ask_and_commit() -> int:
        try:
            with transaction.atomic():
                enqueue("test.count", key="same", number=2)
            return Shard.objects.filter(kind="test.count").count()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        enqueue("test.count", key="same", number=1)
        n_seen_by_the_other = pool.submit(ask_and_commit).result(timeout=5)

    assert (n_seen_by_the_other, Shard.objects.filter(kind="test.count").count()) == (1, 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_for_the_same_two_things_in_turn_do_not_wait_in_a_ring() -> None:
    both_hold_one, both_asked = Barrier(2), Barrier(2)

    def ask(first: str, second: str) -> None:
        try:
            with transaction.atomic():
                enqueue("test.count", key=first, number=1)
                both_hold_one.wait(timeout=5)
                enqueue("test.count", key=second, number=1)
                both_asked.wait(timeout=5)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        for asked in [pool.submit(ask, "a", "b"), pool.submit(ask, "b", "a")]:
            asked.result(timeout=20)

    assert Shard.objects.filter(kind="test.count").count() == 4


@pytest.mark.django_db(transaction=True)
def test_work_is_refused_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        enqueue("test.count", number=1)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_finishes_what_a_dying_worker_left_unfinished_and_leaves_a_heartbeat() -> None:
    with transaction.atomic():
        run = submit("test.run", shards=[("test.count", {"number": 4})])
    taken = ledger.claim("dies after its commit")
    assert taken is not None
    ledger.work(taken)

    ledger.sweep()
    ledger.sweep()

    run.refresh_from_db()
    assert (run.state, FINISHED) == ("done", [run.pk])
    assert Heartbeat.objects.filter(name="sweep").exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_that_cannot_be_finished_does_not_stop_the_sweep_and_is_given_up() -> None:
    def broken(**_future: Any) -> None:
        raise LookupError("no such row")

    FINISHERS["test.run"] = broken
    with transaction.atomic():
        run = submit("test.run", shards=[("test.count", {"number": 4})])
    _drain()

    for _time in range(ledger.MOST_ATTEMPTS):
        ledger.sweep()

    run.refresh_from_db()
    assert run.state == "done_errors"
    assert Heartbeat.objects.filter(name="sweep").exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_ask_for_a_periodic_job_once_per_slot() -> None:
    ledger.sweep()
    ledger.sweep()

    for job in set(Slot.objects.values_list("job", flat=True)):
        assert Shard.objects.filter(kind=job).count() == Slot.objects.filter(job=job).count()
