"""Whether a plan keeps within a programme's policy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from common.refusals import Refused, message_of
from programmes.enums import AllowancePer
from programmes.selectors.policy import Allowance, Policy


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a policy limits in a plan. `amount` is the allowance in all; `payer` is checked where known."""

    starts_on: date | None
    ends_on: date | None
    hours_per_week: int
    days_in_country: int = 0
    amount: Decimal | None = None
    currency: str = ""
    payer: str = ""

    @property
    def days(self) -> int | None:
        if self.starts_on is None or self.ends_on is None:
            return None
        return (self.ends_on - self.starts_on).days + 1


def check_plan(policy: Policy, plan: PlanTerms) -> list[Refused]:
    """What the plan breaks, each naming its field; what is not written yet is not judged.

    The caller raises the first, or shows all beside their fields.
    """
    return [*_length(policy, plan), *_hours(policy, plan), *_allowance(policy, plan)]


def _length(policy: Policy, plan: PlanTerms) -> Iterator[Refused]:
    if plan.days is None:
        return
    if plan.days < policy.least_weeks * 7:
        yield _refused("plan_too_short", "ends_on", weeks=policy.least_weeks)
    if plan.days > policy.most_weeks * 7 + 1:  # from a Monday to a Monday is a week, too
        yield _refused("plan_too_long", "ends_on", weeks=policy.most_weeks)


def _hours(policy: Policy, plan: PlanTerms) -> Iterator[Refused]:
    if plan.hours_per_week > policy.most_hours_per_week:
        yield _refused("plan_too_many_hours", "hours_per_week", hours=policy.most_hours_per_week)


def _allowance(policy: Policy, plan: PlanTerms) -> Iterator[Refused]:
    if not plan.amount:
        return
    if not policy.allowances:
        yield _refused("plan_must_be_unpaid", "allowance_amount")
        return
    rules = [rule for rule in policy.allowances if rule.currency == plan.currency]
    if not rules:
        known = ", ".join(sorted({rule.currency for rule in policy.allowances}))
        yield _refused("allowance_currency_not_offered", "allowance_currency", currencies=known)
        return
    if plan.payer and not any(plan.payer in rule.payers for rule in rules):
        yield _refused("allowance_payer_not_offered", "allowance_payer")
    limit = most_allowance(rules, plan)
    if limit is not None and plan.amount > limit:
        yield _refused("allowance_too_high", "allowance_amount", most=f"{limit:,}", currency=plan.currency)


def most_allowance(rules: list[Allowance], plan: PlanTerms) -> int | None:
    """The most that rules of one currency allow in all: of each purpose the most generous, added up.

    None while the dates are open and a rule depends on them.
    """
    most: dict[str, int] = {}
    for rule in rules:
        n = _times(rule.per, plan)
        if n is None:
            return None
        most[rule.purpose] = max(most.get(rule.purpose, 0), rule.most * n)
    return sum(most.values())


def _times(per: AllowancePer, plan: PlanTerms) -> int | None:
    """How often a rule's limit may be paid: days in the country, begun weeks, begun months of 30 days."""
    if per == AllowancePer.ONCE:
        return 1
    if per == AllowancePer.DAY:
        return plan.days_in_country
    if plan.days is None:
        return None
    return -(-plan.days // (7 if per == AllowancePer.WEEK else 30))


def _refused(code: str, field: str, **figures: object) -> Refused:
    return Refused(code, field=field, message=message_of(code) % figures)
