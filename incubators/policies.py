"""Who may do what with organisations and needs. `docs/permissions.md` is printed from here."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from incubators.enums import (
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    SignalAction,
)
from incubators.models import DemandSignal, Need, NeedImport, Organisation
from incubators.querysets import CHECKERS

WRITERS = (MemberRole.OWNER, MemberRole.EDITOR)
_VERIFIERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)
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


def _writes_for(user: User, organisation_id: int) -> Decision:
    if role_in(user, organisation_id) in WRITERS:
        return ALLOW
    return deny(_("Only an owner or editor of the organisation may do this."))


def _from_here(subject: Organisation | Need | DemandSignal, action: str, part: Part) -> Decision:
    if subject.workflow.candidates(state=subject.state, action=action, part=part):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


def _works_the_queue(user: User) -> Decision:
    if user.is_authenticated and user.holds(*_VERIFIERS, duty=Duty.VERIFY_ORGANISATIONS):
        return ALLOW
    return deny(_("Only officers, reviewers and deciders of a unit that verifies organisations may do this."))


def _has_no_part_in(user: User, organisation: Organisation) -> Decision:
    if not user.is_authenticated:
        return deny(_("Please sign in first."))
    if role_in(user, organisation.pk) is not None:
        return deny(_("You are a member of this organisation; somebody else must decide."))
    if organisation.unit_id in [post.unit_id for post in user.posts_today]:
        return deny(_("This organisation is your own unit; another unit must decide."))
    return ALLOW


@policy("incubators.register_organisation")
def may_register(user: User, _obj: Any = None) -> Decision:
    """Everybody who has signed in; whoever registers an organisation owns it."""
    return ALLOW if user.is_authenticated else deny(_("Please sign in first."))


@policy("incubators.verify_organisations")
def may_work_the_queue(user: User, _obj: Any = None) -> Decision:
    """Officers, reviewers and deciders of a unit with the duty to verify organisations read its queue."""
    return _works_the_queue(user)


@policy("incubators.edit_organisation")
def may_edit_organisation(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of the organisation, unless it is suspended."""
    decision = _writes_for(user, organisation.pk)
    if decision and organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended; its registration cannot be changed now."))
    return decision


@policy("incubators.apply_again_organisation")
def may_apply_again(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of an organisation that was not verified."""
    return first_refusal(
        _writes_for(user, organisation.pk),
        _from_here(organisation, OrganisationAction.APPLY_AGAIN, Part.HOST),
    )


def _verifies(action: OrganisationAction) -> Callable[[User, Organisation], Decision]:
    def may_verify(user: User, organisation: Organisation) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies organisations; never a member of the
        organisation, never its own unit."""
        return first_refusal(
            _works_the_queue(user),
            _has_no_part_in(user, organisation),
            _from_here(organisation, action, Part.STAFF),
        )

    return may_verify


for _action in (
    OrganisationAction.VERIFY,
    OrganisationAction.REJECT,
    OrganisationAction.SUSPEND,
    OrganisationAction.REINSTATE,
):
    policy(f"incubators.{_action}_organisation")(_verifies(_action))


def _counts(organisation: Organisation) -> Decision:
    if organisation.state in (OrganisationState.REJECTED, OrganisationState.SUSPENDED):
        return deny(_("The ministry turned the organisation down or suspended it; it cannot do this now."))
    return ALLOW


@policy("incubators.signal_demand")
def may_signal(user: User, organisation: Organisation) -> Decision:
    """Every member, also while the organisation waits for verification."""
    if role_in(user, organisation.pk) is None:
        return deny(_("Only members of the organisation may do this."))
    return _counts(organisation)


@policy("incubators.withdraw_signal")
def may_withdraw_signal(user: User, signal: DemandSignal) -> Decision:
    """Every member of the organisation, while the signal is open."""
    if role_in(user, signal.organisation_id) is None:
        return deny(_("Only members of the organisation may do this."))
    return _from_here(signal, SignalAction.WITHDRAW, Part.HOST)


@policy("incubators.convert_signal")
def may_convert_signal(user: User, signal: DemandSignal) -> Decision:
    """Owners and editors, while the signal is open and the organisation may post needs."""
    return first_refusal(
        _writes_for(user, signal.organisation_id),
        _from_here(signal, SignalAction.CONVERT, Part.HOST),
        _counts(signal.organisation),
    )


@policy("incubators.count_signals")
def may_count_signals(user: User, _obj: Any = None) -> Decision:
    """Ministry staff; they read counts that point at no single organisation."""
    if user.is_authenticated and user.is_ministry_staff:
        return ALLOW
    return deny(_("Only ministry staff may do this."))


@policy("incubators.undo_need_import")
def may_undo_need_import(user: User, batch: NeedImport) -> Decision:
    """Owners and editors of the organisation, once."""
    decision = _writes_for(user, batch.organisation_id)
    if decision and batch.undone_at:
        return deny(_("This import was taken back already."))
    return decision


@policy("incubators.post_need")
def may_post_need(user: User, organisation: Organisation) -> Decision:
    """Owners and editors; a draft may be written while the organisation waits for verification."""
    decision = _writes_for(user, organisation.pk)
    if decision and organisation.state == OrganisationState.REJECTED:
        return deny(_("The organisation was not verified. Change the registration and ask again first."))
    if decision and organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended; it cannot post needs now."))
    return decision


EDITABLE = tuple(state for state in NeedState if state not in (NeedState.FILLED, NeedState.WITHDRAWN))


@policy("incubators.edit_need")
def may_edit_need(user: User, need: Need) -> Decision:
    """Owners and editors of the organisation, until the need is filled or withdrawn."""
    decision = _writes_for(user, need.organisation_id)
    if decision and need.state not in EDITABLE:
        return deny(_("A need that is filled or withdrawn is not changed any more."))
    return decision


def _moves(action: NeedAction) -> Callable[[User, Need], Decision]:
    def may_move(user: User, need: Need) -> Decision:
        """Owners and editors of the organisation, in the states of the table; publishing, opening again and
        reopening ask for complete terms and a verified organisation."""
        return first_refusal(
            _writes_for(user, need.organisation_id),
            _from_here(need, action, Part.HOST),
        )

    return may_move


for _action in (
    NeedAction.PUBLISH,
    NeedAction.PAUSE,
    NeedAction.RESUME,
    NeedAction.REOPEN,
    NeedAction.WITHDRAW,
):
    policy(f"incubators.{_action}_need")(_moves(_action))


@policy("incubators.check_needs")
def may_check_needs(user: User, _obj: Any = None) -> Decision:
    """Officers and reviewers of any unit; each reads the needs that wait for the own unit."""
    if user.is_authenticated and user.holds(*CHECKERS):
        return ALLOW
    return deny(_("Only officers and reviewers check needs."))


def _checks(user: User, need: Need) -> Decision:
    """The rule of `querysets.checked_by` for one need, with its reason."""
    if not user.is_authenticated:
        return deny(_("Please sign in first."))
    posts = [post for post in user.posts_today if post.role in CHECKERS]
    owner = need.programme.owner_unit_id
    if need.organisation.unit_id == owner:
        posts = [post for post in posts if Duty.VERIFY_ORGANISATIONS in post.unit.duties]
        return ALLOW if posts else deny(_("The programme's own unit is the host; another unit must decide."))
    if owner in [post.unit_id for post in posts]:
        return ALLOW
    return deny(_("Only officers and reviewers of the programme's unit check its needs."))


def _checking(action: NeedAction) -> Callable[[User, Need], Decision]:
    def may_decide(user: User, need: Need) -> Decision:
        """Officers and reviewers of the programme's unit; never a member of the organisation, never the
        host's own unit: then another one that verifies organisations."""
        return first_refusal(
            _has_no_part_in(user, need.organisation),
            _checks(user, need),
            _from_here(need, action, Part.STAFF),
        )

    return may_decide


for _action in (NeedAction.OPEN, NeedAction.REQUEST_CHANGES):
    policy(f"incubators.{_action}_need")(_checking(_action))
