"""`manage.py load_reference`: write the vocabulary, places and calendar that the portal ships."""

from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from taxonomy.services import load_reference


class Command(BaseCommand):
    help = "Load the reference vocabulary; loading it again changes nothing."

    def handle(self, **options: Any) -> None:
        counts = ", ".join(f"{number} {kind}" for kind, number in asdict(load_reference()).items())
        self.stdout.write(f"Loaded {counts}.")
