"""What the table of a placement's life asks about one case: read for the step itself and for its button."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.enums import Duty
from accounts.models import Unit
from exchanges.enums import (
    ADDED_ROLES,
    ENDED,
    REPORT_HANDED_IN,
    REPORT_IS_IN,
    PlacementState,
    ReportKind,
    Side,
    Verdict,
)
from exchanges.models import Placement
from exchanges.selectors.answers import unanswered
from exchanges.workflow import (
    DAYS_TO_CONFIRM,
    CheckFacts,
    PlacementFacts,
    PlanFigures,
    missing_checks,
    tier_of,
)
from incubators.enums import NeedState
from incubators.models import Need
from programmes.enums import Mode, ProgrammeKind, Tier
from programmes.selectors import PlanTerms, Policy, check_plan, policy_of

# A placement's days are counted where the host lives.
PAKISTAN = ZoneInfo("Asia/Karachi")


def placement_facts(placement: Placement, *, at: datetime | None = None) -> PlacementFacts:
    """The facts at a moment; without one, now."""
    at = at or timezone.now()
    policy = policy_for(placement)
    tier = tier_under(policy, placement)
    return PlacementFacts(
        plan_is_complete=is_complete(placement),
        expert_has_agreed=placement.expert_agreed_at is not None,
        another_unit_reviews=reviewing_unit(placement.need) is not None,
        tier=tier,
        plan_breaks_policy=bool(check_plan(policy, plan_terms(placement))),
        n_places=n_places(placement),
        **_round_of(placement),
        checklist_is_complete=not missing_checks(check_facts(placement, tier), check_states(placement)),
        expert_has_confirmed=placement.expert_confirmed_at is not None,
        host_has_confirmed=placement.host_confirmed_at is not None,
        confirmation_is_over=_is_over(placement, PlacementState.APPROVED, DAYS_TO_CONFIRM, at),
        may_be_appealed=placement.state == PlacementState.REJECTED
        and placement.appealed_at is None
        and not _is_over(placement, PlacementState.REJECTED, policy.appeal_days, at),
        seat_and_hours_are_free=placement.state != PlacementState.REJECTED or _has_room(placement),
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


def n_places(placement: Placement) -> int:
    """How many reviewers the plan needs, as it was submitted."""
    return 2 if placement.tier == Tier.T2 else 1


def _round_of(placement: Placement) -> dict[str, Any]:
    """Who has the case now and what they found; a review that is not there yet reads as None."""
    verdicts = list(placement.assignments.current().values_list("review__verdict", flat=True))
    given = [verdict for verdict in verdicts if verdict]
    return {
        "n_reviewers": len(verdicts),
        "n_reviews": len(given),
        "reviews_differ": set(given) == {Verdict.APPROVE, Verdict.REJECT},
    }


def _has_room(placement: Placement) -> bool:
    """Whether a placement that ended could take its seat and its hours again."""
    need, expert = placement.need, placement.expert
    n_others = (
        expert.commitments.filter(starts_on__lte=placement.ends_on, ends_on__gte=placement.starts_on)
        .exclude(source_ref=placement.invitation.source_ref)
        .count()
    )
    return (
        need.state != NeedState.WITHDRAWN
        and need.placements.exclude(state__in=ENDED).count() < need.seats
        and n_others < expert.capacity
    )


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
    """Purpose, deliverable, dates, at least one step and the answers that are needed; whoever comes has a
    counterpart with a role."""
    words = [placement.purpose, placement.deliverable]
    if placement.mode != Mode.REMOTE:
        words += [placement.counterpart, placement.counterpart_role]
    return (
        all(text.strip() for text in words)
        and None not in (placement.starts_on, placement.ends_on)
        and placement.work_items.exists()
        and not unanswered(placement)
    )


def policy_for(placement: Placement) -> Policy:
    """The policy that was in force when the case was submitted; a draft follows the newest."""
    return policy_of(placement.need.programme, at=placement.submitted_at)


def check_facts(placement: Placement, tier: Tier) -> CheckFacts:
    """What decides the lines of this placement's checklist."""
    is_joint = placement.need.programme.kind == ProgrammeKind.JOINT_RESEARCH
    return CheckFacts(
        is_in_country=placement.mode != Mode.REMOTE,
        is_small=tier == Tier.T0,
        is_research=is_joint or any(one.role in ADDED_ROLES for one in placement.participations.all()),
        is_restricted_post=placement.restricted_post,
    )


def check_states(placement: Placement) -> dict[str, str]:
    return {item.kind: item.state for item in placement.checklist.all()}


def current_tier(placement: Placement) -> Tier:
    """How much review the present plan needs, by the policy that holds for the case."""
    return tier_under(policy_for(placement), placement)


def tier_under(policy: Policy, placement: Placement) -> Tier:
    themes = {theme.slug for theme in placement.need.themes.all()} if policy.sensitive_themes else set()
    return tier_of(
        PlanFigures(
            is_remote=placement.mode == Mode.REMOTE,
            is_paid=placement.is_paid,
            hours_in_all=hours_in_all(placement),
            days_in_country=placement.days_in_country,
            has_sensitive_theme=not themes.isdisjoint(policy.sensitive_themes),
            is_restricted_post=placement.restricted_post,
            t0_most_hours=policy.t0_most_hours,
            t2_days_in_country=policy.t2_days_in_country,
        )
    )


def plan_terms(placement: Placement) -> PlanTerms:
    """What the programme's policy limits in the present plan."""
    return PlanTerms(
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        hours_per_week=placement.hours_per_week,
        days_in_country=placement.days_in_country,
        amount=placement.allowance_amount,
        currency=placement.allowance_currency,
    )


def hours_in_all(placement: Placement) -> int:
    """Hours of the whole plan, begun weeks counted in full."""
    if placement.starts_on is None or placement.ends_on is None:
        return placement.hours_per_week * placement.need.weeks
    n_days = (placement.ends_on - placement.starts_on).days + 1
    return placement.hours_per_week * -(-n_days // 7)
