"""Who may do what with invitations and interest."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from exchanges.enums import DeclineReason, InvitationState
from exchanges.models import Invitation
from exchanges.policies.parts import host_is_verified, may_write_for
from experts.enums import State
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need
from incubators.policies import role_in, writes_for
from matching.models import Match


@policy("exchanges.invite_match")
def may_invite(user: User, match: Match) -> Decision:
    """Owners and editors of the verified organisation that posted the need."""
    if not may_write_for(user, match.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may invite."))
    return host_is_verified(match.need.organisation)


def asks(user: User, invitation: Invitation) -> bool:
    """Whether this person is of the side that asked."""
    if invitation.is_interest:
        return invitation.expert.user_id == user.pk
    return may_write_for(user, invitation.need.organisation_id)


def _is_open(invitation: Invitation) -> Decision:
    return ALLOW if invitation.is_open else deny(_("This invitation is no longer open."))


@policy("exchanges.answer_invitation")
def may_answer(user: User, invitation: Invitation) -> Decision:
    """The expert who was invited, or owners and editors of the host in whose need an expert has interest;
    while it is open and the profile is neither suspended nor closed."""
    if invitation.is_interest:
        return _may_answer_interest(user, invitation)
    if invitation.expert.user_id != user.pk:
        return deny(_("Only the expert who was invited may answer."))
    if invitation.expert.state == State.SUSPENDED:
        return deny(_("Your profile is suspended. Please write to the ministry."))
    if invitation.expert.state == State.CLOSED:
        return deny(_("This profile is closed."))
    return _is_open(invitation)


def _may_answer_interest(user: User, invitation: Invitation) -> Decision:
    if not may_write_for(user, invitation.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may answer."))
    if invitation.expert.state in (State.SUSPENDED, State.CLOSED):
        return deny(_("The expert takes no part at present. Please write to the ministry."))
    return first_refusal(host_is_verified(invitation.need.organisation), _is_open(invitation))


@policy("exchanges.postpone_invitation")
def may_postpone(user: User, invitation: Invitation) -> Decision:
    """The expert who was invited, once, while an answer is awaited."""
    if invitation.is_interest:
        return deny(_("Only an invitation can wait until later."))
    if invitation.state == InvitationState.MAYBE_LATER:
        return deny(_("You have named a day already."))
    return may_answer(user, invitation)


@policy("exchanges.withdraw_invitation")
def may_withdraw_invitation(user: User, invitation: Invitation) -> Decision:
    """Who asked, while it is open: owners and editors of the host, or the expert who showed interest."""
    if asks(user, invitation):
        return _is_open(invitation)
    if invitation.is_interest:
        return deny(_("Only the expert who showed interest may take it back."))
    return deny(_("Only an owner or editor of the organisation may withdraw it."))


@policy("exchanges.offer_to_next")
def may_offer_to_next(user: User, invitation: Invitation) -> Decision:
    """Owners and editors of the verified host, instead of an expert whom they invited and who has not
    accepted, while the need is open."""
    if not may_write_for(user, invitation.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may invite."))
    if invitation.is_interest:
        return deny(_("Nobody was invited here: please answer the interest."))
    if invitation.state == InvitationState.ACCEPTED:
        return deny(_("This expert has accepted."))
    if invitation.need.state != NeedState.OPEN:
        return deny(_("This need is not open."))
    return host_is_verified(invitation.need.organisation)


@policy("exchanges.show_interest")
def may_show_interest(user: User, need: Need) -> Decision:
    """Experts with a verified profile, hidden or not; nobody in a need that is theirs to write or read."""
    if role_in(user, need.organisation_id) is not None or writes_for(user, need.organisation):
        return deny(_("This is a need of your own organisation."))
    expert = Expert.objects.filter(user=user).first()
    if expert is None:
        return deny(_("You need a profile first."))
    if expert.state == State.PAUSED:
        return deny(_("Your profile is paused. Resume it first."))
    return ALLOW if expert.is_active else deny(_("Your profile must be verified first."))


@policy("exchanges.tell_colleague")
def may_tell_colleague(user: User, invitation: Invitation) -> Decision:
    """The expert who declined because somebody else fits better."""
    if invitation.expert.user_id != user.pk or invitation.is_interest:
        return deny(_("Only the expert who was invited may do this."))
    if invitation.decline_reason != DeclineReason.SUGGEST_SOMEONE_ELSE:
        return deny(_("You gave another reason."))
    return ALLOW
