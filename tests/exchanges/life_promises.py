"""What must be true of a placement after every step of its life, whoever took it."""

from collections.abc import Iterable
from itertools import pairwise

from accounts.models import User
from common.events import broken_links
from exchanges.enums import ENDED, REVIEWING, SECRET, STANDING
from exchanges.models import Placement
from experts.models import Commitment
from programmes.enums import Tier


def check_promises(placement: Placement, parties: Iterable[User]) -> None:
    _state_is_the_fold_of_its_events(placement)
    _nobody_decides_alone(placement)
    for party in parties:  # a recommendation stays inside
        rows = Placement.objects.for_viewer(party)
        assert rows.get(pk=placement.pk).public_state not in SECRET
    _hours_are_promised_while_it_stands(placement)


def _state_is_the_fold_of_its_events(placement: Placement) -> None:
    events = list(placement.events.order_by("seq"))
    rows = {(row.source, row.action, row.target, row.part.value) for row in placement.workflow.rows}
    assert broken_links(events) == []
    assert all(a.target == b.source for a, b in pairwise(events))
    moved = [(e.source, e.action, e.target, e.part) for e in events if e.source not in ("", e.target)]
    assert set(moved) <= rows
    assert events[-1].target == placement.state


def _nobody_decides_alone(placement: Placement) -> None:
    if placement.state not in (*STANDING, "rejected") or placement.tier == Tier.T0:
        return
    reviewers = set(placement.events.filter(action__in=REVIEWING).values_list("by", flat=True))
    assert placement.decided_by_id and placement.decided_by_id not in reviewers


def _hours_are_promised_while_it_stands(placement: Placement) -> None:
    held = Commitment.objects.filter(source_ref=placement.invitation.source_ref).exists()
    if placement.state in ENDED:
        assert not held
    if placement.state in STANDING:
        assert held
