"""When the review of a case should be done, and how long it has waited, in working days."""

from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from exchanges.enums import SECRET, PlacementState
from exchanges.models import Placement
from programmes.selectors.policy import Policies, policies_of
from taxonomy.selectors import WorkingDays, working_days

UNDECIDED = (PlacementState.SUBMITTED, PlacementState.IN_REVIEW, *SECRET)


def due_of(placement: Placement, days: WorkingDays, policies: Policies) -> date:
    """When the review should be done: the target of its tier, in working days after the submission."""
    return days.after(_submitted_on(placement), target_of(placement, policies))


def target_of(placement: Placement, policies: Policies) -> int:
    """In how many working days, by the policy that was in force when the case was submitted."""
    policy = policies.of(placement.need.programme_id, at=placement.submitted_at)
    return policy.target_days(placement.tier)


def due_at(placement: Placement) -> datetime | None:
    """The due day of a submitted case as a moment in the reader's time zone."""
    if placement.submitted_at is None:
        return None
    return as_moment(due_of(placement, working_days(), policies_of([placement.need.programme_id])))


def as_moment(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_current_timezone())


def age_of(placement: Placement, days: WorkingDays, *, today: date) -> int:
    """Working days since the submission."""
    return days.n_after(_submitted_on(placement), today)


def _submitted_on(placement: Placement) -> date:
    return timezone.localtime(placement.submitted_at or placement.state_since).date()


def is_overdue(days: WorkingDays, *, today: date) -> Q:
    """The same rule as `due_of`, as a condition over the cases that wait."""
    pending = list(Placement.objects.filter(state__in=UNDECIDED).select_related("need"))
    policies = policies_of(one.need.programme_id for one in pending)
    return Q(pk__in=[one.pk for one in pending if due_of(one, days, policies) < today])
