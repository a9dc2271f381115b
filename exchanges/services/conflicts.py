"""Whoever reviews or decides first says whether they have a conflict; with one, the case is gone for them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.enums import Role
from accounts.models import User
from common.events import record
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from exchanges import notices
from exchanges.enums import PlacementAction
from exchanges.models import ConflictDeclaration, Placement
from exchanges.services.placements import hand_back_of, locked
from matching.enums import ConflictKind

NONE = "no_conflict"
_PARTS = ((Role.REVIEWER, Part.REVIEWER), (Role.DECIDER, Part.DECIDER), (Role.OFFICER, Part.STAFF))


def declare_ties(*, placement_id: int, kind: ConflictKind | None, by: User, at: datetime) -> Placement:
    """Write a declaration on the chain, as a code. A conflict that shows later replaces "none", never back.

    With a conflict the person's place as reviewer is free again, and mails to them about the case are not
    sent. Saying the same again changes nothing. Raises Denied, or Refused `review_is_in` or
    `judged_already`.
    """
    with transaction.atomic():
        placement = locked(placement_id)
        require(by, "exchanges.declare_placement", placement)
        before = placement.declarations.filter(user=by).first()
        if before is not None and (kind is None or before.has_conflict):
            return placement
        if kind is not None:
            _is_not_in(placement, by)
        ConflictDeclaration.objects.update_or_create(
            placement=placement,
            user=by,
            defaults={"has_conflict": kind is not None, "kind": kind or "", "at": at},
        )
        part = next((part for role, part in _PARTS if by.holds(role, unit=placement.review_unit)), Part.STAFF)
        record(placement, action=PlacementAction.DECLARE, part=part, by=by, at=at, reasons=[kind or NONE])
        if kind is not None:
            hand_back_of(placement, reviewer_id=by.pk, at=at)
            notices.take_back_from(by, placement)
    return placement


def _is_not_in(placement: Placement, by: User) -> None:
    """Whoever has reviewed or decided the case or a change of its plan cannot leave in silence: others must
    undo it."""
    if placement.assignments.current().filter(reviewer=by, review__isnull=False).exists():
        raise Refused("review_is_in", field="kind")
    judged = Q(recommended_by=by) | Q(second_recommended_by=by) | Q(decided_by=by)
    case = Placement.objects.filter(judged, pk=placement.pk)
    if case.exists() or placement.amendments.filter(judged).exists():
        raise Refused("judged_already", field="kind")
