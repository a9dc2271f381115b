"""The plan in words: as submitted, as it stands, and what changed between the two."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from common.templatetags.formats import written_day
from exchanges.labels import PLAN_FIELDS
from exchanges.models import Placement
from programmes.labels import MODES
from taxonomy.models import Place

# An unpaid or remote placement has none of these; three lines of "Not given" would look like gaps.
_SAID_WHEN_GIVEN = {"place", "allowance_currency", "allowance_payer"}


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the plan; `before` is set when it differs from the earlier submission."""

    name: str
    label: str
    value: str
    before: str = ""
    is_changed: bool = False


def plan_as_submitted(placement: Placement) -> dict[str, Any]:
    """The plan as plain JSON: strings, integers, booleans, lists; dates as ISO 8601."""
    return {
        "purpose": placement.purpose,
        "deliverable": placement.deliverable,
        "counterpart": placement.counterpart,
        "mode": str(placement.mode),
        "place": placement.place.code if placement.place else "",
        "starts_on": placement.starts_on.isoformat() if placement.starts_on else "",
        "ends_on": placement.ends_on.isoformat() if placement.ends_on else "",
        "hours_per_week": placement.hours_per_week,
        "days_in_country": placement.days_in_country,
        "allowance_amount": str(placement.allowance_amount or ""),
        "allowance_currency": placement.allowance_currency,
        "allowance_payer": placement.allowance_payer,
        "restricted_post": placement.restricted_post,
        "work_items": [
            [item.title, item.due_on.isoformat() if item.due_on else ""]
            for item in placement.work_items.all()
        ],
    }


def submitted_rows(placement: Placement) -> list[PlanRow]:
    """The plan as it was submitted last, with what changed since the submission before."""
    versions = list(placement.plan_versions.order_by("-number")[:2])
    before = versions[1].plan if len(versions) > 1 else None
    return plan_rows(versions[0].plan, before=before) if versions else []


def plan_rows(plan: dict[str, Any], *, before: dict[str, Any] | None = None) -> list[PlanRow]:
    """The plan's lines in the reader's language, with what changed since `before` marked."""
    rows = [
        PlanRow(
            name=name,
            label=str(label),
            value=_worded(name, plan[name]),
            before=_worded(name, before[name]) if before is not None else "",
            is_changed=before is not None and plan[name] != before[name],
        )
        for name, label in PLAN_FIELDS.items()
    ]
    return [row for row in rows if row.value or row.is_changed or row.name not in _SAID_WHEN_GIVEN]


def _worded(name: str, value: Any) -> str:
    if name == "allowance_amount":
        return str(value) or _("none")
    if name == "mode":
        return str(MODES[value])
    if name == "place":
        place = Place.objects.filter(code=value).first() if value else None
        return str(place) if place else ""
    if name in ("starts_on", "ends_on"):
        return _written(value)
    if name == "restricted_post":
        return _("Yes") if value else _("No")
    if name == "work_items":
        return "\n".join(f"{title} ({_written(due)})" if due else title for title, due in value)
    return str(value)


def _written(iso: str) -> str:
    return written_day(date.fromisoformat(iso)) if iso else ""
