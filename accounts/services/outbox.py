"""What staff do with messages that have not left; each step has its line in the record."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common import batches
from common.dead_work import try_mail_again
from common.models import Outbox
from common.policies import require
from common.refusals import Refused


def record_mail_read(*, mail: Outbox, by: User, at: datetime) -> None:
    """That somebody read what was written to somebody else."""
    require(by, "accounts.read_outbox")
    detail = mail.template[:80]
    record_account_event(AccountAction.MAIL_PREVIEWED, by=by, at=at, user=mail.recipient, detail=detail)


def record_batch_read(*, batch: str, by: User, at: datetime) -> None:
    require(by, "accounts.read_outbox")
    record_account_event(AccountAction.MAIL_PREVIEWED, by=by, at=at, detail=batch)


def retry_mail(*, mail: Outbox, by: User, at: datetime) -> None:
    """Have a message that failed sent again. Raises Refused `mail_has_not_failed`."""
    with transaction.atomic():
        require(by, "accounts.read_outbox")
        if not try_mail_again(mail.key):
            raise Refused("mail_has_not_failed")
        detail = mail.template[:80]
        record_account_event(AccountAction.MAIL_RETRIED, by=by, at=at, user=mail.recipient, detail=detail)


def release_batch(*, batch: str, seen: Collection[UUID], by: User, at: datetime) -> int:
    """Let those messages of a batch go that were read; returns how many.

    Raises Refused `nothing_to_release`.
    """
    with transaction.atomic():
        require(by, "accounts.release_batch")
        n_released = batches.release(batch, seen=seen)
        if not n_released:
            raise Refused("nothing_to_release")
        record_account_event(AccountAction.BATCH_RELEASED, by=by, at=at, detail=f"{batch} {n_released}")
    return n_released


def drop_batch(*, batch: str, by: User, at: datetime) -> int:
    """Send nothing of a batch; returns how many messages that were. Raises Refused `nothing_to_release`."""
    with transaction.atomic():
        require(by, "accounts.release_batch")
        n_dropped = batches.drop(batch)
        if not n_dropped:
            raise Refused("nothing_to_release")
        record_account_event(AccountAction.BATCH_DROPPED, by=by, at=at, detail=f"{batch} {n_dropped}")
    return n_dropped
