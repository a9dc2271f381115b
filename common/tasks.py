"""The doorbell and the sweep: the only Celery tasks of the portal. All work is in the ledger."""

import os
import socket
from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from common import digests, ledger, outbox
from common.files import sweep_files
from common.jobs import BELL, periodic, ring
from common.pruning import prune

DRAIN_SECONDS = 20.0


@shared_task(name=BELL, acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def drain(**_future: Any) -> None:
    """Answer a bell: do what waits."""
    ledger.beat("worker")
    ledger.drain(worker=f"{socket.gethostname()[:60]}:{os.getpid()}", seconds=DRAIN_SECONDS)
    outbox.deliver()


@shared_task(name="common.sweep", acks_late=True, ignore_result=True)
def sweep(**_future: Any) -> None:
    """Ring again for whatever a lost bell or a dead worker left behind."""
    ledger.sweep()
    if outbox.is_due():
        ring()


@periodic("common.digests", every=timedelta(minutes=10), compute=True)
def bundle_digests(**_future: Any) -> None:
    digests.bundle(at=timezone.now())


@periodic("common.prune", every=timedelta(days=1), compute=True)
def prune_rows(**_future: Any) -> None:
    prune(at=timezone.now())


@periodic("common.sweep_files", every=timedelta(days=1), compute=True)
def sweep_stored_files(**_future: Any) -> None:
    sweep_files(at=timezone.now())
