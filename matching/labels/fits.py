"""What an expert reads about needs: how a pair stands, and what they set aside."""

from django.utils.translation import gettext_lazy as _

from matching.enums import ExclusionReason, MatchState

# How a pair stands, said to the expert; what the host alone has noted is not told.
ASKED_TO_EXPERT = {
    MatchState.INVITED: _("You are invited"),
    MatchState.INTERESTED: _("You have shown interest"),
}
OWN_EXCLUSIONS = {
    ExclusionReason.NOT_NOW: _("Not now"),
    ExclusionReason.NOT_MY_FIELD: _("Not my field"),
    ExclusionReason.NEVER_THIS_ORGANISATION: _("Never this organisation"),
    ExclusionReason.DECLINED: _("You declined an invitation"),
}
