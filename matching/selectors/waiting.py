"""What of matching waits for whom, for "Today"."""

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts.models import User
from common.policies import decide
from common.today import Blocks, WaitingItem
from incubators.enums import NeedState
from incubators.policies import WRITERS
from matching.enums import ASKED, MatchState
from matching.models import Conflict, MatchList


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Owners and editors: lists from which nobody has been chosen yet; staff: ties to assess. Two queries."""
    if not user.is_authenticated:
        return []
    return [*_to_choose(user, limit), *_to_assess(user, limit)][:limit]


def _to_assess(user: User, limit: int) -> list[WaitingItem]:
    if not decide(user, "matching.list_conflicts"):
        return []
    waiting = Conflict.objects.visible_to(user).awaiting_assessment_by(user)
    return [
        WaitingItem(
            what=gettext("Assess a conflict of interest"),
            about=str(conflict.organisation),
            url=reverse("matching:conflict", args=[conflict.public_id]),
            since=conflict.at,
            blocks=Blocks.QUEUE,
            list_url=reverse("matching:conflict_queue"),
        )
        for conflict in waiting.select_related("organisation")[:limit]
    ]


def _to_choose(user: User, limit: int) -> list[WaitingItem]:
    hosts = user.memberships.filter(role__in=WRITERS).values("organisation_id")
    lists = (
        MatchList.objects.current()
        .filter(need__organisation_id__in=hosts, need__state=NeedState.OPEN, n_eligible__gt=0)
        .exclude(need__matches__state__in=[MatchState.SHORTLISTED, *ASKED])
        .select_related("need")
        .order_by("matched_at", "pk")[:limit]
    )
    return [
        WaitingItem(
            what=ngettext(
                "Choose whom to invite: %(n)d expert fits",
                "Choose whom to invite: %(n)d experts fit",
                row.n_eligible,
            )
            % {"n": row.n_eligible},
            about=row.need.title,
            url=reverse("matching:need_matches", args=[row.need.public_id]),
            since=row.matched_at,
            list_url=reverse("incubators:my_needs"),
        )
        for row in lists
    ]
