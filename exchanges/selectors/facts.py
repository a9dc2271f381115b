"""What the table of a placement's life asks about one case: read for the step itself and for its button."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.enums import Duty
from accounts.models import Unit
from exchanges.enums import REPORT_HANDED_IN, REPORT_IS_IN, PlacementState, ReportKind, Side
from exchanges.models import Placement
from exchanges.workflow import DAYS_TO_APPEAL, DAYS_TO_CONFIRM, PlacementFacts, PlanFigures, tier_of
from incubators.models import Need
from programmes.enums import Mode, Tier

# A placement's days are counted where the host lives.
PAKISTAN = ZoneInfo("Asia/Karachi")


def placement_facts(placement: Placement, *, at: datetime | None = None) -> PlacementFacts:
    """The facts at a moment; without one, now."""
    at = at or timezone.now()
    return PlacementFacts(
        plan_is_complete=is_complete(placement),
        expert_has_agreed=placement.expert_agreed_at is not None,
        another_unit_reviews=reviewing_unit(placement.need) is not None,
        tier=current_tier(placement),
        expert_has_confirmed=placement.expert_confirmed_at is not None,
        host_has_confirmed=placement.host_confirmed_at is not None,
        confirmation_is_over=_is_over(placement, PlacementState.APPROVED, DAYS_TO_CONFIRM, at),
        may_be_appealed=placement.state == PlacementState.REJECTED
        and placement.appealed_at is None
        and not _is_over(placement, PlacementState.REJECTED, DAYS_TO_APPEAL, at),
        starts_on=placement.starts_on or date.max,
        ends_on=placement.ends_on or date.max,
        today=day_of(at),
        both_reports_are_in=_both_reports_are_in(placement),
        follow_up_is_answered=_follow_up_is_answered(placement),
    )


def day_of(at: datetime) -> date:
    """The day of a moment where the host lives."""
    return timezone.localdate(at, PAKISTAN)


def _both_reports_are_in(placement: Placement) -> bool:
    """The final ones, of both sides; asked of a placement that is under way alone."""
    if placement.state != PlacementState.ACTIVE:
        return False
    return placement.reports.filter(kind=ReportKind.FINAL, state__in=REPORT_IS_IN).count() == 2


def _follow_up_is_answered(placement: Placement) -> bool:
    """By the host, who knows what is still in use; the expert's answer is welcome."""
    if placement.state != PlacementState.COMPLETED:
        return False
    answers = placement.reports.filter(kind=ReportKind.FOLLOW_UP, side=Side.HOST)
    return answers.filter(state__in=REPORT_HANDED_IN).exists()


def _is_over(placement: Placement, state: PlacementState, days: int, at: datetime) -> bool:
    """Whether a placement has stood in a state for more than so many days."""
    return placement.state == state and at > placement.state_since + timedelta(days=days)


def reviewing_unit(need: Need) -> Unit | None:
    """The programme's unit, or another reviewing one when the host is that very unit; None without one."""
    owner = need.programme.owner_unit
    if owner.pk != need.organisation.unit_id:
        return owner
    others = Unit.objects.with_duty(Duty.REVIEW_PLACEMENTS).exclude(pk=owner.pk)
    return others.order_by("slug").first()


def is_complete(placement: Placement) -> bool:
    """Purpose, deliverable, counterpart, dates and at least one step."""
    words = (placement.purpose, placement.deliverable, placement.counterpart)
    return (
        all(text.strip() for text in words)
        and None not in (placement.starts_on, placement.ends_on)
        and placement.work_items.exists()
    )


def current_tier(placement: Placement) -> Tier:
    """How much review the present plan needs, by the programme's limits."""
    programme = placement.need.programme
    sensitive = programme.sensitive_themes.filter(pk__in=placement.need.themes.values("pk")).exists()
    return tier_of(
        PlanFigures(
            is_remote=placement.mode == Mode.REMOTE,
            is_paid=placement.is_paid,
            hours_in_all=_hours_in_all(placement),
            days_in_country=placement.days_in_country,
            has_sensitive_theme=sensitive,
            is_restricted_post=placement.restricted_post,
            t0_most_hours=programme.t0_most_hours,
            t2_days_in_country=programme.t2_days_in_country,
        )
    )


def _hours_in_all(placement: Placement) -> int:
    if placement.starts_on is None or placement.ends_on is None:
        return placement.hours_per_week * placement.need.weeks
    n_days = (placement.ends_on - placement.starts_on).days + 1
    return placement.hours_per_week * -(-n_days // 7)
