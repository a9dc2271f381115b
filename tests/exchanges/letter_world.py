"""Cases whose letters are looked at, walked to where they are issued."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from common.workflow import Part
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.facts import placement_facts
from exchanges.services.placements import step
from experts.models import Expert
from incubators.models import Need
from programmes.enums import Mode
from tests import factories
from tests.factories import NOW, TODAY, walk

IN_LAHORE: dict[str, Any] = {"mode": Mode.HYBRID, "days_in_country": 5}


def make_approved(
    cast: SimpleNamespace, *, need: Need | None = None, expert: Expert | None = None, **plan: Any
) -> Placement:
    return walk(
        factories.make_submitted(need or cast.need, expert or cast.expert, **plan),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_APPROVAL, cast.rabia),
        (A.RELEASE, cast.dawood),
    )


def make_rejected(cast: SimpleNamespace) -> Placement:
    return walk(
        factories.make_submitted(cast.need, cast.expert),
        (A.TAKE, cast.rabia),
        (A.RECOMMEND_REJECTION, cast.rabia),
        (A.RELEASE, cast.dawood),
    )


def make_completed(cast: SimpleNamespace, **case: Any) -> Placement:
    """Confirmed by both, begun on its first day, and complete once both reports are in."""
    placement = make_approved(cast, **case)
    begins = datetime.combine(placement.starts_on or TODAY, NOW.timetz())
    walk(placement, (A.CONFIRM, placement.expert.user), (A.CONFIRM, cast.sana))
    walk(placement, (A.START, cast.sana), at=begins)
    at = datetime.combine(placement.ends_on, NOW.timetz())
    facts = replace(placement_facts(placement, at=at), both_reports_are_in=True)
    step(placement, A.COMPLETE, Part.CLOCK, by=None, at=at, facts=facts)
    placement.refresh_from_db()
    return placement
