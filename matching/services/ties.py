"""Ties that the portal's own records speak for: looked for when a pair surfaces or a profile changes.

They are proposed beside those that experts declare, in one queue, and bar nothing before somebody decides.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common.jobs import enqueue
from experts.enums import GONE
from experts.models import Expert
from experts.services.commitments import lock_expert
from incubators.models import Organisation
from matching.enums import ConflictKind, ConflictState, TieEvidence
from matching.models import Conflict, Match
from matching.selectors.tie_evidence import Found, evidence_of

FIND_TIES = "matching.find_ties"
EXPERTS_PER_SHARD = 50
_HANDED_DOWN = (TieEvidence.REFUSED,)


def look_for_ties(expert_ids: Iterable[int]) -> None:
    """Ask a worker to compare these experts with the organisations that have met them."""
    ids = sorted(set(expert_ids))
    for first in range(0, len(ids), EXPERTS_PER_SHARD):
        block = ids[first : first + EXPERTS_PER_SHARD]
        enqueue(FIND_TIES, key=str(block[0]) if len(ids) == 1 else "", expert_ids=block)


def look_again(*, expert_id: int) -> None:
    """A profile has changed: whoever has surfaced somewhere is compared anew."""
    if Match.objects.filter(expert_id=expert_id).exists():
        with transaction.atomic():
            look_for_ties([expert_id])


def find_ties(*, expert_id: int, at: datetime) -> None:
    """Propose what the records say now, and take back what they say no more; doing it twice changes nothing.

    What somebody declared or decided stays, with the evidence of today.
    """
    with transaction.atomic():
        if not Expert.objects.filter(pk=expert_id).exclude(state__in=GONE).exists():
            return
        expert = lock_expert(expert_id)
        met = Organisation.objects.filter(pk__in=expert.matches.values("need__organisation_id"))
        said = evidence_of(expert, met, timezone.localdate(at))
        rows = Conflict.objects.select_for_update(of=("self",)).filter(expert=expert)
        standing = {(row.organisation_id, ConflictKind(row.kind)): row for row in rows}
        for key in said.keys() | {key for key, row in standing.items() if row.found}:
            _put(expert, key, standing.get(key), said.get(key, []), at)


def note_refusal(*, expert_id: int, organisation_id: int, at: datetime) -> None:
    """An expert declined a need of the organisation for a conflict; the caller holds the transaction."""
    expert = Expert.objects.get(pk=expert_id)
    key = (organisation_id, ConflictKind.PRIOR_REFUSAL)
    rows = Conflict.objects.select_for_update(of=("self",))
    row = rows.filter(expert=expert, organisation_id=organisation_id, kind=key[1]).first()
    _put(expert, key, row, [[TieEvidence.REFUSED.value, ""]], at)


def _put(
    expert: Expert, key: tuple[int, ConflictKind], row: Conflict | None, found: Found, at: datetime
) -> None:
    if row is None:
        organisation_id, kind = key
        Conflict.objects.create(expert=expert, organisation_id=organisation_id, kind=kind, found=found, at=at)
        return
    kept = [line for line in row.found if line[0] in _HANDED_DOWN and line not in found]
    if row.found == [*found, *kept]:
        return
    row.found = [*found, *kept]
    if not row.found and row.declared_by_id is None and row.state == ConflictState.PROPOSED:
        row.delete()
    else:
        row.save(update_fields=["found"])
