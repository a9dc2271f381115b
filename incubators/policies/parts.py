"""Who plays which part in an organisation, and who works the queues of organisations."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny
from incubators.enums import MemberRole, OrganisationState
from incubators.models import Organisation

WRITERS = (MemberRole.OWNER, MemberRole.EDITOR)
VERIFIERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)
_ROLES = "_memberships_by_organisation"


def role_in(user: User, organisation_id: int) -> str | None:
    """The user's role in an organisation; asked once per request and user."""
    if not user.is_authenticated:
        return None
    if _ROLES not in user.__dict__:
        user.__dict__[_ROLES] = dict(user.memberships.values_list("organisation_id", "role"))
    return user.__dict__[_ROLES].get(organisation_id)


def forget_roles(user: User) -> None:
    """To be called when a membership of this very user has changed."""
    user.__dict__.pop(_ROLES, None)


def is_writer(user: User, organisation: Organisation) -> bool:
    return role_in(user, organisation.pk) in WRITERS


def is_owner(user: User, organisation: Organisation) -> bool:
    return role_in(user, organisation.pk) == MemberRole.OWNER


def works_the_queue(user: User) -> Decision:
    if user.is_authenticated and user.holds(*VERIFIERS, duty=Duty.VERIFY_ORGANISATIONS):
        return ALLOW
    return deny(_("Only officers, reviewers and deciders of a unit that verifies organisations may do this."))


def has_no_part_in(user: User, organisation: Organisation) -> Decision:
    if not user.is_authenticated:
        return deny(_("Please sign in first."))
    if role_in(user, organisation.pk) is not None:
        return deny(_("You are a member of this organisation; somebody else must decide."))
    if organisation.parent_id is not None and role_in(user, organisation.parent_id) is not None:
        return deny(_("You are a member of the organisation above it; somebody else must decide."))
    if organisation.unit_id in [post.unit_id for post in user.posts_today]:
        return deny(_("This organisation is your own unit; another unit must decide."))
    return ALLOW


def owns(user: User, organisation: Organisation) -> Decision:
    if organisation.state == OrganisationState.CLOSED:
        return deny(_("This organisation is closed: another one stands in its place."))
    if is_owner(user, organisation):
        return ALLOW
    return deny(_("Only an owner of the organisation may do this."))


def is_not_suspended(organisation: Organisation) -> Decision:
    if organisation.state != OrganisationState.SUSPENDED:
        return ALLOW
    return deny(_("The organisation is suspended; nothing about it can be changed now."))
