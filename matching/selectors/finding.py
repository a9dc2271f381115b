"""Pairs, runs and rounds by reference."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.found import FoundItem, reference_in
from common.policies import decide
from matching.models import AssignmentRound, Match, MatchRun


def find(user: User, text: str, _limit: int) -> list[FoundItem]:
    """Those that this person may open; at most one of a kind has the reference. Three queries at most."""
    reference = reference_in(text)
    if not reference:
        return []
    asked = {"public_id": reference}
    matches = Match.objects.of_host(user).filter(**asked).select_related("need")
    found = [(_("match"), match.need.title, "matching:match") for match in matches]
    if decide(user, "matching.view_runs"):
        runs = MatchRun.objects.visible_to(user).filter(**asked)
        found += [(_("matching run"), "", "matching:run") for _run in runs]
    rounds = AssignmentRound.objects.visible_to(user).filter(**asked).select_related("programme")
    found += [(_("assignment round"), str(one.programme), "matching:round") for one in rounds]
    return [
        FoundItem(kind, title, reference, reverse(route, args=[reference]), is_exact=True)
        for kind, title, route in found
    ]
