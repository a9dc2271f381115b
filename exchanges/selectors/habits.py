"""How long answers usually take. Never said of one expert: see docs/adr/0026."""

from datetime import timedelta
from math import ceil
from statistics import median

from django.db.models import QuerySet

from exchanges.models import Invitation

LEAST_ANSWERS = 3
# What somebody did years ago says little about tomorrow.
NEWEST_ANSWERS = 30
_DAY = timedelta(days=1)


def usual_days_of_host(organisation_id: int) -> int | None:
    """Within how many days an organisation usually answers interest; None before three answers."""
    interests = Invitation.objects.interests().filter(need__organisation_id=organisation_id)
    return _usual_days(interests, least_people=1)


def usual_days_of_experts(organisation_id: int) -> int | None:
    """Within how many days experts usually answer this organisation; None before three people did."""
    asked = Invitation.objects.invitations().filter(need__organisation_id=organisation_id)
    return _usual_days(asked, least_people=LEAST_ANSWERS)


def _usual_days(invitations: QuerySet[Invitation], *, least_people: int) -> int | None:
    """The median of the newest answers, in whole days begun. Who named a later day first is left out."""
    answered = invitations.filter(answered_at__isnull=False, later_on__isnull=True)
    newest = answered.order_by("-answered_at", "-pk").values_list("expert_id", "sent_at", "answered_at")
    rows = list(newest[:NEWEST_ANSWERS])
    if len(rows) < LEAST_ANSWERS or len({expert_id for expert_id, *_times in rows}) < least_people:
        return None
    return max(1, ceil(median((answered_at - sent_at) / _DAY for _expert_id, sent_at, answered_at in rows)))
