"""Changing how a programme weighs matches."""

from collections.abc import Mapping
from datetime import datetime
from math import gcd

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.jobs import announce
from common.policies import require
from common.refusals import Refused
from programmes.enums import MOST_WEIGHT, Component, Fact
from programmes.models import Programme, Weights
from programmes.selectors import current_weights, weights_in_full


def publish_weights(
    *, programme_id: int, values: Mapping[str, int], seen_number: int, by: User, at: datetime
) -> Weights:
    """Weigh a programme's matches anew: a new version, under which its open needs are matched again.

    `seen_number` is the version that the author looked at. Raises Denied, or Refused: somebody else was
    faster, nothing would change, or (naming the component) the weights make no sense.
    """
    with transaction.atomic():
        programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme_id)
        require(by, "programmes.change_weights", programme)
        check_weights(values)
        present = current_weights(programme)
        if present.number != seen_number:
            raise Refused("stale_version")
        new = {component.value: values[component] for component in Component}
        # A score is a mean: twice the weights are the same weights.
        if _in_proportion(new) == _in_proportion(weights_in_full(present.values)):
            raise Refused("weights_unchanged")
        weights = Weights.objects.create(
            programme=programme, number=present.number + 1, values=new, since=at, by=by
        )
        record_account_event(
            AccountAction.WEIGHTS_PUBLISHED,
            by=by,
            at=at,
            unit=programme.owner_unit,
            detail=f"{programme.slug} {weights.number}",
        )
        announce(Fact.WEIGHTS_PUBLISHED, programme_id=programme.pk)
    return weights


def _in_proportion(values: Mapping[str, int]) -> dict[str, int]:
    """The smallest whole numbers in the same proportions.

    >>> _in_proportion({"text": 40, "theme": 10, "place": 0})
    {'text': 4, 'theme': 1, 'place': 0}
    """
    divisor = gcd(*values.values())
    return {component: weight // divisor for component, weight in values.items()}


def check_weights(values: Mapping[str, int]) -> None:
    """Raise Refused, naming the component, unless these weights can order a list."""
    for component in Component:
        if not 0 <= values[component] <= MOST_WEIGHT:
            raise Refused("weights_out_of_range", field=component)
    if not any(values[component] for component in Component):
        raise Refused("weights_all_zero")
