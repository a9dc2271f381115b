"""Work that was given up for good: parts of the ledger and messages that nobody tries again by itself.

Runs of kinds that an app finishes (matching) say so on a page of their own, with a button to try again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from common import ledger
from common.enums import OutboxState, ShardState
from common.jobs import FINISHERS, ring_after_commit
from common.models import Outbox, Shard


@dataclass(frozen=True, slots=True)
class DeadWork:
    n_parts: int
    n_mails: int

    def __bool__(self) -> bool:
        return bool(self.n_parts or self.n_mails)


def dead_shards() -> QuerySet[Shard]:
    return Shard.objects.filter(state=ShardState.DEAD).exclude(run__kind__in=list(FINISHERS))


def failed_mails() -> QuerySet[Outbox]:
    return Outbox.objects.filter(state=OutboxState.FAILED)


def dead_work() -> DeadWork:
    """How much was given up. Two queries."""
    return DeadWork(dead_shards().count(), failed_mails().count())


def try_mail_again(key: UUID) -> bool:
    """Give one message another round of attempts; False when it has not failed, or has nowhere to go."""
    with transaction.atomic():
        again = failed_mails().filter(key=key, recipient__isnull=False)
        is_tried = bool(again.update(state=OutboxState.WAITING, attempts=0, next_at=Now()))
        ring_after_commit(1)
    return is_tried


def try_again() -> DeadWork:
    """Give all of it another round of attempts; returns how much that is.

    A message to an address that is no account's kept none when it was given up: whoever asked asks anew.
    """
    with transaction.atomic():
        run_ids = sorted(set(dead_shards().values_list("run_id", flat=True)))
        for run_id in run_ids:
            ledger.retry(run_id)
        failed_mails().filter(recipient=None).update(state=OutboxState.SKIPPED)
        n_mails = failed_mails().update(state=OutboxState.WAITING, attempts=0, next_at=Now())
        ring_after_commit(1)
    return DeadWork(len(run_ids), n_mails)
