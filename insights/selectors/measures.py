"""How fast and how well hosts are served and serve: one number for each organisation, over one year.

Times are medians, because one forgotten case must not hide nine quick ones. Whoever let a request expire is
counted with all the days that it stood open, so that silence never looks quick.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.core.cache import cache
from django.db.models import Aggregate, Count, DurationField, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from exchanges.enums import ENDED, Direction, InvitationState
from exchanges.models import Invitation
from incubators.models import Need
from insights.enums import Measure

PERIOD = timedelta(days=365)
SECONDS_FRESH = 3600
# Fewer organisations would let one of them work out another's figure.
LEAST_ORGANISATIONS = 5
ANSWERED = (InvitationState.ACCEPTED, InvitationState.DECLINED)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Value:
    """A measure of one organisation: days or a percentage, from how many cases."""

    value: float
    n_cases: int


class Median(Aggregate):
    """The middle of ordered values; of an even number the mean of both (PostgreSQL's percentile_cont)."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


Values = Mapping[int, Value]


def _days_to_answer(since: datetime) -> Values:
    asked = Invitation.objects.filter(
        direction=Direction.FROM_EXPERT, sent_at__gte=since, state__in=(*ANSWERED, InvitationState.EXPIRED)
    )
    stood = Coalesce("answered_at", "expires_at") - F("sent_at")
    return _medians(asked.values("need__organisation_id"), stood)


def _days_to_invite(since: datetime) -> Values:
    opened = Need.objects.filter(opened_at__gte=since)
    after = Q(invitations__direction=Direction.TO_EXPERT, invitations__sent_at__gte=F("opened_at"))
    rows = (
        opened.annotate(first_at=Min("invitations__sent_at", filter=after))
        .filter(first_at__isnull=False)
        .values_list("organisation_id", "first_at", "opened_at")
    )
    waits: dict[int, list[float]] = {}
    for organisation_id, first_at, opened_at in rows:
        waits.setdefault(organisation_id, []).append((first_at - opened_at) / DAY)
    return {key: Value(median(days), len(days)) for key, days in waits.items()}


def _share_answered(since: datetime) -> Values:
    rows = (
        Invitation.objects.filter(direction=Direction.TO_EXPERT, sent_at__gte=since)
        .filter(state__in=(*ANSWERED, InvitationState.EXPIRED))
        .values("need__organisation_id")
        .annotate(n=Count("pk"), n_answered=Count("pk", filter=Q(state__in=ANSWERED)))
        .values_list("need__organisation_id", "n_answered", "n")
        .order_by()
    )
    return {key: Value(100 * part / whole, whole) for key, part, whole in rows}


def _share_filled(since: datetime) -> Values:
    opened = Need.objects.filter(opened_at__gte=since)
    seats = dict(opened.values_list("organisation_id").annotate(n=Sum("seats")).order_by())
    standing = Count("placements", filter=~Q(placements__state__in=ENDED))
    taken = dict(opened.values_list("organisation_id").annotate(n=standing).order_by())
    return {key: Value(min(100.0, 100 * taken[key] / n), n) for key, n in seats.items()}


def _medians(grouped: QuerySet, expression: object) -> Values:
    rows = (
        grouped.annotate(middle=Median(expression, output_field=DurationField()), n=Count("pk"))
        .values_list("need__organisation_id", "middle", "n")
        .order_by()
    )
    return {key: Value(middle / DAY, n) for key, middle, n in rows}


_COUNTED: Mapping[Measure, Callable[[datetime], Values]] = {
    Measure.DAYS_TO_ANSWER: _days_to_answer,
    Measure.DAYS_TO_INVITE: _days_to_invite,
    Measure.SHARE_ANSWERED: _share_answered,
    Measure.SHARE_FILLED: _share_filled,
}


def values_of(measure: Measure, *, at: datetime) -> Values:
    """A measure of every organisation that has a case of it in the year before, at most an hour old."""
    return cache.get_or_set(f"insights.{measure}", lambda: _COUNTED[measure](at - PERIOD), SECONDS_FRESH)


def portal_median(values: Values) -> float | None:
    """The middle organisation's value; nothing while too few organisations have one."""
    if len(values) < LEAST_ORGANISATIONS:
        return None
    return median(value.value for value in values.values())
