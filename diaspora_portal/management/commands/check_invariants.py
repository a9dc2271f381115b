"""Check the promises that the database must keep; status 1 if one is broken."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from diaspora_portal.invariants import INVARIANTS, MOST_SHOWN


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        n_broken = 0
        for invariant in INVARIANTS:
            broken = invariant.broken()
            n_broken += bool(broken)
            answer = f"BROKEN by {len(broken)}: {', '.join(broken[:MOST_SHOWN])}" if broken else "kept"
            self.stdout.write(f"{invariant.code} {invariant.promise}: {answer}")
        if n_broken:
            sys.exit(1)
