"""What people read about two organisations that may be one."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from incubators.enums import Likeness, PairState

LIKENESSES = {
    Likeness.NAME_DOMAIN: _("The same name, however it is written, and the same e-mail domain."),
    Likeness.NAME_HOST: _("The same name, however it is written, and the same website."),
    Likeness.NAME_TERRITORY: _("The same name, however it is written, in the same province or territory."),
    Likeness.DOMAIN_PLACE: _("The same e-mail domain, kind and place."),
}
PAIR_STATES = {
    PairState.PROPOSED: _("to be decided"),
    PairState.DIFFERENT: _("two organisations"),
    PairState.MERGED: _("made one"),
    PairState.DROPPED: _("nothing speaks for it any more"),
}
PAIR_TONES = {
    PairState.PROPOSED: "waiting",
    PairState.DIFFERENT: "quiet",
    PairState.MERGED: "good",
    PairState.DROPPED: "quiet",
}

register_messages(
    {
        "merge_unknown_choice": _("Please choose which of the two is kept."),
        "merge_not_open": _("One of the two is suspended or closed. That has to end first."),
        "merge_keep_verified": _("Only one of the two is verified. Keep that one."),
        "merge_keep_unit": _("Only one of the two belongs to a unit of the ministry. Keep that one."),
        "merge_family": _("One of the two is the parent of the other, or asked to be. End that first."),
        "merge_too_deep": _("The tenants of the one would stand too deep below the other."),
        "merge_undo_too_late": _("A merge can be undone for 30 days, and they have passed."),
    }
)
