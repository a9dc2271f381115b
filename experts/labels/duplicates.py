"""What people read about profiles that staff write for others, and about pairs of profiles."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common.refusals import register_messages
from experts.enums import ConsentWay, EvidenceKind, PairState

CONSENT_WAYS = {
    ConsentWay.SPOKEN: _("face to face"),
    ConsentWay.TELEPHONE: _("by telephone or video"),
    ConsentWay.LETTER: _("in a letter or on a form"),
    ConsentWay.ELECTRONIC: _("by e-mail or message"),
}

# What speaks for two profiles being one person's; each with how many of it there are.
EVIDENCE = {
    EvidenceKind.ORCID: _("Both give the same ORCID iD."),
    EvidenceKind.WORKS: ngettext_lazy(
        "%(number)d work with the same DOI: all that one of them lists.",
        "%(number)d works with the same DOI: all that one of them lists.",
        "number",
    ),
    EvidenceKind.NAME_COUNTRY: _("The same name, however it is spelt, in the same country."),
    EvidenceKind.NAME_ORGANISATION: _("The same name, however it is spelt, at the same organisation."),
    EvidenceKind.NAME_DOMAIN: _("The same name, and mail at the same employer."),
    EvidenceKind.CLAIM: _("The person of one opened the link to the other and said that it is theirs."),
}

PAIR_STATES = {
    PairState.PROPOSED: _("to be decided"),
    PairState.DIFFERENT: _("two people"),
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
        "consent_in_future": _("Nobody can have agreed yet on that day."),
        "consent_old": _("This lies more than a year back. Please ask the person again."),
        "no_open_link": _("No link is open. Please give the address again."),
        "link_over": _("This link has expired, was withdrawn or was used. Ask for a new one."),
        "no_own_profile": _("You have no profile of your own that this one could be joined with."),
        "profile_is_claimed": _("This profile belongs to its person already."),
        "country_not_yours": _("This country is not one of your posts."),
        "closing_has_engagements": _(
            "The profile that would be closed has open invitations or placements. Keep that one, or wait for"
            " their end."
        ),
        "keep_the_claimed": _("Only one of the two has an account. Keep that one."),
        "kept_is_dormant": _(
            "That profile rests: its person has not signed in for a year. Keep the other one, which they use."
        ),
        "kept_is_not_open": _("One of the two is suspended or closed. That has to end first."),
        "merge_too_long": _("Together their lists would be longer than a profile may be."),
        "undo_too_late": _("A merge can be undone for 30 days, and they have passed."),
    }
)
