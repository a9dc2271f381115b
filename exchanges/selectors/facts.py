"""What the table of a placement's life asks about one case: read for the step itself and for its button."""

from accounts.enums import Duty
from accounts.models import Unit
from exchanges.models import Placement
from exchanges.workflow import PlacementFacts, PlanFigures, tier_of
from incubators.models import Need
from programmes.enums import Mode, Tier


def placement_facts(placement: Placement) -> PlacementFacts:
    return PlacementFacts(
        plan_is_complete=is_complete(placement),
        expert_has_agreed=placement.expert_agreed_at is not None,
        another_unit_reviews=reviewing_unit(placement.need) is not None,
        tier=current_tier(placement),
    )


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
