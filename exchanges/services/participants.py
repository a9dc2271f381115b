"""Who takes part in a placement besides the expert and the host: partners, funders, a jury."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from common.refusals import Refused
from exchanges.enums import ADDED_ROLES, ParticipationRole
from exchanges.models import Participation, Placement
from exchanges.services.plans import lock_plan, record_edit
from incubators.models import Organisation

MOST_PARTICIPANTS = 6


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation of the portal, or a body outside it by its name, and what it adds to the cost."""

    role: ParticipationRole
    organisation: Organisation | None = None
    name: str = ""
    cofunding_amount: Decimal | None = None
    cofunding_currency: str = ""


def name_participants(
    *,
    placement_id: int,
    participants: tuple[Participant, ...],
    by: User,
    at: datetime,
    version: int | None = None,
) -> Placement:
    """Write who takes part: a part of the plan, so the expert agrees anew.

    Raises Denied, Refused("stale_version"), or Refused with the field of the line: `currency_missing`,
    `participant_unnamed`, `participant_takes_part_already`, `too_many_participants`.
    """
    with transaction.atomic():
        placement, _expert = lock_plan(placement_id=placement_id, by=by)
        _check(placement, participants)
        record_edit(placement, by=by, at=at, version=version)
        placement.participations.filter(role__in=ADDED_ROLES).delete()
        Participation.objects.bulk_create(
            Participation(
                placement=placement,
                role=one.role,
                organisation=one.organisation,
                name="" if one.organisation else one.name.strip(),
                cofunding_amount=one.cofunding_amount or None,
                cofunding_currency=one.cofunding_currency if one.cofunding_amount else "",
            )
            for one in participants
        )
    return placement


def _check(placement: Placement, participants: tuple[Participant, ...]) -> None:
    if len(participants) > MOST_PARTICIPANTS:
        raise Refused("too_many_participants")
    seen = set()
    for number, one in enumerate(participants, start=1):
        if one.role not in ADDED_ROLES:
            raise Refused("role_unknown", field=f"role_{number}")
        if one.organisation is None and not one.name.strip():
            raise Refused("participant_unnamed", field=f"name_{number}")
        if one.cofunding_amount and not one.cofunding_currency:
            raise Refused("currency_missing", field=f"currency_{number}")
        who = (one.role, one.organisation.pk if one.organisation else one.name.strip().casefold())
        is_host = one.organisation is not None and one.organisation.pk == placement.organisation_id
        if who in seen or (is_host and one.role == ParticipationRole.PARTNER):
            raise Refused("participant_takes_part_already", field=f"name_{number}")
        seen.add(who)
