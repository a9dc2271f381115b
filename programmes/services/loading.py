"""Seeding the units and programmes that the portal ships."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import Unit, User
from accounts.services.events import record_account_event
from programmes.enums import DEFAULT_WEIGHTS
from programmes.models import PolicyVersion, Programme, Weights
from programmes.selectors import Policy
from programmes.services.policy import check_policy

REFERENCE = Path(__file__).parents[1] / "reference"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were missing and have been written."""

    units: int
    programmes: int


def load_programmes(*, by: User | None, at: datetime) -> Loaded:
    """Write the reference units and programmes that are missing, each with its first weights and policy.

    Programmes without weights or without a policy get theirs; nothing that exists is changed.
    """
    with transaction.atomic():
        n_units = sum(_load_unit(row, by=by, at=at) for row in _rows("units.json"))
        n_programmes = sum(_load_programme(row, at=at) for row in _rows("programmes.json"))
    return Loaded(n_units, n_programmes)


def _rows(name: str) -> list[dict[str, Any]]:
    return json.loads((REFERENCE / name).read_text("utf-8"))


def _load_unit(row: dict[str, Any], *, by: User | None, at: datetime) -> bool:
    unit, created = Unit.objects.get_or_create(
        slug=row["slug"], defaults={key: row[key] for key in ("name", "name_ur", "duties")}
    )
    if created:
        record_account_event(AccountAction.UNIT_CREATED, by=by, at=at, unit=unit)
    return created


def _load_programme(row: dict[str, Any], *, at: datetime) -> bool:
    programme, created = Programme.objects.get_or_create(
        slug=row["slug"],
        defaults={key: row[key] for key in ("kind", "modes", "name", "name_ur", "summary", "summary_ur")}
        | {
            "owner_unit": Unit.objects.get(slug=row["owner"]),
            "checks_needs": row.get("checks_needs", False),
            "sdgs": row.get("sdgs", []),
        },
    )
    if not programme.weights.exists():
        Weights.objects.create(
            programme=programme, number=1, values=dict(DEFAULT_WEIGHTS) | row["weights"], since=at
        )
    if not programme.policy_versions.exists():
        policy = Policy.read(row["policy"], 1)
        check_policy(policy)
        PolicyVersion.objects.create(programme=programme, number=1, values=policy.values, since=at)
    return created
