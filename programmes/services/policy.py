"""Publishing another policy of a programme: a new version, never an edit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.policies import require
from common.refusals import Refused, message_of
from programmes.enums import CURRENCIES, MOST_AMOUNT, RANGES
from programmes.models import PolicyVersion, Programme
from programmes.selectors import Policy, policy_of
from taxonomy.models import Theme


def publish_policy(
    *, programme_id: int, changes: Mapping[str, Any], seen_number: int, by: User, at: datetime
) -> PolicyVersion:
    """Put another policy in force: `changes` names the fields of `Policy` that differ.

    Drafts follow it from now on; what was submitted keeps its version. `seen_number` is the version that
    the author looked at. Raises Denied, or Refused: `stale_version`, `policy_unchanged`, or with the field
    what makes no sense.
    """
    with transaction.atomic():
        programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme_id)
        require(by, "programmes.change_policy", programme)
        present = policy_of(programme)
        policy = replace(present, **changes)
        check_policy(policy)
        if present.number != seen_number:
            raise Refused("stale_version")
        if policy == present:
            raise Refused("policy_unchanged")
        version = PolicyVersion.objects.create(
            programme=programme, number=present.number + 1, values=policy.values, since=at, by=by
        )
        record_account_event(
            AccountAction.POLICY_PUBLISHED,
            by=by,
            at=at,
            unit=programme.owner_unit,
            detail=f"{programme.slug} {version.number}",
        )
    return version


def check_policy(policy: Policy) -> None:
    """Raise Refused, naming the field, unless this policy can hold.

    The lines of a table are named with their number: `currency_2`.
    """
    for name, (least, most) in RANGES.items():
        value = getattr(policy, name)
        if value is None and name == "report_every_weeks":
            continue
        if not isinstance(value, int) or not least <= value <= most:
            said = message_of("policy_number_range") % {"least": least, "most": most}
            raise Refused("policy_number_range", field=name, message=said)
    if policy.most_weeks < policy.least_weeks:
        raise Refused("policy_weeks_order", field="most_weeks")
    known = set(Theme.objects.filter(slug__in=policy.sensitive_themes).values_list("slug", flat=True))
    if known != set(policy.sensitive_themes):
        raise Refused("policy_theme_unknown", field="sensitive_themes")
    _check_allowances(policy)
    _check_rubric(policy)
    for n, quota in enumerate(policy.quotas, start=1):
        if not quota.name or not 1 <= quota.percent <= 100:
            raise Refused("quota_incomplete", field=f"name_{n}")


def _check_allowances(policy: Policy) -> None:
    seen = set()
    for n, rule in enumerate(policy.allowances, start=1):
        if rule.currency not in CURRENCIES or not rule.payers or not 0 < rule.most <= MOST_AMOUNT:
            raise Refused("allowance_incomplete", field=f"purpose_{n}")
        key = (rule.purpose, rule.currency, rule.per)
        if key in seen:
            raise Refused("allowance_twice", field=f"purpose_{n}")
        seen.add(key)


def _check_rubric(policy: Policy) -> None:
    codes = set()
    for n, criterion in enumerate(policy.rubric, start=1):
        if not criterion.name or not 0 <= criterion.weight <= 100 or not 1 <= criterion.most <= 100:
            raise Refused("criterion_incomplete", field=f"name_{n}")
        if criterion.code in codes:
            raise Refused("criterion_twice", field=f"name_{n}")
        codes.add(criterion.code)
    if policy.rubric and not any(row.weight for row in policy.rubric if not row.is_independent):
        raise Refused("rubric_without_weight", field="weight_1")
