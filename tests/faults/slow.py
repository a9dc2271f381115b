"""A worker of the portal that also knows one slow kind of shard, for the kill tests.

Run as `celery -A tests.faults.slow worker`. Each shard sleeps, then inserts its rows in its own commit:
a shard that is done twice would violate nothing and show up as doubled rows, so there is no unique key.
"""

import os
import time
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaspora_portal.settings")
django.setup()

from common.jobs import HANDLERS, finisher, handler  # noqa: E402
from common.models import ChangeFeed  # noqa: E402
from diaspora_portal.celery import app  # noqa: E402

SLOW_RUN = "faults.run"
SLOW = "faults.slow"
ROWS_PER_SHARD = 10
MARK = "slow"
FINISHED = "finished"


def register() -> None:
    """Make the kinds known in this process, once."""
    if SLOW in HANDLERS:
        return

    @handler(SLOW)
    def slow(*, number: int, **_future: Any) -> None:
        ChangeFeed.objects.bulk_create(
            ChangeFeed(kind=MARK, object_id=number * 100 + row) for row in range(ROWS_PER_SHARD // 2)
        )
        time.sleep(0.25)
        ChangeFeed.objects.bulk_create(
            ChangeFeed(kind=MARK, object_id=number * 100 + row)
            for row in range(ROWS_PER_SHARD // 2, ROWS_PER_SHARD)
        )

    @finisher(SLOW_RUN)
    def finish(*, run_id: int, **_future: Any) -> None:
        ChangeFeed.objects.create(kind=FINISHED, object_id=run_id)


register()
__all__ = ["app"]
