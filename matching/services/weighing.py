"""Other weights for a programme: what they would change, and the new lists once they are in force."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from experts.enums import LookReason
from experts.services.access import record_list
from incubators.models import Need
from matching import adapter
from matching.adapter import supposing
from matching.selectors.results import Reordered
from matching.selectors.weighing import Preview, preview_of
from programmes.models import Programme
from programmes.services import check_weights

LIST_LENGTH = 50
MOST_NEEDS = 100
MOST_PAIRS = 10_000_000
_FEWEST_NEEDS = 5
"""A preview answers within a request: so many needs times experts, but never fewer needs than these."""


def preview_weights(*, programme: Programme, values: Mapping[str, int], by: User, at: datetime) -> Preview:
    """Match a programme's open needs under its weights and under others, on one snapshot; nothing is stored.

    Where there are too many needs for a request, they are a sample, evenly spread by age; the answer
    says so. Everybody shown can read that they were. Raises Denied, or Refused naming the component.
    """
    require(by, "programmes.change_weights", programme)
    check_weights(values)
    need_ids = list(
        Need.objects.open().filter(programme=programme).order_by("pk").values_list("pk", flat=True)
    )
    known = supposing.known_snapshot()
    if known is None:
        return preview_of({}, [], n_open=len(need_ids), as_of=None)
    n_needs = max(min(MOST_NEEDS, MOST_PAIRS // max(known.n_experts, 1)), _FEWEST_NEEDS)
    needs = list(Need.objects.filter(pk__in=_spread(need_ids, n_needs)).with_terms().order_by("pk"))
    lists = _lists(needs, dict(values), known.name, at)
    if lists is None:
        return preview_of({}, [], n_open=len(need_ids), as_of=None)
    with transaction.atomic():
        preview = preview_of(
            {need.pk: need for need in needs}, lists, n_open=len(need_ids), as_of=known.made_at
        )
        record_list(
            expert_ids=preview.expert_ids, viewer=by, why=LookReason.MATCH, route="matching:weights", at=at
        )
    return preview


def _lists(
    needs: Sequence[Need], values: dict[str, int], snapshot_name: str, at: datetime
) -> list[Reordered] | None:
    """None for a snapshot that goes while it is asked: it is like none at all."""
    try:
        return supposing.reordered(needs, values, snapshot_name, LIST_LENGTH, at)
    except adapter.BrokenFiles:
        return None


def _spread(ids: Sequence[int], most: int) -> list[int]:
    """At most so many of them, evenly spread.

    >>> _spread([1, 2, 3, 4, 5, 6], 3), _spread([1, 2], 3)
    ([1, 3, 5], [1, 2])
    """
    if len(ids) <= most:
        return list(ids)
    return [ids[at * len(ids) // most] for at in range(most)]
