"""When the review of a case should be done, and how long it has waited, in working days."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from exchanges.models import Placement
from programmes.models import Programme
from taxonomy.selectors import WorkingDays, working_days


def due_of(placement: Placement, days: WorkingDays) -> date:
    """When the review should be done: the programme's target in working days after the submission."""
    return days.after(_submitted_on(placement), placement.need.programme.review_target_days)


def due_at(placement: Placement) -> datetime | None:
    """The due day of a submitted case as a moment in the reader's time zone."""
    if placement.submitted_at is None:
        return None
    return as_moment(due_of(placement, working_days()))


def as_moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def age_of(placement: Placement, days: WorkingDays, *, today: date) -> int:
    """Working days since the submission."""
    return days.between(_submitted_on(placement), today)


def _submitted_on(placement: Placement) -> date:
    return timezone.localtime(placement.submitted_at or placement.state_since).date()


def is_overdue(days: WorkingDays, *, today: date) -> Q:
    """The same rule as `due_of`, as a condition for the database."""
    late = Q(pk__in=())
    targets = Programme.objects.order_by().values_list("review_target_days", flat=True).distinct()
    for target in targets:
        last = today
        while days.after(last, target) >= today:
            last -= timedelta(days=1)
        ends = as_moment(last + timedelta(days=1))
        late |= Q(need__programme__review_target_days=target, submitted_at__lt=ends)
    return late
