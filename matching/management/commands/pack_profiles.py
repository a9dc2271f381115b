"""`manage.py pack_profiles`: make all profiles ready for the next snapshot, in this process."""

import math
from typing import Any

from django.core.management.base import BaseCommand

from matching.services.snapshots import pack_everybody


class Command(BaseCommand):
    """After a large import, or with a new version of the engine: workers would do the same in small parts."""

    help = "Pack every profile that is not packed for the next snapshot. May be stopped and started again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        pack_everybody(seconds=math.inf)
        self.stdout.write("All profiles are packed.")
