"""Who may do what with accounts, units and posts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import ApiToken, FactorReset, Post, StaffInvitation, User
from common.policies import ALLOW, Decision, deny, first_refusal, policy


def _administers(user: User) -> Decision:
    if user.holds(Role.ADMINISTRATOR, duty=Duty.ADMINISTER):
        return ALLOW
    return deny(_("Only an administrator of the portal may do this."))


def _is_somebody_else(user: User, other_id: int | None) -> Decision:
    if user.pk == other_id:
        return deny(_("Nobody does this for themselves. Ask another administrator."))
    return ALLOW


@policy("accounts.administer")
def may_administer(user: User, _obj: Any = None) -> Decision:
    """Administrators of a unit with the duty to administer: units, posts, invitations, concerns."""
    return _administers(user)


@policy("accounts.read_events")
def may_read_events(user: User, _obj: Any = None) -> Decision:
    """Administrators and auditors read what was done to accounts, units and posts."""
    if user.holds(Role.AUDITOR):
        return ALLOW
    return _administers(user)


def _administers_or_works_for_it(user: User) -> Decision:
    if user.holds(Role.ADMINISTRATOR, Role.OFFICER, duty=Duty.ADMINISTER):
        return ALLOW
    return deny(_("Only administrators and officers of a unit that administers do this."))


@policy("accounts.edit_calendar")
def may_edit_calendar(user: User, _obj: Any = None) -> Decision:
    """Administrators and officers of a unit with the duty to administer."""
    return _administers_or_works_for_it(user)


@policy("accounts.read_outbox")
def may_read_outbox(user: User, _obj: Any = None) -> Decision:
    """Administrators and officers of a unit with the duty to administer; messages of codes stay closed."""
    return _administers_or_works_for_it(user)


@policy("accounts.release_batch")
def may_release_batch(user: User, _obj: Any = None) -> Decision:
    """Administrators and officers of a unit with the duty to administer; a case's own page may ask more."""
    return _administers_or_works_for_it(user)


@policy("accounts.create_post")
def may_create_post(user: User, holder: User | None) -> Decision:
    """Administrators give posts, but never one to themselves."""
    return first_refusal(_administers(user), _is_somebody_else(user, holder.pk if holder else None))


@policy("accounts.end_post")
def may_end_post(user: User, post: Post) -> Decision:
    """Administrators end posts, but never their own."""
    return first_refusal(_administers(user), _is_somebody_else(user, post.user_id))


@policy("accounts.accept_staff_invitation")
def may_accept_staff_invitation(user: User, invitation: StaffInvitation) -> Decision:
    """The person who was invited, but never the administrator who sent the invitation."""
    return _is_somebody_else(user, invitation.invited_by_id)


@policy("accounts.request_factor_reset")
def may_request_factor_reset(user: User, person: User) -> Decision:
    """Administrators ask that somebody else's lost second factor be removed."""
    return first_refusal(_administers(user), _is_somebody_else(user, person.pk))


@policy("accounts.decide_factor_reset")
def may_decide_factor_reset(user: User, reset: FactorReset) -> Decision:
    """A second administrator decides: neither the one who asked nor the person concerned."""
    decision = first_refusal(_administers(user), _is_somebody_else(user, reset.user_id))
    if decision and user.pk == reset.requested_by_id:
        return deny(_("You asked for this yourself; a second administrator must decide."))
    return decision


@policy("accounts.take_data_along")
def may_take_data_along(user: User, person: User) -> Decision:
    """The person themselves takes a copy of everything that is held about them."""
    return ALLOW if user.pk == person.pk else deny(_("Only the person themselves may do this."))


@policy("accounts.erase_account")
def may_erase_account(user: User, person: User) -> Decision:
    """The person themselves; what has to be settled before is said on the page."""
    return ALLOW if user.pk == person.pk else deny(_("Only the person themselves may do this."))


@policy("accounts.revoke_token")
def may_revoke_token(user: User, token: ApiToken) -> Decision:
    """The owner of an API token revokes it."""
    return ALLOW if user.pk == token.user_id else deny(_("This token belongs to somebody else."))
