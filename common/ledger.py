"""The run-and-shard ledger: claim, work, finish, sweep. Everything here survives kill -9.

Claim commits before the work, so a shard that kills its worker is counted and parked at the cap.
The work and `state='done'` are one commit, fenced by the claim's token: at most one effect.
Clocks are the database's alone.
"""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from common.enums import RunState, ShardState
from common.jobs import FINISHERS, GIVEN_UP, HANDLERS, PERIODIC, enqueue, ring
from common.models import Run, Shard

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
# While a shard works, its row lock keeps others away: the lease covers only the gap before the lock.
LEASE_SECONDS = 5
# Work outside a transaction has no lock to show; above the worker's hard time limit of 55 s.
COMPUTE_LEASE_SECONDS = 60
RETRY_SECONDS = 2

_CLAIM = """
WITH next AS (
    SELECT s.id FROM common_shard s
    WHERE s.attempts < %(most)s AND s.state IN ('pending', 'claimed')
      AND (s.lease_until IS NULL OR s.lease_until < clock_timestamp())
      AND (%(run)s::bigint IS NULL OR s.run_id = %(run)s)
    ORDER BY s.id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE common_shard s
SET state = 'claimed', attempts = s.attempts + 1, token = s.token + 1, claimed_by = %(worker)s,
    lease_until = clock_timestamp() + make_interval(secs => %(lease)s)
FROM next WHERE s.id = next.id
RETURNING s.id, s.run_id, s.kind, s.ids, s.token, s.attempts
"""
# A lease that ran out with no attempt left: the shard killed its worker each time. Park it.
_PARK = """
UPDATE common_shard SET state = 'dead', error = 'the worker died while doing this, %(most)s times'
WHERE state = 'claimed' AND attempts >= %(most)s AND lease_until < clock_timestamp()
"""
_EXTEND = """
UPDATE common_shard SET lease_until = clock_timestamp() + make_interval(secs => %s)
WHERE id = %s AND token = %s AND state = 'claimed'
"""
_TAKE_SLOT = "INSERT INTO common_slot (job, starts_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Claim:
    shard_id: int
    run_id: int
    kind: str
    ids: dict[str, Any]
    token: int
    attempts: int


class Fenced(Exception):
    """Somebody else took this shard over; the late writer's work is rolled back."""


def claim(worker: str, *, run_id: int | None = None) -> Claim | None:
    """Take the oldest free shard (of one run, if named), in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _CLAIM, {"most": MOST_ATTEMPTS, "worker": worker, "lease": LEASE_SECONDS, "run": run_id}
        )
        row = cursor.fetchone()
    if row is None:
        return None
    shard_id, run_id, kind, ids, token, attempts = row
    return Claim(shard_id, run_id, kind, json.loads(ids), token, attempts)


def work(taken: Claim) -> bool:
    """Do one claimed shard and commit its results with its state; False when it failed or was fenced."""
    registered = HANDLERS.get(taken.kind)
    try:
        if registered is None:
            raise LookupError(f"nobody does shards of kind {taken.kind}")
        write = _compute(taken) if registered.compute else None
        with transaction.atomic():
            _fence(taken)
            if registered.compute:
                _write(write)
            else:
                registered.run(**taken.ids, run_id=taken.run_id)
    except Fenced:
        log.warning("shard_fenced", extra={"shard": taken.shard_id, "kind": taken.kind})
        return False
    # The boundary of the worker: whatever a handler raises parks this shard and spares the others.
    except Exception as error:
        log.exception("shard_failed", extra={"shard": taken.shard_id, "kind": taken.kind})
        _put_back(taken, error)
        return False
    return True


def _compute(taken: Claim) -> Callable[[], None] | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_EXTEND, [COMPUTE_LEASE_SECONDS, taken.shard_id, taken.token])
    return HANDLERS[taken.kind].run(**taken.ids, run_id=taken.run_id)


def _write(write: Callable[[], None] | None) -> None:
    if write is not None:
        write()


def _fence(taken: Claim) -> None:
    """Mark the shard done first: the row lock keeps others away until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE common_shard SET state = 'done', done_at = clock_timestamp(), lease_until = NULL,"
            " error = '' WHERE id = %s AND token = %s AND state = 'claimed'",
            [taken.shard_id, taken.token],
        )
        if cursor.rowcount != 1:
            raise Fenced


def _put_back(taken: Claim, error: Exception) -> None:
    """Record the failure by its kind alone (messages may carry people's data) and retry later or park."""
    state = ShardState.DEAD if taken.attempts >= MOST_ATTEMPTS else ShardState.PENDING
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE common_shard SET state = %s, error = %s,"
            " lease_until = clock_timestamp() + make_interval(secs => %s)"
            " WHERE id = %s AND token = %s AND state = 'claimed'",
            [state, type(error).__name__, RETRY_SECONDS * taken.attempts, taken.shard_id, taken.token],
        )


def finish(run_id: int) -> bool:
    """End a run once no shard of it is open; True for the one caller who did."""
    with transaction.atomic():
        run = Run.objects.select_for_update().filter(pk=run_id, state=RunState.RUNNING).first()
        if run is None or run.shards.filter(state__in=[ShardState.PENDING, ShardState.CLAIMED]).exists():
            return False
        dead = run.shards.filter(state=ShardState.DEAD).exists()
        run.state = RunState.DONE_ERRORS if dead else RunState.DONE
        if run.kind in FINISHERS:
            FINISHERS[run.kind](run_id=run.pk, n_dead=run.shards.filter(state=ShardState.DEAD).count())
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE common_run SET state = %s, finished_at = clock_timestamp() WHERE id = %s",
                [run.state, run.pk],
            )
    return True


def drain(*, worker: str, seconds: float, run_id: int | None = None) -> int:
    """Do shards (of one run, if named) until none is free or the time is up; returns how many were done."""
    n_done = 0
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        taken = claim(worker, run_id=run_id)
        if taken is None:
            return n_done
        n_done += work(taken)
        finish_quietly(taken.run_id)
    ring()
    return n_done


def finish_quietly(run_id: int) -> None:
    """Finish if this was the last shard; a finisher that fails is counted and given up at the cap."""
    try:
        finish(run_id)
    # A run whose finisher is broken must stop neither the worker nor the sweep.
    except Exception:
        log.exception("finish_failed", extra={"run": run_id})
        with transaction.atomic():
            run = Run.objects.select_for_update().get(pk=run_id)
            run.finish_attempts += 1
            if run.finish_attempts >= MOST_ATTEMPTS:
                run.state = RunState.DONE_ERRORS
                run.finished_at = _database_now()
                _tell_given_up(run)
            run.save()


def _tell_given_up(run: Run) -> None:
    """Whose run it was hears of it; an owner that fails too does not keep the run open."""
    if run.kind not in GIVEN_UP:
        return
    try:
        with transaction.atomic():
            GIVEN_UP[run.kind](run_id=run.pk)
    except Exception:
        log.exception("give_up_failed", extra={"run": run.pk})


def sweep() -> None:
    """Ring for what waits, finish what nobody finished, ask for periodic work. Harmless in any number."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PARK, {"most": MOST_ATTEMPTS})
    _ask_for_periodic_work()
    open_states = [ShardState.PENDING, ShardState.CLAIMED]
    for run_id in (
        Run.objects.filter(state=RunState.RUNNING)
        .exclude(shards__state__in=open_states)
        .order_by("id")
        .values_list("id", flat=True)[:500]
    ):
        finish_quietly(run_id)
    if Shard.objects.filter(state__in=open_states).exists():
        ring()
    beat("sweep")


def _ask_for_periodic_work() -> None:
    now = _database_now()
    for job in PERIODIC.values():
        seconds = int(job.every.total_seconds())
        starts_at = now.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TAKE_SLOT, [job.kind, starts_at])
            if cursor.rowcount == 1:
                enqueue(job.kind, key="slot")


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def beat(name: str) -> None:
    """Note by the database's clock that a background actor is alive."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_heartbeat (name, at) VALUES (%s, clock_timestamp())"
            " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [name],
        )


def retry(run_id: int) -> None:
    """Give the dead shards of a run another round of attempts."""
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run_id)
        run.shards.filter(state=ShardState.DEAD).update(
            state=ShardState.PENDING, attempts=0, lease_until=None, error=""
        )
        run.state, run.finish_attempts, run.finished_at = RunState.RUNNING, 0, None
        run.save()
        transaction.on_commit(ring)
