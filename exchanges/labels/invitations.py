"""What people read for the codes of invitations."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import (
    DeclineReason,
    HostDeclineReason,
    InvitationAction,
    InvitationState,
)

INVITATION_STATES = {
    InvitationState.SENT: _("sent"),
    InvitationState.VIEWED: _("seen"),
    InvitationState.MAYBE_LATER: _("maybe later"),
    InvitationState.ACCEPTED: _("accepted"),
    InvitationState.DECLINED: _("declined"),
    InvitationState.EXPIRED: _("expired"),
    InvitationState.WITHDRAWN: _("withdrawn"),
    InvitationState.SUPERSEDED: _("ended by the portal"),
}
INVITATION_TONES = {
    InvitationState.ACCEPTED: "good",
    InvitationState.DECLINED: "bad",
    InvitationState.SENT: "waiting",
    InvitationState.VIEWED: "waiting",
    InvitationState.MAYBE_LATER: "info",
}
DECLINE_REASONS = {
    DeclineReason.NO_TIME: _("I have no time"),
    DeclineReason.NOT_MY_EXPERTISE: _("It is not my expertise"),
    DeclineReason.CONFLICT: _("I have a conflict of interest"),
    DeclineReason.DATES: _("The dates do not suit me"),
    DeclineReason.TERMS: _("The terms do not suit me"),
    DeclineReason.LOCATION_OR_TRAVEL: _("The place or the travel does not suit me"),
    DeclineReason.SUGGEST_SOMEONE_ELSE: _("I know somebody who fits better"),
    DeclineReason.OTHER: _("Another reason"),
}
HOST_DECLINE_REASONS = {
    HostDeclineReason.NOT_MY_EXPERTISE: _("We need other expertise"),
    HostDeclineReason.TOO_JUNIOR: _("We need somebody with more experience"),
    HostDeclineReason.TOO_SENIOR: _("We need somebody at an earlier stage"),
    HostDeclineReason.SUGGEST_SOMEONE_ELSE: _("We have somebody else in mind"),
    HostDeclineReason.NO_TIME: _("We cannot look after anybody at present"),
    HostDeclineReason.DATES: _("The dates do not suit us"),
    HostDeclineReason.TERMS: _("The terms do not suit us"),
    HostDeclineReason.LOCATION_OR_TRAVEL: _("The place or the travel does not suit us"),
    HostDeclineReason.CONFLICT: _("There is a conflict of interest"),
    HostDeclineReason.OTHER: _("Another reason"),
}
INVITATION_STEPS = {
    "create": _("Invitation sent"),
    InvitationAction.VIEW: _("Seen by the expert"),
    InvitationAction.ACCEPT: _("Accepted"),
    InvitationAction.DECLINE: _("Declined"),
    InvitationAction.POSTPONE: _("Maybe later"),
    InvitationAction.WITHDRAW: _("Withdrawn by the host"),
    InvitationAction.EXPIRE: _("Expired without an answer"),
    InvitationAction.SUPERSEDE: _("Ended: the seat was filled, or the expert takes no part at present"),
}
# The same life when the expert asked.
INTEREST_STEPS = INVITATION_STEPS | {
    "create": _("Interest shown"),
    InvitationAction.VIEW: _("Seen by the host"),
    InvitationAction.WITHDRAW: _("Taken back by the expert"),
}
