"""Placements walked through their life after the decision."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from exchanges.enums import EndReason, PlacementState
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.services.placements import move_placement
from tests import factories
from tests.factories import NOW, TODAY, walk

DAY = timedelta(days=1)
# The first day of the need's window.
FIRST = NOW + 30 * DAY
FIRST_DAY = TODAY + 30 * DAY
LAST_DAY = TODAY + 120 * DAY


def make_approved(cast: SimpleNamespace, *, at: datetime = NOW, need: Any = None, **plan: Any) -> Placement:
    """Approved some hours after `at`, by two people of the ministry."""
    placement = factories.make_submitted(need or cast.need, cast.expert, at=at, **plan)
    if placement.state == PlacementState.APPROVED:  # tier T0
        return placement
    return walk(
        placement,
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
        at=at,
    )


def make_confirmed(cast: SimpleNamespace, **more: Any) -> Placement:
    return walk(make_approved(cast, **more), (A.CONFIRM, cast.hina), (A.CONFIRM, cast.sana), at=NOW + DAY)


def make_active(cast: SimpleNamespace, **more: Any) -> Placement:
    return walk(make_confirmed(cast, **more), (A.START, cast.sana), at=FIRST)


def end(placement: Placement, action: A, by: Any, *, at: datetime) -> Placement:
    move_placement(
        placement_id=placement.pk, action=action, by=by, at=at, note="Please.", reasons=[EndReason.DATES]
    )
    placement.refresh_from_db()
    return placement
