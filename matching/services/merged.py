"""Two profiles became one: what keeps the person apart from others goes along, and back when it is undone.

Of two assessments of one tie the stricter holds: a bar is not lost because two profiles were one person's. A
tie remembers which closed profile gave it what, and what stood there before.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from experts.models import Expert, Merge
from experts.services.commitments import lock_expert
from matching.enums import ConflictState
from matching.models import Conflict, Exclusion
from matching.services.runs import profile_changed

_SAID_OF_TIES = ("state", "evidence", "found", "note", "declared_by_id", "at", "decided_by_id", "decided_at")


def follow_merge(*, kept_id: int, closed_id: int, at: datetime) -> None:
    """Give the kept profile the ties of the closed one, or take them back; doing it twice changes nothing.

    What a host noted about the closed profile stays behind: the host could not take it back elsewhere.
    """
    with transaction.atomic():
        kept = lock_expert(kept_id)
        closed = Expert.objects.get(pk=closed_id)
        merges = Merge.objects.filter(kept_id=kept_id, undone_at=None)
        to_hand_on = merges.filter(closed_id=closed_id)
        if not to_hand_on.exists():
            _take_back(kept, closed)
            to_hand_on = merges  # what this one gave, another may have had as well
        for merge in to_hand_on.filter(cleared_at=None).select_related("closed").order_by("pk"):
            _hand_on(kept, merge.closed)
        profile_changed(expert_id=kept_id, at=at)


def _hand_on(kept: Expert, closed: Expert) -> None:
    for tie in Conflict.objects.filter(expert=closed):
        own = _same_tie(kept, tie)
        if own is None:
            given = {name: getattr(tie, name) for name in _SAID_OF_TIES}
            Conflict.objects.create(
                expert=kept,
                organisation_id=tie.organisation_id,
                kind=tie.kind,
                handed_on=[{"closed": closed.pk, "before": None}],
                **given,
            )
        elif tie.state == ConflictState.CONFIRMED != own.state:
            own.handed_on = [*own.handed_on, {"closed": closed.pk, "before": _assessment(own)}]
            _assess_as(own, _assessment(tie))
    for row in closed.exclusions.own():
        given = {name: getattr(row, name) for name in ("need_id", "organisation_id", "reason", "until", "at")}
        Exclusion.objects.get_or_create(source_ref=_ref(kept, row), defaults={"expert": kept} | given)


def _take_back(kept: Expert, closed: Expert) -> None:
    for own in Conflict.objects.filter(expert=kept, handed_on__contains=[{"closed": closed.pk}]):
        at = next(at for at, given in enumerate(own.handed_on) if given["closed"] == closed.pk)
        given, later = own.handed_on[at], own.handed_on[at + 1 :]
        if later:  # somebody else's assessment holds; below it lies what lay below this one
            later[0]["before"] = given["before"]
        own.handed_on = [*own.handed_on[:at], *later]
        if later:
            own.save(update_fields=["handed_on"])
        elif given["before"] is None:
            _give_back_assessment(own, closed)
            own.delete()
        else:
            _assess_as(own, given["before"])
    handed_on = [_ref(kept, row) for row in closed.exclusions.own()]
    Exclusion.objects.filter(source_ref__in=handed_on).delete()


def _give_back_assessment(own: Conflict, closed: Expert) -> None:
    """What staff decided about the tie while it stood with the kept profile holds for where it came from."""
    tie = _same_tie(closed, own)
    if tie is not None and own.decided_at is not None and tie.decided_at is None:
        _assess_as(tie, _assessment(own))


def _same_tie(expert: Expert, tie: Conflict) -> Conflict | None:
    return Conflict.objects.filter(expert=expert, organisation_id=tie.organisation_id, kind=tie.kind).first()


def _assessment(tie: Conflict) -> dict[str, Any]:
    decided = tie.decided_at and tie.decided_at.isoformat()
    return {"state": tie.state, "note": tie.note, "by": tie.decided_by_id, "at": decided}


def _assess_as(tie: Conflict, assessment: dict[str, Any]) -> None:
    decided = assessment["at"]
    tie.state, tie.note, tie.decided_by_id = assessment["state"], assessment["note"], assessment["by"]
    tie.decided_at = datetime.fromisoformat(decided) if decided else None
    tie.save(update_fields=["state", "note", "decided_by", "decided_at", "handed_on"])


def _ref(kept: Expert, row: Exclusion) -> str:
    """A row is handed on once, and nothing else is called so."""
    return f"merge:{kept.pk}:{row.pk}"
