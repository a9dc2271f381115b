"""Parks, universities and their tenants: both sides agree, and either may end it."""

from datetime import datetime

from django.db import connection, transaction

from accounts.models import User
from common.events import record
from common.policies import require
from common.rates import Rate, is_too_often
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import Change
from incubators.models import Organisation
from incubators.notices import tell_parent_asked, tell_tenant_answered
from incubators.selectors.parents import PARENT_KINDS
from incubators.services.organisations import lock_organisation

MOST_LEVELS = 3
REQUESTS_OF_A_PERSON = Rate("parents_asked", limit=10, seconds=24 * 3600)


def ask_parent(*, tenant_id: int, parent_id: int, by: User, at: datetime) -> Organisation:
    """Ask another organisation to be the parent; its owners are told and answer.

    Raises Denied, or Refused `parent_not_fit`, `parent_ring`, `parent_too_deep` or `parents_asked_too_often`.
    """
    with transaction.atomic():
        tenant = _lock_tree_and(tenant_id)
        require(by, "incubators.ask_parent_organisation", tenant)
        parent = Organisation.objects.get(pk=parent_id)
        _refuse_unfit(tenant, parent)
        if is_too_often(REQUESTS_OF_A_PERSON, str(by.pk)):
            raise Refused("parents_asked_too_often")
        tenant.asked_parent = parent
        tenant.asked_parent_at = at
        record(tenant, action=Change.ASK_PARENT, part=Part.HOST, by=by, at=at)
        tell_parent_asked(tenant, parent)
    return tenant


def answer_tenant(*, tenant_id: int, agrees: bool, by: User, at: datetime) -> Organisation:
    """Agree to be the parent, or decline.

    Raises Denied, or Refused `parent_not_fit`, `parent_ring` or `parent_too_deep`.
    """
    with transaction.atomic():
        tenant = _lock_tree_and(tenant_id)
        require(by, "incubators.answer_tenant_organisation", tenant)
        parent = tenant.asked_parent
        if agrees:
            _refuse_unfit(tenant, parent)
            tenant.parent = parent
        tenant.asked_parent = tenant.asked_parent_at = None
        change = Change.CONFIRM_PARENT if agrees else Change.DECLINE_PARENT
        record(tenant, action=change, part=Part.HOST, by=by, at=at)
        tell_tenant_answered(tenant, parent, agrees=agrees)
    return tenant


def end_parent(*, tenant_id: int, by: User, at: datetime) -> Organisation:
    """End what both sides agreed to, or take back a request that nobody has answered yet. Raises Denied."""
    with transaction.atomic():
        tenant = _lock_tree_and(tenant_id)
        require(by, "incubators.end_parent_organisation", tenant)
        tenant.parent = tenant.asked_parent = tenant.asked_parent_at = None
        record(tenant, action=Change.END_PARENT, part=Part.HOST, by=by, at=at)
    return tenant


def lock_tree() -> None:
    """Wait until nobody else changes who belongs to whom: two rows could close a ring."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('incubators.parents', 0))")


def _lock_tree_and(tenant_id: int) -> Organisation:
    """The tenant's row, after the tree."""
    lock_tree()
    return lock_organisation(tenant_id)


def _refuse_unfit(tenant: Organisation, parent: Organisation) -> None:
    if not parent.is_verified or parent.kind not in PARENT_KINDS:
        raise Refused("parent_not_fit")
    above = with_ancestors(parent)
    if tenant.pk in above:
        raise Refused("parent_ring")
    if len(above) + height_of(tenant.pk) > MOST_LEVELS:
        raise Refused("parent_too_deep")


def with_ancestors(organisation: Organisation) -> list[int]:
    """The organisation and all above it; the tree is at most three levels high and has no ring."""
    found = []
    node: Organisation | None = organisation
    while node is not None:
        found.append(node.pk)
        node = node.parent
    return found


def height_of(organisation_id: int) -> int:
    """How many levels the organisation is the top of, itself included."""
    level, height = [organisation_id], 0
    while level:
        height += 1
        level = list(Organisation.objects.filter(parent_id__in=level).values_list("pk", flat=True))
    return height
