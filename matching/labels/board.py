"""What people read on a need's board: states of pairs, tabs, and why somebody was set aside."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from matching.enums import BoardTab, DismissReason, MatchState

MATCH_STATES = {
    MatchState.SUGGESTED: _("suggested"),
    MatchState.SHORTLISTED: _("on your shortlist"),
    MatchState.DISMISSED: _("set aside"),
    MatchState.INVITED: _("invited"),
    MatchState.INTERESTED: _("has shown interest"),
    MatchState.ASSIGNED: _("proposed by the round"),
}
MATCH_TONES = {
    MatchState.SUGGESTED: "quiet",
    MatchState.SHORTLISTED: "info",
    MatchState.DISMISSED: "quiet",
    MatchState.INVITED: "waiting",
    MatchState.INTERESTED: "waiting",
    MatchState.ASSIGNED: "info",
}
NOT_LISTED_ANY_MORE = _("Not in the present list any more: something has changed, or others fit better now.")
CHANGED_SINCE = _("The profile has changed since this was compared.")
BOARD_TABS = {
    BoardTab.SUGGESTED: _("Suggested"),
    BoardTab.SHORTLISTED: pgettext_lazy("experts of a need", "Shortlist"),
    BoardTab.INVITED: pgettext_lazy("experts of a need", "Invited"),
    BoardTab.DISMISSED: pgettext_lazy("experts of a need", "Set aside"),
}
# What several dismissals for one reason say about the need; %(n)d of them.
LESSONS = {
    DismissReason.TOO_JUNIOR: ngettext_lazy(
        "%(n)d was set aside as too junior: the need could ask for more seniority.",
        "%(n)d were set aside as too junior: the need could ask for more seniority.",
        "n",
    ),
    DismissReason.NOT_THE_FIELD: ngettext_lazy(
        "%(n)d was set aside as not of your field: the need could name its must-have skills more closely.",
        "%(n)d were set aside as not of your field: the need could name its must-have skills more closely.",
        "n",
    ),
}
DISMISS_REASONS = {
    DismissReason.NOT_THE_FIELD: _("Not our field"),
    DismissReason.TOO_JUNIOR: _("Too junior for this"),
    DismissReason.TOO_SENIOR: _("Too senior for this"),
    DismissReason.KNOWN_ALREADY: _("We work with this person already"),
    DismissReason.CONFLICT: _("There is a conflict of interest"),
    DismissReason.OTHER: _("Another reason"),
}
