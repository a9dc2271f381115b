"""What the kernel forgets, and when: the ledger, slots, the change feed and messages that have left.

| rows | kept after their end |
|---|---|
| runs with their shards, unless an app finishes runs of that kind and refers to them | 90 days |
| messages that were sent, bundled, skipped or given up (the privacy notice says 90 days) | 90 days |
| the change feed, but for the newest row of each kind | 30 days |
| turns of periodic jobs | 7 days |

Apps add what they forget with `also_prune`, beside their register of personal data.

A reader of the feed asks whether anything stands at or above its watermark. The newest row answers that
for every watermark, however old the reader is.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from common.enums import OutboxState, RunState
from common.jobs import FINISHERS
from common.models import ChangeFeed, Outbox, Run, Slot

LEDGER_DAYS = 90
OUTBOX_DAYS = 90
FEED_DAYS = 30
SLOT_DAYS = 7
ROWS_PER_BATCH = 1000
# The worker's hard limit is 55 s; what is left over goes the next day.
MOST_SECONDS = 30.0
ALSO: list[Callable[[datetime], QuerySet]] = []


def also_prune(rows: Callable[[datetime], QuerySet]) -> Callable[[datetime], QuerySet]:
    """Register rows of an app that are past their age at a moment."""
    ALSO.append(rows)
    return rows


def prune(*, at: datetime, seconds: float = MOST_SECONDS) -> int:
    """Delete what is past its age, a batch per transaction, until the time is up; returns how many rows."""
    n_gone = 0
    ends = time.monotonic() + seconds
    for rows in _past_their_age(at):
        while time.monotonic() < ends:
            n_batch = _delete_batch(rows)
            n_gone += n_batch
            if n_batch < ROWS_PER_BATCH:
                break
    return n_gone


def _past_their_age(at: datetime) -> tuple[QuerySet, ...]:
    def before(days: int) -> datetime:
        return at - timedelta(days=days)

    newest = ChangeFeed.objects.filter(kind=OuterRef("kind")).order_by("-xid", "-pk").values("pk")[:1]
    return (
        Run.objects.exclude(state=RunState.RUNNING)
        .exclude(kind__in=list(FINISHERS))
        .filter(finished_at__lt=before(LEDGER_DAYS)),
        Outbox.objects.exclude(state__in=[OutboxState.STAGED, OutboxState.WAITING, OutboxState.HELD])
        .annotate(ended_at=Coalesce("sent_at", "created_at"))
        .filter(ended_at__lt=before(OUTBOX_DAYS)),
        ChangeFeed.objects.filter(at__lt=before(FEED_DAYS)).exclude(pk=Subquery(newest)),
        Slot.objects.filter(starts_at__lt=before(SLOT_DAYS)),
        *(rows(at) for rows in ALSO),
    )


def _delete_batch(rows: QuerySet) -> int:
    with transaction.atomic():
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS_PER_BATCH])
        rows.model.objects.filter(pk__in=ids).delete()
    return len(ids)
