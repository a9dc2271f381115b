"""Ring again for waiting work, from a timer: the second path beside Celery beat."""

from typing import Any

from django.core.management.base import BaseCommand

from common import ledger
from common.outbox import deliver


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        ledger.sweep()
        deliver()
