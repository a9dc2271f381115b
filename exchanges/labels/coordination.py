"""What people read for the codes of referrals and contacts."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import (
    Channel,
    ReferralAction,
    ReferralReason,
    ReferralState,
)

CHANNELS = {
    Channel.CONFERENCE: _("met at a conference"),
    Channel.MEETING: _("met in person"),
    Channel.CALL: _("a call"),
    Channel.MAIL: _("an e-mail or a letter"),
    Channel.SOCIAL: _("a message in a social network"),
    Channel.OTHER: _("in another way"),
}
REFERRAL_STATES = {
    ReferralState.ASKED: _("the expert is asked"),
    ReferralState.SENT: _("waits for an answer"),
    ReferralState.REFUSED: _("not passed on"),
    ReferralState.ACCEPTED: _("accepted, no placement yet"),
    ReferralState.DECLINED: _("declined"),
    ReferralState.COMPLETE: _("complete"),
    ReferralState.CLOSED: _("closed"),
    ReferralState.WITHDRAWN: _("withdrawn"),
}
REFERRAL_TONES = {
    ReferralState.ASKED: "waiting",
    ReferralState.SENT: "waiting",
    ReferralState.ACCEPTED: "info",
    ReferralState.COMPLETE: "good",
    ReferralState.DECLINED: "bad",
}
REFERRAL_STEPS = {
    "create": _("Written"),
    ReferralAction.AGREE: _("The expert agreed"),
    ReferralAction.REFUSE: _("The expert did not agree"),
    ReferralAction.PASS_ON: _("Passed on to the organisation"),
    ReferralAction.ACCEPT: _("Accepted"),
    ReferralAction.DECLINE: _("Declined"),
    ReferralAction.COMPLETE: _("A placement came of it"),
    ReferralAction.CLOSE: _("Closed without a placement"),
    ReferralAction.WITHDRAW: _("Taken back"),
}
REFERRAL_REASONS = {
    ReferralReason.NOT_OUR_FIELD: _("It is not our field"),
    ReferralReason.NO_ROOM: _("We have no room at present"),
    ReferralReason.KNOWN_ALREADY: _("We know of it already"),
    ReferralReason.DATES: _("The dates do not suit us"),
    ReferralReason.OTHER: _("Another reason"),
}
