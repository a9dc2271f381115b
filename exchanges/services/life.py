"""What time does to approved placements: reminders to confirm, and the end of those that nobody began."""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q

from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import PlacementAction, PlacementState
from exchanges.models import Placement
from exchanges.selectors.facts import day_of, placement_facts
from exchanges.services.locks import lock_case
from exchanges.services.placements import follow, step
from exchanges.workflow import DAYS_TO_CONFIRM

log = logging.getLogger(__name__)

# Days after the approval on which whoever has not confirmed is reminded.
CONFIRM_REMINDERS = (10, 20, 27)


def remind_to_confirm(*, at: datetime) -> int:
    """Remind the sides that have not confirmed, each time once, however often this is asked; how many."""
    n_reminded = 0
    due = Q()
    for n_sent, days in enumerate(CONFIRM_REMINDERS):
        due |= Q(n_confirm_reminders__lte=n_sent, state_since__lte=at - timedelta(days=days))
    waiting = Placement.objects.filter(
        due, state=PlacementState.APPROVED, state_since__gt=at - timedelta(days=DAYS_TO_CONFIRM)
    )
    for placement_id in waiting.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
            n_due = sum(placement.state_since + timedelta(days=days) <= at for days in CONFIRM_REMINDERS)
            if placement.state == PlacementState.APPROVED and n_due > placement.n_confirm_reminders:
                # Two that fell due together, while nothing worked, are one mail.
                Placement.objects.filter(pk=placement_id).update(n_confirm_reminders=n_due)
                notices.remind_to_confirm(placement)
                n_reminded += 1
    return n_reminded


def lapse_due_placements(*, at: datetime) -> int:
    """End what was not confirmed in time or never began, one transaction each; returns how many."""
    n_lapsed = 0
    over = Q(state=PlacementState.APPROVED, state_since__lt=at - timedelta(days=DAYS_TO_CONFIRM))
    over |= Q(state__in=(PlacementState.APPROVED, PlacementState.CONFIRMED), ends_on__lt=day_of(at))
    for placement_id in Placement.objects.filter(over).order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                n_lapsed += _lapse(placement_id, at)
        # One placement that cannot be ended must not keep those behind it.
        except (Refused, DatabaseError):
            log.exception("lapse_failed", extra={"placement": placement_id})
    return n_lapsed


def _lapse(placement_id: int, at: datetime) -> bool:
    placement = lock_case(placement_id)
    facts = placement_facts(placement, at=at)
    rows = placement.workflow.candidates(state=placement.state, action=PlacementAction.LAPSE)
    if not any(row.guard is None or row.guard(facts) is None for row in rows):
        return False
    event = step(placement, PlacementAction.LAPSE, Part.CLOCK, by=None, at=at, facts=facts)
    follow(placement, event, None)
    return True
