"""Rounds that the portal asks for itself: when weights have changed, and when a day has passed."""

from datetime import datetime, timedelta

from incubators.enums import NeedState
from incubators.models import Need
from matching.enums import RunScope
from matching.models import MatchList, MatchRun
from matching.services.runs import submit_round

OLD_AFTER = timedelta(hours=20)
"""Time itself changes lists: windows close, exclusions end. No list of an open need is older than a day."""


def rematch_programme(*, programme_id: int, at: datetime) -> MatchRun | None:
    """Match a programme's open needs again in one round; nothing to do where there are none."""
    open_needs = Need.objects.filter(programme_id=programme_id, state=NeedState.OPEN)
    need_ids = list(open_needs.order_by("pk").values_list("pk", flat=True))
    return submit_round(need_ids=need_ids, at=at) if need_ids else None


def rematch_old_lists(*, at: datetime) -> MatchRun | None:
    """Match in one round the open needs without a list of today, unless they are being matched already."""
    unfinished = MatchRun.objects.unfinished()
    if unfinished.filter(scope=RunScope.ROUND).exists():
        return None
    young = MatchList.objects.current().filter(run__started_at__gt=at - OLD_AFTER)
    waiting = Need.objects.open().exclude(pk__in=young.values("need")).exclude(match_runs__in=unfinished)
    need_ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return submit_round(need_ids=need_ids, at=at) if need_ids else None
