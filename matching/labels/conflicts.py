"""What people read about conflicts of interest: a tie is named and looked at, nobody is accused of one."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from matching.enums import ConflictKind, ConflictState

CONFLICT_KINDS = {
    ConflictKind.EMPLOYER: _("It employs me, or did within three years"),
    ConflictKind.SAME_ORGANISATION: _("I have a post or a seat in it"),
    ConflictKind.FINANCIAL_OR_EQUITY: _("I have money or shares in it"),
    ConflictKind.FAMILY: _("Somebody of my family works or decides there"),
    ConflictKind.FORMER_SUPERVISOR: _("I supervised somebody there, or was supervised"),
    ConflictKind.CO_AUTHOR: _("I published with somebody there within three years"),
    ConflictKind.VENDOR: _("I sell to it or buy from it"),
    ConflictKind.PRIOR_REFUSAL: _("We did not agree once before"),
    ConflictKind.OTHER: _("Something else"),
}
CONFLICT_STATES = {
    ConflictState.PROPOSED: _("waits for the ministry"),
    ConflictState.CONFIRMED: _("keeps you apart"),
    ConflictState.DISMISSED: _("known, and no obstacle"),
}
CONFLICT_TONES = {
    ConflictState.PROPOSED: "waiting",
    ConflictState.CONFIRMED: "bad",
    ConflictState.DISMISSED: "good",
}

register_messages(
    {
        "conflict_once": _("You have declared this already."),
        "organisation_unknown": _("Please choose an organisation from the list."),
        "conflict_is_decided": _("Somebody has decided on this in the meantime."),
    }
)
