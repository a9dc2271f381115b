"""What an expert sets aside alone: not now, not my field, never this organisation. No host reads of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from experts.models import Expert
from incubators.models import Need, Organisation
from matching.enums import NOT_NOW_DAYS, SET_ASIDE, ExclusionReason
from matching.models import Exclusion
from matching.services.pairs import mark_pair_stale, record_exclusion

LONGEST_DAYS = 366


def set_aside(
    *, need: Need, reason: ExclusionReason, by: User, at: datetime, until: date | None = None
) -> Exclusion:
    """Keep a need, or all of its organisation, out of the expert's sight and the expert out of its lists.

    "Not now" ends after its day, by itself. Raises Denied, or Refused `not_now_until`.
    """
    if reason not in SET_ASIDE:
        raise ValueError(f"an expert sets nothing aside as {reason}")
    with transaction.atomic():
        expert = Expert.objects.get(user=by)
        require(by, "matching.find_needs", expert)
        is_about_all = reason == ExclusionReason.NEVER_THIS_ORGANISATION
        target = need.organisation if is_about_all else need
        return record_exclusion(
            expert_id=expert.pk,
            need_id=None if is_about_all else need.pk,
            organisation_id=target.pk if is_about_all else None,
            reason=reason,
            until=_last_day(until, at) if reason == ExclusionReason.NOT_NOW else None,
            source_ref=f"expert:{expert.public_id}:{target.public_id}",
            at=at,
        )


def take_back(
    *, by: User, at: datetime, need: Need | None = None, organisation: Organisation | None = None
) -> int:
    """Let a need, or an organisation, suggest itself again; returns how many rows stood in the way.

    A need that was declined may be offered again after this, too. What the host noted stays.
    """
    with transaction.atomic():
        expert = Expert.objects.get(user=by)
        require(by, "matching.find_needs", expert)
        rows = list(expert.exclusions.own().filter(need=need, organisation=organisation))
        for row in rows:
            mark_pair_stale(row, at=at)
            row.delete()
    return len(rows)


def _last_day(until: date | None, at: datetime) -> date:
    today = timezone.localdate(at)
    until = until or today + timedelta(days=NOT_NOW_DAYS)
    if not today < until <= today + timedelta(days=LONGEST_DAYS):
        raise Refused("not_now_until", field="until")
    return until
