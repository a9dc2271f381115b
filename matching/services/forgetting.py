"""Cutting people who are gone out of stored lists: every array of a list keeps one value for each expert."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from experts.enums import GONE
from experts.models import Expert
from matching.models import Conflict, Exclusion, Match, MatchList, PackedProfile, RoundPair

LOOKED_BACK = timedelta(days=3)
"""Longer than any run under way, and longer than a weekend without workers."""
_BESIDE = ("points", "skill_bits", "low_bits", "unknown")
_BESIDE_NEAR = ("near_points", "near_codes")


def forget_expert(expert_id: int) -> None:
    """Remove what was made of a profile behind which nobody is any more."""
    for model in (RoundPair, Match, Exclusion, Conflict, PackedProfile):
        model.objects.filter(expert_id=expert_id).delete()
    cut_from_lists([expert_id])


def cut_from_lists(expert_ids: Sequence[int]) -> int:
    """Take experts out of every list, old ones too; returns how many lists there were."""
    gone = set(expert_ids)
    lists = MatchList.objects.filter(expert_ids__overlap=expert_ids) | MatchList.objects.filter(
        near_expert_ids__overlap=expert_ids
    )
    n_cut = 0
    for list_id in lists.values_list("pk", flat=True):
        with transaction.atomic():
            row = MatchList.objects.select_for_update(of=("self",)).get(pk=list_id)
            _cut(row, gone)
            n_cut += 1
    return n_cut


def cut_lately_erased(*, at: datetime) -> int:
    """Look again at lists for those who were erased or closed a short time ago."""
    lately = Expert.objects.filter(state__in=GONE, state_since__gt=at - LOOKED_BACK)
    expert_ids = list(lately.values_list("pk", flat=True))
    return cut_from_lists(expert_ids) if expert_ids else 0


def _cut(row: MatchList, gone: Collection[int]) -> None:
    kept = [at for at, pk in enumerate(row.expert_ids) if pk not in gone]
    near = [at for at, pk in enumerate(row.near_expert_ids) if pk not in gone]
    width = len(row.weights)
    changed: dict[str, Any] = {
        "components": [value for at in kept for value in row.components[at * width : (at + 1) * width]],
        **{name: _taken(getattr(row, name), kept) for name in ("expert_ids", *_BESIDE)},
        **{name: _taken(getattr(row, name), near) for name in ("near_expert_ids", *_BESIDE_NEAR)},
    }
    MatchList.objects.filter(pk=row.pk).update(**changed)


def _taken(values: Sequence[Any], places: Sequence[int]) -> list[Any]:
    """The values at these places; a list that was stored without them stays empty."""
    return [values[at] for at in places] if values else []
