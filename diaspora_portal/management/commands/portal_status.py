"""Count what the portal holds: experts, needs, matches, placements by state, open work."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from common.enums import RunState, ShardState
from common.models import Run, Shard
from exchanges.models import Placement
from experts.models import Expert
from incubators.models import Need
from matching.models import MatchList


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        report = status()
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        for name, value in report.items():
            self.stdout.write(f"{name}: {value}")


def status() -> dict[str, Any]:
    """`matches` counts the pairs on current lists, `stale` those lists that a newer profile will make anew.

    `queued` is the work that is still open.
    """
    by_state = Placement.objects.values_list("state").annotate(n=Count("pk")).order_by("state")
    lists = MatchList.objects.filter(is_current=True).values_list("expert_ids", flat=True)
    n_stale = MatchList.objects.filter(is_current=True, stale_since__isnull=False).count()
    open_shards = Shard.objects.filter(state__in=[ShardState.PENDING, ShardState.CLAIMED]).count()
    return {
        "experts": Expert.objects.count(),
        "needs": Need.objects.count(),
        "matches": sum(len(ids) for ids in lists),
        "stale": n_stale,
        "placements": dict(by_state),
        "queued": open_shards or Run.objects.filter(state=RunState.RUNNING).count(),
    }
