"""Two organisations became one: the cases of the needs that moved go along, and back when it is undone."""

from django.db import transaction

from exchanges.models import Participation, Placement
from incubators.services.merging import follow_rows, lock_merge


def follow_organisation_merge(*, merge_id: int) -> None:
    """A placement belongs to the organisation of its need; doing it twice changes nothing."""
    with transaction.atomic():
        merge = lock_merge(merge_id)
        there = merge.kept_id if merge.undone_at is None else merge.closed_id
        Placement.objects.filter(need_id__in=merge.moved["needs"], need__organisation_id=there).exclude(
            organisation_id=there
        ).update(organisation_id=there)
        follow_rows(merge, "exchanges.participations", Participation.objects.all())
