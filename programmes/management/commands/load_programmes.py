"""`manage.py load_programmes`: write the units and programmes that the portal ships."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from programmes.services import load_programmes


class Command(BaseCommand):
    help = "Load the reference units and programmes; loading them again changes nothing."

    def handle(self, **options: Any) -> None:
        loaded = load_programmes(by=None, at=timezone.now())
        self.stdout.write(f"Loaded {loaded.units} new units, {loaded.programmes} new programmes.")
