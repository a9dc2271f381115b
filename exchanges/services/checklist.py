"""The checklist of a placement: each line ticked by the side that knows."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from exchanges.enums import CheckKind, CheckState, DocumentAudience
from exchanges.models import CaseDocument, ChecklistItem, Placement
from exchanges.selectors.facts import check_facts, current_tier
from exchanges.services.plans import lock_plan, record_edit
from exchanges.workflow import CHECK_OF, checks_for


def tick(
    *,
    placement_id: int,
    kind: CheckKind,
    state: CheckState,
    by: User,
    at: datetime,
    reason: str = "",
    document: CaseDocument | None = None,
) -> None:
    """Say that a line is done, is not needed and why, or is open again.

    Lines of the plan are agreed with it, so a change asks for the expert's agreement again; the same answer
    twice changes nothing. Raises Denied, Refused `check_not_asked`, `check_reason_missing` or
    `check_document_unknown` with the field.
    """
    check = CHECK_OF[kind]
    reason = reason.strip() if state == CheckState.NOT_NEEDED else ""
    with transaction.atomic():
        if check.of_plan:
            placement, _expert = lock_plan(placement_id=placement_id, by=by)
        else:
            placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
        require(by, "exchanges.tick_check", ChecklistItem(placement=placement, kind=kind))
        if check not in checks_for(check_facts(placement, current_tier(placement))):
            raise Refused("check_not_asked")
        if state == CheckState.NOT_NEEDED and not reason:
            raise Refused("check_reason_missing", field="reason")
        if document is not None and not _may_be_named(document, placement):
            raise Refused("check_document_unknown", field="document")
        before = placement.checklist.filter(kind=kind).first()
        known = (before.state, before.reason, before.document_id) if before else (CheckState.OPEN, "", None)
        if known == (state, reason, document.pk if document else None):
            return
        placement.checklist.update_or_create(
            kind=kind, defaults={"state": state, "reason": reason, "document": document, "by": by, "at": at}
        )
        if check.of_plan:
            record_edit(placement, by=by, at=at)


def _may_be_named(document: CaseDocument, placement: Placement) -> bool:
    """A document of this case that all read: a line must not point to what one side does not see."""
    is_of_case = document.placement_id == placement.pk and document.removed_at is None
    return is_of_case and document.audience == DocumentAudience.ALL
