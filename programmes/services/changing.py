"""Changing what a programme is, and its phases."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.policies import require
from common.refusals import Refused
from programmes.enums import Mode, PhaseKind
from programmes.models import Agreement, Phase, Programme


@dataclass(frozen=True, slots=True)
class About:
    """What a programme is; each field is a column."""

    summary: str
    summary_ur: str
    modes: list[Mode]
    partner_countries: list[str]
    sdgs: list[int]
    agreement: Agreement | None
    checks_needs: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class PhaseRow:
    name: str
    name_ur: str
    kind: PhaseKind
    starts_on: date
    ends_on: date


def change_programme(*, programme_id: int, about: About, by: User, at: datetime) -> Programme:
    """Write what a programme is.

    Raises Denied, or Refused `programme_without_mode`, `programme_unchanged`.
    """
    with transaction.atomic():
        programme = _locked(programme_id, by)
        if not about.modes:
            raise Refused("programme_without_mode", field="modes")
        names = [field.name for field in fields(About)]
        changed = [name for name in names if getattr(programme, name) != getattr(about, name)]
        if not changed:
            raise Refused("programme_unchanged")
        for name in changed:
            setattr(programme, name, getattr(about, name))
        programme.save(update_fields=changed)
        _record(programme, ", ".join(changed), by=by, at=at)
    return programme


def set_phases(*, programme_id: int, phases: Sequence[PhaseRow], by: User, at: datetime) -> list[Phase]:
    """Write all phases of a programme, in the order of their days; none at all: it takes needs while open.

    Raises Denied, or Refused with the field and the number of the line, counted from one.
    """
    with transaction.atomic():
        programme = _locked(programme_id, by)
        _check_phases(phases)
        programme.phases.all().delete()
        written = Phase.objects.bulk_create(
            Phase(programme=programme, **{field.name: getattr(row, field.name) for field in fields(PhaseRow)})
            for row in phases
        )
        _record(programme, "phases", by=by, at=at)
    return written


def _check_phases(phases: Sequence[PhaseRow]) -> None:
    for n, row in enumerate(phases, start=1):
        if row.ends_on < row.starts_on:
            raise Refused("phase_dates_order", field=f"ends_on_{n}")
        if any(
            row.starts_on <= other.ends_on and other.starts_on <= row.ends_on for other in phases[: n - 1]
        ):
            raise Refused("phases_overlap", field=f"starts_on_{n}")


def _locked(programme_id: int, by: User) -> Programme:
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme_id)
    require(by, "programmes.change_policy", programme)
    return programme


def _record(programme: Programme, what: str, *, by: User, at: datetime) -> None:
    record_account_event(
        AccountAction.PROGRAMME_CHANGED,
        by=by,
        at=at,
        unit=programme.owner_unit,
        detail=f"{programme.slug}: {what}"[:80],
    )
