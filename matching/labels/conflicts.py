"""What people read about conflicts of interest: a tie is named and looked at, nobody is accused of one."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from matching.enums import ConflictKind, ConflictState, TieEvidence

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
# What a host reads of a tie that was found: never more than the kind, and kinds that would tell who
# somebody is read as one.
_WORK = _("Works with you, or did, or has a post or a seat in your organisation")
TIES_TO_HOST = {
    ConflictKind.EMPLOYER: _WORK,
    ConflictKind.SAME_ORGANISATION: _WORK,
    ConflictKind.FINANCIAL_OR_EQUITY: _("Has money or shares in it"),
    ConflictKind.FAMILY: _("Is related to somebody with you"),
    ConflictKind.FORMER_SUPERVISOR: _("Supervised somebody with you, or was supervised"),
    ConflictKind.CO_AUTHOR: _("Published with somebody of your organisation"),
    ConflictKind.VENDOR: _("Sells to you or buys from you"),
    ConflictKind.OTHER: _("A tie that you named yourselves"),
}
# What the portal's records say; %(words)s as it stands there.
EVIDENCE = {
    TieEvidence.SAME_NAME: _("A post at an organisation of this name: %(words)s"),
    TieEvidence.MAIL_DOMAIN: _("A confirmed employer's address at %(words)s"),
    TieEvidence.MEMBER: _("A member of the organisation in this portal"),
    TieEvidence.SHARED_WORK: _("A work of the same DOI as one of a member: %(words)s"),
    TieEvidence.REFUSED: _("Declined a need of the organisation because of a conflict of interest"),
    TieEvidence.HOST_SAYS: _("The host set the expert aside because of a conflict of interest"),
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
