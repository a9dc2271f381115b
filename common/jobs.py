"""Work is asked for by name inside the caller's transaction; only the bell waits for the commit.

`enqueue` and `submit` insert ledger rows, `announce` inserts one row for each subscriber of a fact.
A lost bell is harmless: the sweep rings again (docs/adr/0004).
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from common.models import ChangeFeed, Run, Shard

log = logging.getLogger(__name__)

# A handler does one shard. It either writes inside the shard's own transaction and returns None, or
# (compute=True) works outside any transaction and returns a function that writes, behind the fence.
Handler = Callable[..., Any]
BELL = "common.drain"
MOST_BELLS = 4


@dataclass(frozen=True, slots=True)
class Registered:
    run: Handler
    compute: bool


@dataclass(frozen=True, slots=True)
class Periodic:
    kind: str
    every: timedelta


HANDLERS: dict[str, Registered] = {}
FINISHERS: dict[str, Handler] = {}
GIVEN_UP: dict[str, Handler] = {}
SUBSCRIBERS: dict[str, list[str]] = {}
PERIODIC: dict[str, Periodic] = {}


def handler(kind: str, *, compute: bool = False) -> Callable[[Handler], Handler]:
    """Register who does shards of a kind. Handlers take ids by keyword, end in **_future, are idempotent."""

    def register(function: Handler) -> Handler:
        if kind in HANDLERS:
            raise ValueError(f"shards of kind {kind!r} have a handler already")
        HANDLERS[kind] = Registered(function, compute)
        return function

    return register


def finisher(kind: str) -> Callable[[Handler], Handler]:
    """Register what happens once, in one transaction, when the last shard of a run of this kind is done."""

    def register(function: Handler) -> Handler:
        FINISHERS[kind] = function
        return function

    return register


def given_up(kind: str) -> Callable[[Handler], Handler]:
    """Register what happens once when a run of this kind could not be finished and nobody tries again."""

    def register(function: Handler) -> Handler:
        GIVEN_UP[kind] = function
        return function

    return register


def on(fact: str) -> Callable[[Handler], Handler]:
    """Subscribe a handler to a fact that a lower app announces."""

    def register(function: Handler) -> Handler:
        kind = f"{function.__module__.split('.')[0]}.{function.__name__}"
        SUBSCRIBERS.setdefault(fact, []).append(kind)
        return handler(kind)(function)

    return register


def periodic(kind: str, *, every: timedelta, compute: bool = False) -> Callable[[Handler], Handler]:
    """Register a handler that the sweep asks for once per slot, whatever number of schedulers runs."""

    def register(function: Handler) -> Handler:
        PERIODIC[kind] = Periodic(kind, every)
        return handler(kind, compute=compute)(function)

    return register


def submit(kind: str, *, shards: Iterable[tuple[str, dict[str, Any]]]) -> Run:
    """Insert a run with its shards in the caller's transaction and ring after the commit."""
    _need_transaction()
    run = Run.objects.create(kind=kind)
    add_shards(run, shards)
    return run


def add_shards(run: Run, shards: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Append shards to a running run: a preparing shard hands out the rest in its own commit."""
    _need_transaction()
    first = run.shards.count()
    rows = [Shard(run=run, n=first + i, kind=kind, ids=ids) for i, (kind, ids) in enumerate(shards)]
    Shard.objects.bulk_create(rows)
    ring_after_commit(len(rows))


def enqueue(kind: str, *, key: str = "", **ids: Any) -> None:
    """Ask for one piece of work. With a key, work that is already waiting is not asked for twice.

    The waiting shard is locked until our commit, so that it cannot begin before it can see our rows.
    While another transaction asks for the same, we ask for a shard of our own: theirs may begin before
    we commit, and nobody waits for anybody.
    """
    _need_transaction()
    if key and not _asks_alone(kind, key):
        key = ""
    waiting = Shard.objects.filter(kind=kind, key=key, state="pending", attempts=0)
    if key and waiting.select_for_update(of=("self",)).first():
        return
    run = Run.objects.create(kind=kind)
    Shard.objects.create(run=run, n=0, kind=kind, key=key, ids=ids)
    ring_after_commit(1)


def _asks_alone(kind: str, key: str) -> bool:
    """Whether no other open transaction asks for this work; true until our own ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind} {key}"])
        return cursor.fetchone()[0]


def announce(fact: str, *, key: str = "", **ids: Any) -> None:
    """Say that something happened; higher apps that subscribed get one shard each."""
    _need_transaction()
    for kind in SUBSCRIBERS.get(fact, []):
        enqueue(kind, key=key, **ids)


def note_change(kind: str, object_ids: Sequence[int]) -> None:
    """Append to the change feed, from which snapshots learn what moved."""
    ChangeFeed.objects.bulk_create([ChangeFeed(kind=kind, object_id=pk) for pk in object_ids])


def ring_after_commit(n_shards: int) -> None:
    transaction.on_commit(lambda: ring(min(n_shards, MOST_BELLS)))


def ring(times: int = 1) -> None:
    """Ring for workers. A broker that is away costs under a second and nothing else."""
    for _ in range(times):
        try:
            current_app.send_task(BELL, kwargs={}, ignore_result=True)
        except (BrokerError, RedisError, OSError) as error:
            log.warning("bell_lost", extra={"reason": type(error).__name__})
            return


def _need_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("work is asked for inside the transaction that causes it")
