"""What of matching waits for whom, for "Today"."""

from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from common.today import WaitingItem
from incubators.enums import NeedState
from incubators.policies import WRITERS
from matching.enums import ASKED, MatchState
from matching.models import MatchList


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Owners and editors: lists from which nobody has been shortlisted or invited yet. One query."""
    if not user.is_authenticated:
        return []
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
