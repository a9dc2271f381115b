"""Time completes a placement once both final reports are in, and closes it once the follow-up is answered."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import Count, Q, QuerySet

from common.refusals import Refused
from common.workflow import Part
from exchanges.enums import (
    REPORT_HANDED_IN,
    REPORT_IS_IN,
    PlacementAction,
    PlacementState,
    ReportKind,
    Side,
)
from exchanges.models import Placement
from exchanges.selectors.facts import day_of, placement_facts
from exchanges.services.locks import lock_case
from exchanges.services.placements import step

log = logging.getLogger(__name__)

_STEPS = {
    PlacementState.ACTIVE: PlacementAction.COMPLETE,
    PlacementState.COMPLETED: PlacementAction.CLOSE,
}


def follow_reports_of(*, placement_id: int, at: datetime) -> bool:
    """Complete or close one placement if its reports allow it; returns whether it moved."""
    with transaction.atomic():
        placement = lock_case(placement_id)
        action = _STEPS.get(PlacementState(placement.state))
        if action is None:
            return False
        facts = placement_facts(placement, at=at)
        [row] = placement.workflow.candidates(state=placement.state, action=action, part=Part.CLOCK)
        if row.guard(facts):
            return False
        step(placement, action, Part.CLOCK, by=None, at=at, facts=facts)
        return True


def follow_due_placements(*, at: datetime) -> int:
    """Complete and close what is due, one transaction each; returns how many moved."""
    n_moved = 0
    for placement_id in _due(at).order_by("pk").values_list("pk", flat=True):
        try:
            n_moved += follow_reports_of(placement_id=placement_id, at=at)
        # One placement that cannot be moved must not keep those behind it open.
        except (Refused, DatabaseError):
            log.exception("completion_failed", extra={"placement": placement_id})
    return n_moved


def _due(at: datetime) -> QuerySet[Placement]:
    finals = Count("reports", filter=Q(reports__kind=ReportKind.FINAL, reports__state__in=REPORT_IS_IN))
    answers = Count(
        "reports",
        filter=Q(
            reports__kind=ReportKind.FOLLOW_UP, reports__side=Side.HOST, reports__state__in=REPORT_HANDED_IN
        ),
    )
    ready = Q(state=PlacementState.ACTIVE, ends_on__lte=day_of(at), n_finals=2)
    ready |= Q(state=PlacementState.COMPLETED, n_answers=1)
    return Placement.objects.annotate(n_finals=finals, n_answers=answers).filter(ready)
