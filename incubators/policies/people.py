"""Who belongs to an organisation, and which one stands above it."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from incubators.models import MemberInvitation, Organisation
from incubators.policies.parts import is_not_suspended, is_owner, owns, role_in


@policy("incubators.read_members")
def may_read_members(user: User, organisation: Organisation) -> Decision:
    """Members of the organisation, whatever their role."""
    if role_in(user, organisation.pk) is not None:
        return ALLOW
    return deny(_("Only members of the organisation see who belongs to it."))


@policy("incubators.invite_member")
def may_invite_member(user: User, organisation: Organisation) -> Decision:
    """Owners of the organisation, unless it is suspended."""
    return first_refusal(owns(user, organisation), is_not_suspended(organisation))


@policy("incubators.manage_members")
def may_manage_members(user: User, organisation: Organisation) -> Decision:
    """Owners change roles, remove members and withdraw invitations, also while it is suspended."""
    return owns(user, organisation)


@policy("incubators.leave_organisation")
def may_leave(user: User, organisation: Organisation) -> Decision:
    """Every member; the last owner is refused by the service, under the organisation's lock."""
    if role_in(user, organisation.pk) is not None:
        return ALLOW
    return deny(_("You are not a member of this organisation."))


@policy("incubators.accept_member_invitation")
def may_accept_member_invitation(user: User, invitation: MemberInvitation) -> Decision:
    """Whoever has shown that they read mail at the invited address, so that a forwarded link is worth
    nothing."""
    if not user.is_authenticated:
        return deny(_("Please sign in first."))
    if user.emailaddress_set.filter(email__iexact=invitation.email, verified=True).exists():
        return ALLOW
    return deny(_("This invitation is for another e-mail address. Add and confirm it in your account first."))


@policy("incubators.ask_parent_organisation")
def may_ask_parent(user: User, organisation: Organisation) -> Decision:
    """Owners of an organisation that has no parent yet, unless it is suspended."""
    decision = first_refusal(owns(user, organisation), is_not_suspended(organisation))
    if decision and organisation.parent_id is not None:
        return deny(_("The organisation has a parent. End that first."))
    return decision


@policy("incubators.answer_tenant_organisation")
def may_answer_tenant(user: User, tenant: Organisation) -> Decision:
    """Owners of the organisation that was asked to be the parent."""
    if tenant.asked_parent is None:
        return deny(_("This request was answered or taken back already."))
    return first_refusal(owns(user, tenant.asked_parent), is_not_suspended(tenant.asked_parent))


@policy("incubators.end_parent_organisation")
def may_end_parent(user: User, tenant: Organisation) -> Decision:
    """Owners of either side; a request that nobody answered is taken back by the owners who made it."""
    if tenant.parent is not None and is_owner(user, tenant.parent):
        return ALLOW
    if tenant.parent_id is None and tenant.asked_parent_id is None:
        return deny(_("The organisation has no parent."))
    return owns(user, tenant)
