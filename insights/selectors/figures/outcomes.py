"""Whether reports come when they are due, and what came of placements by the word of somebody else."""

from django.db.models import Count, DateTimeField, Exists, OuterRef, Q
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from exchanges.enums import OutcomeState, ReportAction, ReportState
from exchanges.models import Outcome, Report, ReportEvent
from insights.enums import Figure
from insights.selectors.figures.counting import Scope, Series, count_series, shares, step_of

_SETTLED = (OutcomeState.CONFIRMED, OutcomeState.DISPUTED, OutcomeState.UNCONFIRMED)


def reports(scope: Scope) -> dict[Figure, Series]:
    """Of those whose day has come; the first time that a report was handed in counts, returned or not."""
    handed_in_on = TruncDate("at", tzinfo=timezone.get_default_timezone())
    in_time = (
        ReportEvent.objects.filter(subject=OuterRef("pk"), action=ReportAction.SUBMIT)
        .annotate(handed_in_on=handed_in_on)
        .filter(handed_in_on__lte=OuterRef("due_on"))
    )
    # A date becomes its midnight in UTC, which is the same day in Pakistan.
    due = (
        Report.objects.filter(scope.within("placement__need__programme"))
        .exclude(state=ReportState.SKIPPED)
        .annotate(due_at=Cast("due_on", DateTimeField()))
        .filter(due_at__lt=scope.window.until.replace(hour=0, minute=0, second=0, microsecond=0))
    )
    return {Figure.REPORTS_ON_TIME: shares(due, "due_at", Q(Exists(in_time)), scope)}


def outcomes(scope: Scope) -> dict[Figure, Series]:
    """What was confirmed, by the day of the answer; of the settled claims the share of it, by their day."""
    within = scope.within("placement__need__programme")
    confirmed = (
        Outcome.objects.filter(scope.during("answered_at"), within, state=OutcomeState.CONFIRMED)
        .annotate(step=step_of("answered_at", scope.window))
        .values("step")
        .annotate(n=Count("pk"))
        .order_by()
    )
    settled = Outcome.objects.filter(within, state__in=_SETTLED)
    return {
        Figure.OUTCOMES: count_series(dict(confirmed.values_list("step", "n")), scope.window),
        Figure.CONFIRMED: shares(settled, "claimed_at", Q(state=OutcomeState.CONFIRMED), scope),
    }
