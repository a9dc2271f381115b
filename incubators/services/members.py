"""Who belongs to an organisation: roles, removal and leaving. One owner at least always stays.

Every change takes the organisation's row lock first, so that two owners who leave at once wait for each
other, and the second one is told that nobody else is left.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.events import record
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import Change, MemberRole
from incubators.models import Membership, Organisation
from incubators.notices import tell_member_removed, tell_role_changed
from incubators.policies import forget_roles
from incubators.services.organisations import lock_organisation

_MAKE = {
    MemberRole.OWNER: Change.MAKE_OWNER,
    MemberRole.EDITOR: Change.MAKE_EDITOR,
    MemberRole.VIEWER: Change.MAKE_VIEWER,
}


def change_role(
    *, organisation_id: int, member_id: int, role: MemberRole, by: User, at: datetime
) -> Membership:
    """Give a member another role; the same one changes nothing.

    Raises Denied, or Refused `member_gone` or `last_owner_stays`.
    """
    with transaction.atomic():
        organisation = _locked_for(by, organisation_id)
        require(by, "incubators.manage_members", organisation)
        membership = _member(organisation, member_id)
        if membership.role == role:
            return membership
        _refuse_last_owner(membership, field="role")
        membership.role = role
        membership.save(update_fields=["role"])
        _forget(by, membership)
        _record(organisation, _MAKE[role], membership, by=by, at=at)
        if membership.user_id != by.pk:
            tell_role_changed(membership)
    return membership


def remove_member(*, organisation_id: int, member_id: int, by: User, at: datetime) -> None:
    """End somebody else's membership; what they wrote for the organisation stays.

    Raises Denied, or Refused `member_gone` or `last_owner_stays`.
    """
    with transaction.atomic():
        organisation = _locked_for(by, organisation_id)
        require(by, "incubators.manage_members", organisation)
        membership = _member(organisation, member_id)
        _end(organisation, membership, Change.REMOVE_MEMBER, by=by, at=at)
        tell_member_removed(organisation, membership.user)


def leave_organisation(*, organisation_id: int, by: User, at: datetime) -> None:
    """End one's own membership. Raises Denied, or Refused `member_gone` or `last_owner_stays`."""
    with transaction.atomic():
        organisation = _locked_for(by, organisation_id)
        require(by, "incubators.leave_organisation", organisation)
        _end(organisation, _member(organisation, by.pk), Change.LEAVE, by=by, at=at)


def leave_everything(user: User, *, at: datetime) -> None:
    """Leave all organisations, inside the erasure of the account.

    Raises Refused `last_owner` when a colleague was faster.
    """
    for organisation_id in user.memberships.order_by("organisation_id").values_list(
        "organisation_id", flat=True
    ):
        organisation = lock_organisation(organisation_id)
        membership = organisation.memberships.filter(user=user).first()
        if membership is None:
            continue
        if is_last_owner(membership):
            raise Refused("last_owner")
        _end(organisation, membership, Change.LEAVE, by=user, at=at)


def is_last_owner(membership: Membership) -> bool:
    """Whether nobody else owns the organisation; true only for as long as its row is locked."""
    owners = Membership.objects.filter(organisation=membership.organisation_id, role=MemberRole.OWNER)
    return membership.role == MemberRole.OWNER and not owners.exclude(pk=membership.pk).exists()


def _locked_for(by: User, organisation_id: int) -> Organisation:
    """The organisation's row; the role is read anew under its lock, as a colleague may have changed it."""
    organisation = lock_organisation(organisation_id)
    forget_roles(by)
    return organisation


def _member(organisation: Organisation, member_id: int) -> Membership:
    membership = organisation.memberships.select_related("user").filter(user_id=member_id).first()
    if membership is None:
        raise Refused("member_gone")
    return membership


def _refuse_last_owner(membership: Membership, *, field: str | None = None) -> None:
    if is_last_owner(membership):
        raise Refused("last_owner_stays", field=field)


def _end(
    organisation: Organisation, membership: Membership, change: Change, *, by: User, at: datetime
) -> None:
    _refuse_last_owner(membership)
    membership.delete()
    _forget(by, membership)
    _record(organisation, change, membership, by=by, at=at)


def _record(
    organisation: Organisation, change: Change, membership: Membership, *, by: User, at: datetime
) -> None:
    record(organisation, action=change, part=Part.HOST, by=by, at=at, member=membership.user)


def _forget(by: User, membership: Membership) -> None:
    if membership.user_id == by.pk:
        forget_roles(by)
