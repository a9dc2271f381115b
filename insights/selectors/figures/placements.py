"""How long review takes, and what becomes of what was approved: approval is not arrival."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from exchanges.enums import PlacementState
from exchanges.models import PlacementEvent
from insights.enums import Figure
from insights.selectors.figures.counting import (
    Cell,
    Scope,
    Series,
    as_series,
    count_series,
    durations,
    share_series,
    step_of,
    working_days_until,
)
from taxonomy.selectors import working_days

_DECIDED = (PlacementState.APPROVED, PlacementState.REJECTED)
_COMPLETED = (PlacementState.COMPLETED, PlacementState.CLOSED)
_LONGEST_REVIEW = timedelta(days=2 * 365)  # whatever was submitted earlier counts from then

Tiers = dict[str, tuple[Cell, Cell]]


def arrivals(targets: Sequence[PlacementState]) -> QuerySet[PlacementEvent]:
    """The first time that each case came to one of the states; a record that moves nothing is no arrival."""
    came = PlacementEvent.objects.filter(~Q(source=F("target")), target__in=targets)
    return came.filter(~Exists(came.filter(subject=OuterRef("subject"), seq__lt=OuterRef("seq"))))


def approvals(scope: Scope) -> QuerySet[PlacementEvent]:
    """The cases approved in the window and scope, each once, with the `step` of the approval."""
    within = scope.within("subject__need__programme")
    return (
        arrivals([PlacementState.APPROVED])
        .filter(scope.during("at"), within)
        .annotate(step=step_of("at", scope.window))
    )


def arriving(scope: Scope) -> dict[Figure, Series]:
    """Approved in the period; of these, begun and completed until now."""

    def has_come(*targets: PlacementState) -> Exists:
        came = PlacementEvent.objects.filter(subject=OuterRef("subject"), target__in=targets)
        return Exists(came.filter(~Q(source=F("target"))))

    rows = (
        approvals(scope)
        .annotate(has_started=has_come(PlacementState.ACTIVE), is_complete=has_come(*_COMPLETED))
        .values("step")
        .annotate(n=Count("pk"), n_started=Count("pk", filter=Q(has_started=True)))
        .annotate(n_completed=Count("pk", filter=Q(is_complete=True)))
        .values_list("step", "n", "n_started", "n_completed")
        .order_by()
    )
    counted = {step: numbers for step, *numbers in rows}
    started = {step: (n_started, n) for step, (n, n_started, _) in counted.items()}
    completed = {step: (n_completed, n) for step, (n, _, n_completed) in counted.items()}
    return {
        Figure.APPROVED: count_series({step: n for step, (n, _, _) in counted.items()}, scope.window),
        Figure.STARTED: share_series(started, scope.window),
        Figure.COMPLETED: share_series(completed, scope.window),
    }


def _reviews(scope: Scope) -> QuerySet[PlacementEvent]:
    """First decisions of the window with `length` in working days since the submission, and the `target`."""
    zone = timezone.get_default_timezone()
    dates = _working_dates(scope)
    decided = working_days_until(TruncDate("at", tzinfo=zone), dates)
    submitted = working_days_until(TruncDate("subject__submitted_at", tzinfo=zone), dates)
    return (
        arrivals(_DECIDED)
        .filter(
            scope.during("at"),
            scope.within("subject__need__programme", "subject__review_unit"),
            subject__submitted_at__isnull=False,
        )
        .annotate(length=decided - submitted, tier=F("subject__tier"))
        .annotate(aim=F("subject__need__programme__review_target_days"))
    )


def _working_dates(scope: Scope) -> list[date]:
    first, last = scope.window.before[0] - _LONGEST_REVIEW, scope.window.edges[-1]
    return working_days().between(first.date(), last.date())


def reviewing(scope: Scope) -> dict[Figure, Series]:
    """Working days from the first submission to the decision, and the share within the programme's target."""
    reviews = _reviews(scope)
    steps = reviews.annotate(step=step_of("at", scope.window))
    whole = durations(reviews.annotate(step=step_of("at", scope.window, whole=True)), "step")
    on_time = Q(length__lte=F("aim"))
    counted = steps.values("step").annotate(n=Count("pk"), n_part=Count("pk", filter=on_time)).order_by()
    parts = {step: (n_part, n) for step, n_part, n in counted.values_list("step", "n_part", "n")}
    cells = {step: cell for (step,), cell in durations(steps, "step").items()}
    age = as_series(cells, {step: cell for (step,), cell in whole.items()}, scope.window)
    return {Figure.REVIEW_AGE: age, Figure.REVIEW_ON_TIME: share_series(parts, scope.window)}


def review_by_tier(scope: Scope) -> Tiers:
    """Tier -> working days, and the share on time, of the decisions in the period."""
    reviews = _reviews(scope).filter(at__gte=scope.window.edges[0])
    ages = {tier: cell for (tier,), cell in durations(reviews, "tier").items()}
    on_time = Q(length__lte=F("aim"))
    counted = reviews.values("tier").annotate(n_part=Count("pk", filter=on_time)).order_by()
    punctual = dict(counted.values_list("tier", "n_part"))
    return {tier: (cell, Cell(cell.n, 100 * punctual[tier] / cell.n)) for tier, cell in sorted(ages.items())}
