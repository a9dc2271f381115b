"""Who may do what with organisations and needs. `docs/permissions.md` is printed from here."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

import incubators.policies.people
import incubators.policies.staff  # noqa: F401  registers its rules
from accounts.enums import Duty
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from incubators.enums import NeedAction, NeedState, OrganisationAction, OrganisationState, SignalAction
from incubators.models import DemandSignal, Need, NeedImport, Organisation, Venture
from incubators.policies.parts import (
    VERIFIERS,
    WRITERS,
    forget_roles,
    has_no_part_in,
    is_not_suspended,
    is_owner,
    is_writer,
    role_in,
    works_the_queue,
)
from incubators.querysets import CHECKERS
from programmes.models import Programme

__all__ = ["WRITERS", "forget_roles", "is_owner", "is_writer", "role_in", "writes_for"]


def writes_for(user: User, organisation: Organisation) -> bool:
    """Whether somebody writes needs for it: as one of its own, or as one of its verified parent's."""
    if organisation.state == OrganisationState.CLOSED:
        return False
    return is_writer(user, organisation) or _writes_as_parent(user, organisation)


def _writes_as_parent(user: User, organisation: Organisation) -> bool:
    if organisation.parent_id is None or role_in(user, organisation.parent_id) not in WRITERS:
        return False
    return organisation.parent.is_verified


def _may_write(user: User, organisation: Organisation) -> Decision:
    if organisation.state == OrganisationState.CLOSED:
        return deny(_("This organisation is closed: another one stands in its place."))
    if is_writer(user, organisation):
        return ALLOW
    return deny(_("Only an owner or editor of the organisation may do this."))


def _may_write_needs(user: User, organisation: Organisation) -> Decision:
    return ALLOW if writes_for(user, organisation) else _may_write(user, organisation)


def _from_here(subject: Organisation | Need | DemandSignal, action: str, part: Part) -> Decision:
    if subject.workflow.candidates(state=subject.state, action=action, part=part):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


@policy("incubators.register_organisation")
def may_register(user: User, _obj: Any = None) -> Decision:
    """Everybody who has signed in; whoever registers an organisation owns it."""
    return ALLOW if user.is_authenticated else deny(_("Please sign in first."))


@policy("incubators.verify_organisations")
def may_work_the_queue(user: User, _obj: Any = None) -> Decision:
    """Officers, reviewers and deciders of a unit with the duty to verify organisations read its queue."""
    return works_the_queue(user)


@policy("incubators.edit_organisation")
def may_edit_organisation(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of the organisation, unless it is suspended."""
    decision = _may_write(user, organisation)
    if decision and organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended; its registration cannot be changed now."))
    return decision


@policy("incubators.apply_again_organisation")
def may_apply_again(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of an organisation that was not verified."""
    return first_refusal(
        _may_write(user, organisation),
        _from_here(organisation, OrganisationAction.APPLY_AGAIN, Part.HOST),
    )


def _verifies(action: OrganisationAction) -> Callable[[User, Organisation], Decision]:
    def may_verify(user: User, organisation: Organisation) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies organisations; never a member of the
        organisation or of the one above it, never its own unit."""
        return first_refusal(
            works_the_queue(user),
            has_no_part_in(user, organisation),
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


@policy("incubators.prove_organisation")
def may_prove(user: User, organisation: Organisation) -> Decision:
    """Owners and editors show who they are while the organisation is not verified."""
    decision = first_refusal(_may_write(user, organisation), is_not_suspended(organisation))
    if decision and organisation.is_verified:
        return deny(_("The organisation is verified already."))
    return decision


@policy("incubators.read_letter")
def may_read_letter(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of the organisation, and staff who verify it and have no part in it."""
    if is_writer(user, organisation):
        return ALLOW
    return first_refusal(works_the_queue(user), has_no_part_in(user, organisation))


@policy("incubators.edit_offers")
def may_edit_offers(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of the organisation keep its facilities and ventures, unless it is suspended."""
    return first_refusal(_may_write(user, organisation), is_not_suspended(organisation))


@policy("incubators.read_declarations")
def may_read_declarations(user: User, venture: Venture) -> Decision:
    """Who leads a venture, in its own words: members of its organisation, and officers, reviewers and
    deciders of units that run a programme. No list, search, export or matching reads it."""
    if role_in(user, venture.organisation_id) is not None:
        return ALLOW
    units = (
        [post.unit_id for post in user.posts_today if post.role in VERIFIERS] if user.is_authenticated else []
    )
    if units and Programme.objects.filter(owner_unit__in=units).exists():
        return ALLOW
    return deny(_("Only the venture's organisation and staff of programmes read this."))


@policy("incubators.post_as_parent")
def may_post_as_parent(user: User, organisation: Organisation) -> Decision:
    """Owners and editors of the verified parent, where they are none of the organisation itself."""
    if not is_writer(user, organisation) and _writes_as_parent(user, organisation):
        return ALLOW
    return deny(_("Only an owner or editor of the parent may do this."))


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
        _may_write_needs(user, signal.organisation),
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
    decision = _may_write_needs(user, batch.organisation)
    if decision and batch.undone_at:
        return deny(_("This import was taken back already."))
    return decision


@policy("incubators.post_need")
def may_post_need(user: User, organisation: Organisation) -> Decision:
    """Owners and editors, also those of its parent; a draft may be written while the organisation waits for
    verification."""
    decision = _may_write_needs(user, organisation)
    if decision and organisation.state == OrganisationState.REJECTED:
        return deny(_("The organisation was not verified. Change the registration and ask again first."))
    if decision and organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended; it cannot post needs now."))
    return decision


EDITABLE = tuple(state for state in NeedState if state not in (NeedState.FILLED, NeedState.WITHDRAWN))


@policy("incubators.edit_need")
def may_edit_need(user: User, need: Need) -> Decision:
    """Owners and editors of the organisation or its parent, until the need is filled or withdrawn."""
    decision = _may_write_needs(user, need.organisation)
    if decision and need.state not in EDITABLE:
        return deny(_("A need that is filled or withdrawn is not changed any more."))
    return decision


def _moves(action: NeedAction) -> Callable[[User, Need], Decision]:
    def may_move(user: User, need: Need) -> Decision:
        """Owners and editors of the organisation or its parent, in the states of the table; publishing,
        opening again and reopening ask for complete terms and a verified organisation."""
        return first_refusal(
            _may_write_needs(user, need.organisation),
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
            has_no_part_in(user, need.organisation),
            _checks(user, need),
            _from_here(need, action, Part.STAFF),
        )

    return may_decide


for _action in (NeedAction.OPEN, NeedAction.REQUEST_CHANGES):
    policy(f"incubators.{_action}_need")(_checking(_action))
