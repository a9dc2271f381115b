"""How assignment rounds stand, why seats stay empty, and what has happened since a preview."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from matching.enums import (
    EmptyBecause,
    MatchState,
    PairChange,
    RoundAction,
    RoundBreak,
    RoundMessage,
    RoundState,
)

ROUND_STATES = {
    RoundState.COMPUTING: _("being computed"),
    RoundState.PREVIEW: _("preview, not published"),
    RoundState.PUBLISHED: _("published"),
    RoundState.UNDONE: _("undone"),
    RoundState.FAILED: _("failed"),
}
ROUND_TONES = {
    RoundState.COMPUTING: "waiting",
    RoundState.PREVIEW: "info",
    RoundState.PUBLISHED: "good",
    RoundState.UNDONE: "quiet",
    RoundState.FAILED: "bad",
}
ROUND_MESSAGES = {
    RoundMessage.NO_NEEDS: _("None of the needs is open any more, so there is nothing to assign."),
    RoundMessage.NO_LISTS: _(
        "None of the needs has been matched yet. Wait until their lists are there, then compute again."
    ),
    RoundMessage.PINS_CONTRADICT: _(
        "What people have decided already breaks a rule of this round: on the needs below, two people of"
        " one employer have been invited. Start a round without that rule, or without these needs."
    ),
    RoundMessage.NOT_VERIFIED: _(
        "The result did not pass its own verification, so it is not shown. Please tell the operators."
    ),
    RoundMessage.NO_SOLUTION: _(
        "No answer was found in time. Compute again, or start a round over fewer needs or with fewer rules."
    ),
    RoundMessage.TOO_LARGE: _(
        "Rules about who sits together are solved for at most 2,000 needs at once. Start a round over fewer"
        " needs, or without such rules."
    ),
    RoundMessage.PARTS_FAILED: _(
        "The round could not be computed. Compute again; if it fails again, tell the operators."
    ),
}
ROUND_EVENTS = {
    "request": pgettext_lazy("history of a round", "Asked for"),
    RoundAction.FINISH: _("Computed"),
    RoundAction.FAIL: _("Failed"),
    RoundAction.COMPUTE: _("Asked for again"),
    RoundAction.PUBLISH: _("Published"),
    RoundAction.UNDO: _("Undone"),
}
PAIR_CHANGES = {
    PairChange.NEW: _("new"),
    PairChange.KEPT: _("stands already"),
    PairChange.REMOVED: _("no longer proposed"),
    PairChange.HELD: _("decided by the host"),
    PairChange.WAITING: _("on the shortlist, without a seat"),
}
CHANGE_TONES = {
    PairChange.NEW: "info",
    PairChange.KEPT: "good",
    PairChange.REMOVED: "bad",
    PairChange.HELD: "waiting",
    PairChange.WAITING: "quiet",
}
# How a pair of a round stands today, said to staff.
STANDINGS = {
    MatchState.SUGGESTED: _("a suggestion"),
    MatchState.SHORTLISTED: _("on the host's shortlist"),
    MatchState.DISMISSED: _("set aside by the host"),
    MatchState.INVITED: _("invited"),
    MatchState.INTERESTED: _("has shown interest"),
    MatchState.ASSIGNED: _("proposed"),
}
# Why seats of a need stay empty; %(n)d experts, or seats where it says so.
EMPTY_BECAUSE = {
    EmptyBecause.NOT_MATCHED: ngettext_lazy(
        "it has not been matched yet", "it has not been matched yet", "n"
    ),
    EmptyBecause.NOBODY_FITS: ngettext_lazy("nobody fits", "nobody fits", "n"),
    EmptyBecause.NOT_SHOWN: ngettext_lazy(
        "%(n)d has hidden or paused the profile", "%(n)d have hidden or paused their profiles", "n"
    ),
    EmptyBecause.SET_ASIDE: ngettext_lazy(
        "%(n)d declined, was set aside or has a conflict of interest",
        "%(n)d declined, were set aside or have a conflict of interest",
        "n",
    ),
    EmptyBecause.NO_ROOM: ngettext_lazy("%(n)d has no room left", "%(n)d have no room left", "n"),
    EmptyBecause.BELOW_MINIMUM: ngettext_lazy(
        "%(n)d is below the minimum of points", "%(n)d are below the minimum of points", "n"
    ),
    EmptyBecause.TAKEN: ngettext_lazy(
        "the %(n)d candidate is needed elsewhere or kept out by a rule",
        "the %(n)d candidates are needed elsewhere or kept out by a rule",
        "n",
    ),
    EmptyBecause.SENIOR: ngettext_lazy(
        "%(n)d seat waits for a senior expert", "%(n)d seats wait for senior experts", "n"
    ),
    EmptyBecause.THEME: ngettext_lazy(
        "%(n)d seat waits for an expert of a theme that is missing",
        "%(n)d seats wait for experts of themes that are missing",
        "n",
    ),
}
# What has happened since a preview that its proposals would not survive.
BROKEN = {
    RoundBreak.NEED_CLOSED: ngettext_lazy(
        "%(n)d need is not open any more.", "%(n)d needs are not open any more.", "n"
    ),
    RoundBreak.SEATS: ngettext_lazy(
        "%(n)d need has fewer seats left.", "%(n)d needs have fewer seats left.", "n"
    ),
    RoundBreak.TOUCHED: ngettext_lazy(
        "A host has decided about %(n)d proposed pair.",
        "Hosts have decided about %(n)d proposed pairs.",
        "n",
    ),
    RoundBreak.NO_LONGER_FITS: ngettext_lazy(
        "%(n)d proposed expert does not fit any more.", "%(n)d proposed experts do not fit any more.", "n"
    ),
    RoundBreak.NO_ROOM: ngettext_lazy(
        "%(n)d proposed expert has less room left.", "%(n)d proposed experts have less room left.", "n"
    ),
    RoundBreak.OTHER_ROUND: ngettext_lazy(
        "Another round has changed %(n)d proposal.", "Another round has changed %(n)d proposals.", "n"
    ),
}
# What has changed since a preview without breaking it: a new computation might find better.
SINCE = {
    "lists": ngettext_lazy(
        "%(n)d list is newer or being made anew.", "%(n)d lists are newer or being made anew.", "n"
    ),
    "decided": ngettext_lazy(
        "A decision was made about %(n)d pair.", "Decisions were made about %(n)d pairs.", "n"
    ),
    "closed": ngettext_lazy("%(n)d need is not open any more.", "%(n)d needs are not open any more.", "n"),
}
