"""The order in which everything that touches a case takes its locks."""

from exchanges.models import Placement
from experts.services.commitments import lock_expert
from incubators.services.needs import lock_need


def lock_case(placement_id: int) -> Placement:
    """Need, expert, placement: the same order as in the invitations' services."""
    ids = Placement.objects.values("need_id", "expert_id").get(pk=placement_id)
    lock_need(ids["need_id"])
    lock_expert(ids["expert_id"])
    return Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
