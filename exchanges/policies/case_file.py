"""Who may do what with the case file: checklist, documents, and what is written with the ministry."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import EDITABLE, ENDED, PlacementState, Side
from exchanges.models import CaseDocument, ChecklistItem, Placement
from exchanges.policies.parts import parts_played
from exchanges.policies.reviews import may_open
from exchanges.workflow import CHECK_OF
from experts.enums import GONE

_OVER = (*ENDED, PlacementState.CLOSED, PlacementState.ENDED_EARLY)


def side_of_case(user: User, placement: Placement) -> Side | None:
    """In whose name somebody acts here; whoever only reads has none."""
    parts = parts_played(user, placement)
    if Part.EXPERT in parts:
        return Side.EXPERT
    if Part.HOST in parts:
        return Side.HOST
    return Side.MINISTRY if parts else None


def _is_under_way(placement: Placement) -> Decision:
    if placement.state in _OVER:
        return deny(_("This case is over; what stands here stays to be read."))
    return ALLOW


def _is_party_that_acts(user: User, placement: Placement) -> Decision:
    if side_of_case(user, placement) in (Side.EXPERT, Side.HOST):
        return ALLOW
    return deny(_("Only the expert and the host may do this."))


@policy("exchanges.tick_check")
def may_tick(user: User, item: ChecklistItem) -> Decision:
    """The side that the line belongs to: with the plan while that may be edited, the others until the case
    is over."""
    check = CHECK_OF[item.kind]
    if check.part not in parts_played(user, item.placement):
        if check.part == Part.EXPERT:
            return deny(_("Only the expert ticks this."))
        return deny(_("Only owners and editors of the host tick this."))
    if check.of_plan and item.placement.state not in EDITABLE:
        return deny(_("It was submitted with the plan and stands as it is."))
    return _is_under_way(item.placement)


@policy("exchanges.add_case_document")
def may_add_document(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, until the case is over."""
    return first_refusal(_is_party_that_acts(user, placement), _is_under_way(placement))


@policy("exchanges.remove_case_document")
def may_remove_document(user: User, document: CaseDocument) -> Decision:
    """The side that handed it in, until the case is over."""
    if side_of_case(user, document.placement) != document.side:
        return deny(_("Only the side that handed a document in takes it away."))
    return _is_under_way(document.placement)


@policy("exchanges.write_to_case")
def may_write_to_case(user: User, placement: Placement) -> Decision:
    """The expert, owners and editors of the host, and officers, reviewers and deciders of the unit that
    reviews the case, once it was submitted and is open to them."""
    if side_of_case(user, placement) is None:
        return deny(_("Only the parties and the staff who review the case write here."))
    if placement.submitted_at is None:
        return deny(_("The ministry reads a case once it is submitted."))
    if placement.expert.state in GONE:
        return deny(_("The expert has left the portal."))
    return may_open(user, placement)
