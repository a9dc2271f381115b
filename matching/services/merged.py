"""Two profiles became one: what keeps the person apart from others goes along, and back when it is undone."""

from datetime import datetime

from django.db import transaction

from experts.models import Expert, Merge
from experts.services.commitments import lock_expert
from matching.models import Conflict, Exclusion
from matching.services.runs import profile_changed


def follow_merge(*, kept_id: int, closed_id: int, at: datetime) -> None:
    """Give the kept profile the ties of the closed one, or take them back; doing it twice changes nothing.

    What a host noted about the closed profile stays behind: the host could not take it back elsewhere.
    """
    with transaction.atomic():
        kept = lock_expert(kept_id)
        closed = Expert.objects.get(pk=closed_id)
        merges = Merge.objects.filter(kept_id=kept_id, closed_id=closed_id)
        if not merges.filter(undone_at=None).exists():
            _take_back(kept, closed)
        elif not merges.filter(undone_at=None).exclude(cleared_at=None).exists():
            _hand_on(kept, closed)
        profile_changed(expert_id=kept_id, at=at)


def _hand_on(kept: Expert, closed: Expert) -> None:
    for tie in Conflict.objects.filter(expert=closed):
        given = {name: getattr(tie, name) for name in _SAID_OF_TIES}
        Conflict.objects.get_or_create(
            expert=kept, organisation_id=tie.organisation_id, kind=tie.kind, defaults=given
        )
    for row in closed.exclusions.own():
        given = {name: getattr(row, name) for name in ("need_id", "organisation_id", "reason", "until", "at")}
        Exclusion.objects.get_or_create(source_ref=_ref(kept, row), defaults={"expert": kept} | given)


def _take_back(kept: Expert, closed: Expert) -> None:
    for tie in Conflict.objects.filter(expert=closed):
        Conflict.objects.filter(
            expert=kept, organisation_id=tie.organisation_id, kind=tie.kind, at=tie.at
        ).delete()
    handed_on = [_ref(kept, row) for row in closed.exclusions.own()]
    Exclusion.objects.filter(source_ref__in=handed_on).delete()


def _ref(kept: Expert, row: Exclusion) -> str:
    """A row is handed on once, and nothing else is called so."""
    return f"merge:{kept.pk}:{row.pk}"


_SAID_OF_TIES = ("state", "evidence", "found", "note", "declared_by_id", "at", "decided_by_id", "decided_at")
