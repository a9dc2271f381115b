"""Two organisations became one: ties and what was set aside go along, and back when it is undone."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from incubators.services.merging import follow_rows, lock_merge
from matching.models import Conflict, Exclusion, MatchList
from matching.services.runs import mark_stale


def follow_organisation_merge(*, merge_id: int, at: datetime) -> None:
    """Doing it twice changes nothing; a tie that both have stays with each."""
    with transaction.atomic():
        merge = lock_merge(merge_id)
        there = merge.kept_id if merge.undone_at is None else merge.closed_id
        twins = Conflict.objects.filter(
            organisation_id=there, expert_id=OuterRef("expert_id"), kind=OuterRef("kind")
        )
        follow_rows(merge, "matching.conflicts", Conflict.objects.exclude(Exists(twins)))
        follow_rows(merge, "matching.exclusions", Exclusion.objects.all())
        sides = [merge.kept_id, merge.closed_id]
        mark_stale(MatchList.objects.filter(need__organisation_id__in=sides), at=at)
