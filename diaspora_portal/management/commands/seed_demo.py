"""Write the demonstration's people, hosts, needs and cases; does nothing when they are there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from diaspora_portal.demo.seed import Interrupted, is_seeded, seed


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration is only for a portal started with PORTAL_DEMO=1.")
        try:
            if is_seeded():
                return
        except Interrupted:
            raise CommandError(
                "The demonstration was interrupted while it was written. Start again with `up --fresh`."
            ) from None
        seed(at=timezone.now(), say=lambda what: self.stdout.write(f"Demonstration: {what}"))
