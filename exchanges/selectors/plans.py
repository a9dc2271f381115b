"""The plan in words: as submitted, as it stands, and what changed between the two."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.paper import isolated
from common.templatetags.formats import amount, written_day
from exchanges.enums import ADDED_ROLES, CheckState
from exchanges.labels import ALLOWANCE_PER, CHECK_STATES, CHECKS, PARTICIPATION_ROLES, PLAN_FIELDS
from exchanges.models import Placement
from exchanges.selectors.answers import answered_lines
from exchanges.workflow import CHECK_OF
from programmes.labels import MODES
from taxonomy.models import Place

# An unpaid or remote placement has none of these; three lines of "Not given" would look like gaps.
_SAID_WHEN_GIVEN = {
    "place",
    "counterpart_role",
    "counterpart_email",
    "allowance_per",
    "allowance_purpose",
    "allowance_payer",
    "allowance_rate_on",
    "participations",
    "checklist",
    "answers",
}
# It stands beside the amount.
_SAID_WHEN_CHANGED = {"allowance_currency"}
# The portal tells how to reach the counterpart to the two sides alone.
_FOR_PARTIES = {"counterpart_email"}


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
        "counterpart_role": placement.counterpart_role,
        "counterpart_email": placement.counterpart_email,
        "mode": str(placement.mode),
        "place": placement.place.code if placement.place else "",
        "starts_on": placement.starts_on.isoformat() if placement.starts_on else "",
        "ends_on": placement.ends_on.isoformat() if placement.ends_on else "",
        "hours_per_week": placement.hours_per_week,
        "days_in_country": placement.days_in_country,
        "allowance_amount": str(placement.allowance_amount or ""),
        "allowance_currency": placement.allowance_currency,
        "allowance_payer": placement.allowance_payer,
        "allowance_purpose": placement.allowance_purpose,
        "allowance_per": placement.allowance_per,
        "allowance_rate_on": placement.allowance_rate_on.isoformat() if placement.allowance_rate_on else "",
        "restricted_post": placement.restricted_post,
        "work_items": [
            [item.title, item.due_on.isoformat() if item.due_on else ""]
            for item in placement.work_items.all()
        ],
        "participations": [
            [
                one.role,
                str(one.organisation.name if one.organisation else one.name),
                str(one.cofunding_amount or ""),
                one.cofunding_currency,
            ]
            for one in placement.participations.all()
            if one.role in ADDED_ROLES
        ],
        "checklist": sorted(
            [item.kind, item.state, item.reason]
            for item in placement.checklist.all()
            if CHECK_OF[item.kind].of_plan and item.state != CheckState.OPEN
        ),
        "answers": [
            [answer.question.public_id, answer.value]
            for answer in placement.answers.select_related("question")
        ],
    }


def submitted_rows(placement: Placement) -> list[PlanRow]:
    """The plan as it was submitted last, with what changed since the submission before."""
    versions = list(placement.plan_versions.order_by("-number")[:2])
    before = versions[1].plan if len(versions) > 1 else None
    return plan_rows(versions[0].plan, before=before) if versions else []


def plan_rows(
    plan: dict[str, Any], *, before: dict[str, Any] | None = None, for_parties: bool = False
) -> list[PlanRow]:
    """The plan's lines in the reader's language, with what changed since `before` marked."""
    rows = [
        PlanRow(
            name=name,
            label=str(label),
            value=_worded(name, plan),
            before=_worded(name, before) if before is not None else "",
            is_changed=before is not None and (plan.get(name) or "") != (before.get(name) or ""),
        )
        for name, label in PLAN_FIELDS.items()
        if for_parties or name not in _FOR_PARTIES
    ]
    return [row for row in rows if row.is_changed or (row.name not in _SAID_WHEN_CHANGED and _is_said(row))]


def _is_said(row: PlanRow) -> bool:
    return bool(row.value) or row.name not in _SAID_WHEN_GIVEN


def _worded(name: str, plan: dict[str, Any]) -> str:
    """A value in words; versions of a plan from before a field existed say nothing about it."""
    value = plan.get(name) or ""
    if name == "allowance_amount":
        return amount(Decimal(value), plan["allowance_currency"]) if value else _("none")
    if name == "allowance_per":
        return str(ALLOWANCE_PER[value]) if value else ""
    if name == "mode":
        return str(MODES[value])
    if name == "place":
        place = Place.objects.filter(code=value).first() if value else None
        return str(place) if place else ""
    if name in ("starts_on", "ends_on", "allowance_rate_on"):
        return _written(value)
    if name == "answers":
        return answered_lines(plan.get(name, []))
    if name == "restricted_post":
        return _("Yes") if value else _("No")
    if name in ("work_items", "participations", "checklist"):
        return _lines(name, plan.get(name, []))
    return str(plan.get(name, ""))


def _lines(name: str, rows: list[list[str]]) -> str:
    """Steps, whoever takes part, and what was ticked: a line each."""
    if name == "work_items":
        days = ((title, isolated(f"({_written(due)})") if due else "") for title, due in rows)
        return "\n".join(f"{title} {day}".strip() for title, day in days)
    if name == "participations":
        return "\n".join(
            f"{who} ({PARTICIPATION_ROLES[role]})" + (f": {amount(Decimal(added), code)}" if added else "")
            for role, who, added, code in rows
        )
    return "\n".join(
        f"{CHECKS[kind]}: {CHECK_STATES[state]}" + (f" ({reason})" if reason else "")
        for kind, state, reason in rows
    )


def _written(iso: str) -> str:
    return written_day(date.fromisoformat(iso)) if iso else ""
