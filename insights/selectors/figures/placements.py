"""How long review takes, and what becomes of what was approved: approval is not arrival."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from exchanges.enums import PlacementState
from exchanges.models import PlacementEvent
from insights.enums import Figure
from insights.selectors.figures.counting import (
    Cell,
    Scope,
    Series,
    count_series,
    duration,
    duration_series,
    histograms,
    is_of_the_period,
    share,
    share_series,
    step_of,
    working_days_until,
)
from programmes.enums import Tier
from programmes.models import PolicyVersion
from programmes.selectors import Policy
from taxonomy.selectors import working_days

_COMPLETED = (PlacementState.COMPLETED, PlacementState.CLOSED)
_LONGEST_REVIEW = timedelta(days=2 * 365)  # whatever was submitted earlier counts from then

Tiers = dict[str, tuple[Cell, Cell]]


@dataclass(frozen=True, slots=True)
class Reviews:
    series: dict[Figure, Series]
    by_tier: Tiers


def arrivals(*targets: PlacementState) -> QuerySet[PlacementEvent]:
    """Steps into one of these states; a record that moves nothing is no step."""
    return PlacementEvent.objects.filter(~Q(source=F("target")), target__in=targets)


def approvals(scope: Scope) -> QuerySet[PlacementEvent]:
    """The approvals of the window and scope, with their `step`; no case is approved twice."""
    within = scope.within("subject__need__programme")
    return (
        arrivals(PlacementState.APPROVED)
        .filter(scope.during("at"), within)
        .annotate(step=step_of("at", scope.window))
    )


def arriving(scope: Scope) -> dict[Figure, Series]:
    """Approved in the period; of these, begun and completed until now."""
    started, completed = (
        Exists(arrivals(*states).filter(subject=OuterRef("subject")))
        for states in ((PlacementState.ACTIVE,), _COMPLETED)
    )
    rows = (
        approvals(scope)
        .values("step")
        .annotate(n=Count("pk"), n_started=Count("pk", filter=started))
        .annotate(n_completed=Count("pk", filter=completed))
        .values_list("step", "n", "n_started", "n_completed")
        .order_by()
    )
    counted = {step: numbers for step, *numbers in rows}
    has_started = {step: (n_started, n) for step, (n, n_started, _) in counted.items()}
    is_complete = {step: (n_completed, n) for step, (n, _, n_completed) in counted.items()}
    return {
        Figure.APPROVED: count_series({step: n for step, (n, _, _) in counted.items()}, scope.window),
        Figure.STARTED: share_series(has_started, scope.window),
        Figure.COMPLETED: share_series(is_complete, scope.window),
    }


def reviewing(scope: Scope) -> Reviews:
    """Working days from the first submission to the decision, and the share within the programme's target."""
    ages: dict[int, Counter[float]] = {}
    by_tier: dict[str, Counter[float]] = {}
    punctual: dict[int, tuple[int, int]] = {}
    punctual_by_tier: Counter[str] = Counter()
    for (step, tier, aim), lengths in histograms(_decisions(scope), "step", "tier", "aim").items():
        ages[step] = ages.get(step, Counter()) + lengths
        n_on_time = sum(n for length, n in lengths.items() if length <= aim)
        n_before, n_before_of = punctual.get(step, (0, 0))
        punctual[step] = (n_before + n_on_time, n_before_of + lengths.total())
        if is_of_the_period(step):
            by_tier[tier] = by_tier.get(tier, Counter()) + lengths
            punctual_by_tier[tier] += n_on_time
    return Reviews(
        series={
            Figure.REVIEW_AGE: duration_series(ages, scope.window),
            Figure.REVIEW_ON_TIME: share_series(punctual, scope.window),
        },
        by_tier={
            tier: (duration(lengths), share(punctual_by_tier[tier], lengths.total()))
            for tier, lengths in sorted(by_tier.items())
        },
    )


def _decisions(scope: Scope) -> QuerySet[PlacementEvent]:
    """First decisions of the window with their `length` in working days since the submission, and the `aim`.

    Only a rejection can be followed by another decision, after an appeal.
    """
    zone = timezone.get_default_timezone()
    dates = _working_dates(scope)
    decided = working_days_until(TruncDate("at", tzinfo=zone), dates)
    submitted = working_days_until(TruncDate("subject__submitted_at", tzinfo=zone), dates)
    earlier = arrivals(PlacementState.REJECTED).filter(subject=OuterRef("subject"), seq__lt=OuterRef("seq"))
    within = scope.within("subject__need__programme", "subject__review_unit")
    return (
        arrivals(PlacementState.APPROVED, PlacementState.REJECTED)
        .filter(scope.during("at"), within, ~Exists(earlier), subject__submitted_at__isnull=False)
        .annotate(length=decided - submitted, step=step_of("at", scope.window), tier=F("subject__tier"))
        .annotate(aim=_target_days())
    )


def _target_days() -> Case:
    """The target of a decision: of its tier, by the policy that was in force when the case was submitted."""
    targets = []
    for row in PolicyVersion.objects.order_by("programme_id", "-number"):
        policy = Policy.read(row.values, row.number)
        of_programme = Q(subject__need__programme=row.programme_id)
        submitted_under = Q(subject__submitted_at__gte=row.since)
        if row.number == 1:
            submitted_under = Q()  # no rule is older than the first
        targets += [
            When(of_programme & submitted_under & Q(subject__tier=tier), then=Value(policy.target_days(tier)))
            for tier in Tier
        ]
    return Case(*targets, default=Value(Policy().target_days(Tier.T1)), output_field=IntegerField())


def _working_dates(scope: Scope) -> list[date]:
    first, last = scope.window.before[0] - _LONGEST_REVIEW, scope.window.edges[-1]
    return working_days().between(first.date(), last.date())
