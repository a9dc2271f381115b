"""Who may write into a thread, and who of the ministry may read one."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy
from exchanges.enums import InvitationState, Side
from exchanges.models import Invitation, Placement
from exchanges.policies.parts import is_party
from exchanges.policies.reviews import may_open
from experts.enums import GONE, State
from incubators.policies import WRITERS, role_in

_READERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)


def side_in(user: User, invitation: Invitation) -> Side | None:
    """For which side somebody may write here; a member who only reads has none."""
    if not user.is_authenticated:
        return None
    if invitation.expert.user_id == user.pk:
        return Side.EXPERT
    return Side.HOST if role_in(user, invitation.need.organisation_id) in WRITERS else None


@policy("exchanges.write_message")
def may_write(user: User, invitation: Invitation) -> Decision:
    """The expert, and owners and editors of the host, while the invitation is open or accepted; not while
    either side is suspended."""
    if side_in(user, invitation) is None:
        return deny(_("Only the expert and owners and editors of the organisation write here."))
    if not invitation.is_open and invitation.state != InvitationState.ACCEPTED:
        return deny(_("This invitation has ended; what was written stays to be read."))
    is_out = invitation.expert.state in (State.SUSPENDED, *GONE)
    if is_out or not invitation.need.organisation.is_verified:
        return deny(_("One side takes no part at present. Please write to the ministry."))
    return ALLOW


@policy("exchanges.read_messages_of_placement")
def may_read_as_staff(user: User, placement: Placement) -> Decision:
    """Staff of the unit that reviews the placement, with a reason that both parties read; never a party."""
    if is_party(user, placement):
        return deny(_("You read it on the page of the invitation."))
    if user.is_authenticated and user.holds(*_READERS, unit=placement.review_unit):
        return may_open(user, placement)
    return deny(_("Only staff of the unit that reviews the placement may do this."))
