"""A programme's policy as a typed thing, and which version holds for a case."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from programmes.enums import AllowancePer, AllowancePurpose, Payer, Tier
from programmes.models import PolicyVersion, Programme


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be paid for one purpose: a limit in one currency, never converted. Not a salary."""

    purpose: AllowancePurpose
    currency: str  # ISO 4217
    most: int  # whole units of the currency
    per: AllowancePer
    payers: tuple[Payer, ...]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Allowance":
        return cls(
            AllowancePurpose(row["purpose"]),
            row["currency"],
            row["most"],
            AllowancePer(row["per"]),
            tuple(Payer(payer) for payer in row["payers"]),
        )


@dataclass(frozen=True, slots=True)
class Criterion:
    """A line of the rubric, scored from 0 to `most`. An independent one is shown and not summed."""

    code: str
    name: str
    name_ur: str
    weight: int
    is_independent: bool
    most: int


@dataclass(frozen=True, slots=True)
class Quota:
    """A share that the ministry wishes to see. It is reported; it never filters or ranks anybody."""

    name: str
    name_ur: str
    percent: int


@dataclass(frozen=True, slots=True)
class Policy:
    """What a programme allows and how it reviews. The defaults hold until a first version is published."""

    number: int = 0  # the version; 0 before any
    least_weeks: int = 0
    most_weeks: int = 104
    most_hours_per_week: int = 60
    allowances: tuple[Allowance, ...] = ()  # none: unpaid only
    t0_most_hours: int = 10  # hours in all, remote and unpaid
    t2_days_in_country: int = 14
    sensitive_themes: tuple[str, ...] = ()  # slugs
    target_days_t0: int = 10  # working days
    target_days_t1: int = 10
    target_days_t2: int = 10
    sampling_percent: int = 10  # of what was approved at once
    appeal_days: int = 30
    rubric: tuple[Criterion, ...] = ()
    mid_report: bool = False
    report_every_weeks: int | None = None
    final_report_after_days: int = 14
    follow_up_months: int = 12
    quotas: tuple[Quota, ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, Any], number: int) -> "Policy":
        """From a version's values; what an older version does not name holds by default."""
        rows = {
            "allowances": tuple(Allowance.read(row) for row in values.get("allowances", ())),
            "rubric": tuple(Criterion(**row) for row in values.get("rubric", ())),
            "quotas": tuple(Quota(**row) for row in values.get("quotas", ())),
            "sensitive_themes": tuple(values.get("sensitive_themes", ())),
        }
        return cls(**dict(values) | rows | {"number": number})

    @property
    def values(self) -> dict[str, Any]:
        """What a version stores."""
        return {name: value for name, value in asdict(self).items() if name != "number"}

    def target_days(self, tier: str) -> int:
        """In how many working days a case of this tier should be reviewed."""
        by_tier = {Tier.T0: self.target_days_t0, Tier.T1: self.target_days_t1, Tier.T2: self.target_days_t2}
        return by_tier[Tier(tier)]


@dataclass(frozen=True, slots=True)
class Policies:
    """The versions of several programmes, newest first."""

    versions: Mapping[int, list[PolicyVersion]] = field(default_factory=dict)

    def of(self, programme_id: int, *, at: datetime | None = None) -> Policy:
        """The policy in force at a moment; without one, the newest.

        A case was submitted at a moment and keeps that version; a draft follows the newest. A case from
        before the first version follows the first: no rule is older than it.
        """
        versions = self.versions.get(programme_id, [])
        if not versions:
            return Policy()
        in_force = [row for row in versions if at is None or row.since <= at]
        row = (in_force or versions[-1:])[0]
        return Policy.read(row.values, row.number)


def policies_of(programme_ids: Iterable[int]) -> Policies:
    """Every version of these programmes, in one query."""
    found: dict[int, list[PolicyVersion]] = {}
    rows = PolicyVersion.objects.filter(programme_id__in=set(programme_ids))
    for row in rows.order_by("programme_id", "-number"):
        found.setdefault(row.programme_id, []).append(row)
    return Policies(found)


def policy_of(programme: Programme, *, at: datetime | None = None) -> Policy:
    """The policy that holds for what was submitted at a moment; without one, the newest. One query."""
    return policies_of([programme.pk]).of(programme.pk, at=at)
