"""Give work and mails that were given up another round of attempts, once their cause is mended."""

from typing import Any

from django.core.management.base import BaseCommand

from common.dead_work import try_again


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        again = try_again()
        self.stdout.write(f"tried again: {again.n_parts} runs, {again.n_mails} mails")
