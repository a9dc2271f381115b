"""The plan of a placement: edited by both sides, kept as it was at each submission."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from common.events import move
from common.policies import require
from common.refusals import Refused
from exchanges.enums import PlacementAction
from exchanges.models import Placement, PlanVersion, WorkItem
from exchanges.policies import parts_played
from exchanges.selectors.answers import asked_of
from exchanges.selectors.facts import current_tier, plan_terms, policy_for
from exchanges.selectors.plans import plan_as_submitted
from experts.enums import CommitmentKind
from experts.models import Expert
from experts.services.commitments import lock_expert, n_engagements, set_commitment
from incubators.services.needs import lock_need
from programmes.enums import Mode
from programmes.selectors import check_plan
from taxonomy.models import Place

MOST_HOURS_PER_WEEK = 60
MOST_DAYS_IN_COUNTRY = 366


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the two sides agree on; `steps` are the work items in order.

    `answers` go by the question: None takes one away, and what is not named stays.
    """

    purpose: str
    deliverable: str
    counterpart: str
    mode: Mode
    place: Place | None
    starts_on: date | None
    ends_on: date | None
    hours_per_week: int
    days_in_country: int
    allowance_amount: Decimal | None
    allowance_currency: str
    allowance_payer: str
    restricted_post: bool
    counterpart_role: str = ""
    counterpart_email: str = ""
    allowance_purpose: str = ""
    allowance_per: str = ""
    allowance_rate_on: date | None = None
    steps: tuple[Step, ...] = ()
    answers: Mapping[int, Any] | None = None


def edit_plan(
    *, placement_id: int, plan: Plan, by: User, at: datetime, version: int | None = None
) -> Placement:
    """Write the plan; an edit clears the expert's agreement, since the agreed words are no longer these.

    What the expert has promised follows the plan's dates and hours; need, expert and placement are locked
    in the order of the invitations' services. Raises Denied, Refused with the field, or
    Refused("stale_version").
    """
    with transaction.atomic():
        placement, expert = lock_plan(placement_id=placement_id, by=by)
        _check(plan)
        for field in fields(Plan):
            if field.name not in ("steps", "answers"):
                setattr(placement, field.name, getattr(plan, field.name))
        for breach in check_plan(policy_for(placement), plan_terms(placement)):
            raise breach
        record_edit(placement, by=by, at=at, version=version)
        promise_hours(placement, expert)
        placement.work_items.all().delete()
        WorkItem.objects.bulk_create(
            WorkItem(placement=placement, title=step.title, due_on=step.due_on, position=position)
            for position, step in enumerate(plan.steps, start=1)
        )
        _write_answers(placement, plan.answers or {})
        placement.tier = current_tier(placement)
        placement.save(update_fields=["tier"])
    return placement


def _write_answers(placement: Placement, answers: Mapping[int, Any]) -> None:
    for question in asked_of(placement) if answers else ():
        value = answers.get(question.pk)
        if value is not None:
            placement.answers.update_or_create(question=question, defaults={"value": value})
        elif question.pk in answers:
            placement.answers.filter(question=question).delete()


def lock_plan(*, placement_id: int, by: User) -> tuple[Placement, Expert]:
    """Need, expert and placement locked, in that order, for whoever may edit the plan now. Raises Denied."""
    ids = Placement.objects.values("need_id", "expert_id").get(pk=placement_id)
    lock_need(ids["need_id"])
    expert = lock_expert(ids["expert_id"])
    placement = Placement.objects.select_for_update(of=("self",)).get(pk=placement_id)
    require(by, "exchanges.edit_placement", placement)
    return placement, expert


def record_edit(placement: Placement, *, by: User, at: datetime, version: int | None = None) -> None:
    """Whatever of a plan is edited, the expert agrees anew. Raises Refused("stale_version")."""
    placement.expert_agreed_at = None
    part = next(iter(parts_played(by, placement)))
    move(placement, action=PlacementAction.EDIT, part=part, by=by, at=at, version=version)


def check_figures(plan: "Plan | Placement") -> None:
    """Hours, days and dates that contradict each other, of a plan or of an amended placement."""
    if not 1 <= plan.hours_per_week <= MOST_HOURS_PER_WEEK:
        raise Refused("hours_per_week_range", field="hours_per_week")
    if plan.days_in_country > MOST_DAYS_IN_COUNTRY:
        raise Refused("days_in_country_range", field="days_in_country")
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Refused("placement_dates_order", field="ends_on")
    if plan.starts_on and plan.ends_on and plan.days_in_country > (plan.ends_on - plan.starts_on).days + 1:
        raise Refused("days_outside_dates", field="days_in_country")


def _check(plan: Plan) -> None:
    check_figures(plan)
    if plan.allowance_amount and not plan.allowance_currency:
        raise Refused("currency_missing", field="allowance_currency")
    if plan.allowance_amount and not plan.allowance_payer:
        raise Refused("payer_missing", field="allowance_payer")
    if plan.allowance_amount and not plan.allowance_per:
        raise Refused("per_missing", field="allowance_per")
    if plan.allowance_amount and not plan.allowance_purpose.strip():
        raise Refused("purpose_missing", field="allowance_purpose")
    for number, step in enumerate(plan.steps, start=1):
        if step.due_on and (
            (plan.starts_on and step.due_on < plan.starts_on) or (plan.ends_on and step.due_on > plan.ends_on)
        ):
            raise Refused("step_outside_dates", field=f"step_{number}_by")


def promise_hours(placement: Placement, expert: Expert) -> None:
    """Other engagements must leave room for new dates; without dates the earlier ones stay promised."""
    if placement.starts_on is None or placement.ends_on is None:
        return
    source_ref = placement.invitation.source_ref
    dates = {"starts_on": placement.starts_on, "ends_on": placement.ends_on}
    promised = expert.commitments.filter(source_ref=source_ref, **dates)
    if not promised.exists() and n_engagements(expert, **dates, besides=source_ref) >= expert.capacity:
        raise Refused("capacity_used", field="starts_on")
    if not promised.filter(hours_per_week=placement.hours_per_week).exists():
        set_commitment(
            expert_id=expert.pk,
            source_ref=source_ref,
            kind=CommitmentKind.PROMISED,
            hours_per_week=placement.hours_per_week,
            **dates,
        )


def keep_version(placement: Placement, *, at: datetime) -> PlanVersion:
    """Store the plan as it is submitted: what the reviewer sees and a resubmission is compared with."""
    plan = plan_as_submitted(placement)
    number = placement.plan_versions.count() + 1
    return PlanVersion.objects.create(
        placement=placement, number=number, plan=plan, digest=digest_of_plan(plan), at=at
    )


def digest_of_plan(plan: dict[str, Any]) -> str:
    """SHA-256 of the plan's canonical JSON: both people of a decision see the same hash."""
    canonical = json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
