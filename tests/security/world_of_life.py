"""Placements of Bilal's at Sana's centre: one under way with a session and a proposed change, one whose
change was returned, and one that ended early."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from exchanges.enums import AmendmentAction, EndReason, ReturnReason
from exchanges.enums import PlacementAction as A
from exchanges.models import Amendment, Placement
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.placements import move_placement
from exchanges.services.plans import Step
from exchanges.services.sessions import Entry, log_session
from incubators.models import Need
from programmes.enums import Mode
from tests import factories
from tests.factories import NOW, TODAY, walk

_SMALL = {
    "starts_on": TODAY,
    "ends_on": TODAY + timedelta(days=20),
    "hours_per_week": 1,
    "steps": (Step("Kick-off", TODAY),),
}


def world_of_life(world: SimpleNamespace) -> None:
    world.other_expert.capacity = 8
    world.other_expert.save()
    world.active, world.amended, world.ended = (_active(world, n) for n in range(3))
    entry = Entry(TODAY, Decimal(1), Mode.REMOTE, "First look")
    world.session = log_session(placement_id=world.active.pk, entry=entry, by=world.bilal, at=NOW)
    world.amendment = _propose(world, world.active)
    world.returned = _propose(world, world.amended)
    _move(world.returned, AmendmentAction.AGREE, world.sana)
    for placement in (world.active, world.amended, world.ended):
        factories.declare_none(placement, world.rabia, world.dawood)
    _move(world.returned, AmendmentAction.RETURN, world.rabia)
    later = NOW + timedelta(hours=8)
    end = {"note": "Please.", "reasons": [EndReason.DATES], "by": world.sana, "at": later}
    move_placement(placement_id=world.ended.pk, action=A.END_EARLY, **end)


def _active(world: SimpleNamespace, n: int) -> Placement:
    return under_way(world, factories.make_need(world.organisation, title=f"Under way {n}"))


def under_way(world: SimpleNamespace, need: Need) -> Placement:
    """Small enough to be approved at once."""
    return walk(
        factories.make_submitted(need, world.other_expert, **_SMALL),
        (A.CONFIRM, world.bilal),
        (A.CONFIRM, world.sana),
        (A.START, world.bilal),
    )


def _propose(world: SimpleNamespace, placement: Placement) -> Amendment:
    change = Change(ends_on=TODAY + timedelta(days=150), reason="More to do.")
    return propose_amendment(placement_id=placement.pk, change=change, by=world.bilal, at=NOW)


def _move(amendment: Amendment, action: AmendmentAction, by: object) -> None:
    reasons = (ReturnReason.DATES_OR_VISA,)
    move_amendment(amendment_id=amendment.pk, action=action, by=by, at=NOW, note="Please.", reasons=reasons)
