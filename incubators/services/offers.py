"""What an organisation has to offer: its facilities, and the ventures in it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from common.events import record
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from incubators.enums import Change
from incubators.models import Facility, Organisation, Venture
from incubators.services.organisations import lock_organisation
from incubators.services.shapes import FacilityFacts, VentureFacts

MOST_FACILITIES = 60
MOST_VENTURES = 200


def add_facility(*, organisation_id: int, facts: FacilityFacts, by: User, at: datetime) -> Facility:
    """Raises Denied, or Refused `too_many_facilities` or `facility_dates_order`."""
    with transaction.atomic():
        organisation = _editable(organisation_id, by)
        if organisation.facilities.count() >= MOST_FACILITIES:
            raise Refused("too_many_facilities")
        facility = Facility(organisation=organisation)
        _write(facility, facts)
        _record(organisation, Change.ADD_FACILITY, by, at)
    return facility


def edit_facility(*, facility_id: int, facts: FacilityFacts, by: User, at: datetime) -> Facility:
    """Raises Denied, or Refused `facility_dates_order`."""
    with transaction.atomic():
        organisation = _editable(_organisation_of(Facility, facility_id), by)
        facility = organisation.facilities.get(pk=facility_id)
        _write(facility, facts)
        _record(organisation, Change.EDIT_FACILITY, by, at)
    return facility


def remove_facility(*, facility_id: int, by: User, at: datetime) -> None:
    """Raises Denied."""
    with transaction.atomic():
        organisation = _editable(_organisation_of(Facility, facility_id), by)
        organisation.facilities.filter(pk=facility_id).delete()
        _record(organisation, Change.REMOVE_FACILITY, by, at)


def add_venture(*, organisation_id: int, facts: VentureFacts, by: User, at: datetime) -> Venture:
    """Raises Denied, or Refused `too_many_ventures`, `venture_exists` or `venture_founded_ahead`."""
    with transaction.atomic():
        organisation = _editable(organisation_id, by)
        if organisation.ventures.count() >= MOST_VENTURES:
            raise Refused("too_many_ventures")
        venture = Venture(organisation=organisation)
        _write_venture(venture, facts, at)
        _record(organisation, Change.ADD_VENTURE, by, at)
    return venture


def edit_venture(*, venture_id: int, facts: VentureFacts, by: User, at: datetime) -> Venture:
    """Raises Denied, or Refused `venture_exists` or `venture_founded_ahead`."""
    with transaction.atomic():
        organisation = _editable(_organisation_of(Venture, venture_id), by)
        venture = organisation.ventures.get(pk=venture_id)
        _write_venture(venture, facts, at)
        _record(organisation, Change.EDIT_VENTURE, by, at)
    return venture


def remove_venture(*, venture_id: int, by: User, at: datetime) -> None:
    """A venture that a need names stays: the need's terms would lose whom it serves.

    Raises Denied, or Refused `venture_is_named`.
    """
    with transaction.atomic():
        organisation = _editable(_organisation_of(Venture, venture_id), by)
        venture = organisation.ventures.get(pk=venture_id)
        if venture.needs.exists():
            raise Refused("venture_is_named")
        venture.delete()
        _record(organisation, Change.REMOVE_VENTURE, by, at)


def _organisation_of(model: type[Facility] | type[Venture], pk: int) -> int:
    return model.objects.values_list("organisation_id", flat=True).get(pk=pk)


def _editable(organisation_id: int, by: User) -> Organisation:
    organisation = lock_organisation(organisation_id)
    require(by, "incubators.edit_offers", organisation)
    return organisation


def _record(organisation: Organisation, change: Change, by: User, at: datetime) -> None:
    record(organisation, action=change, part=Part.HOST, by=by, at=at)


def _write(facility: Facility, facts: FacilityFacts) -> None:
    _take(facility, facts)
    if facts["available_from"] and facts["available_to"] and facts["available_to"] < facts["available_from"]:
        raise Refused("facility_dates_order", field="available_to")
    facility.save()


def _write_venture(venture: Venture, facts: VentureFacts, at: datetime) -> None:
    _take(venture, facts)
    founded: date | None = facts["founded_on"]
    if founded and founded > at.date():
        raise Refused("venture_founded_ahead", field="founded_on")
    twins = venture.organisation.ventures.filter(name__iexact=venture.name)
    if twins.exclude(pk=venture.pk).exists():
        raise Refused("venture_exists", field="name")
    venture.save()
    venture.themes.set(facts["themes"])


def _take(row: Facility | Venture, facts: FacilityFacts | VentureFacts) -> None:
    values: dict[str, Any] = {name: value for name, value in facts.items() if name != "themes"}
    for name, value in values.items():
        setattr(row, name, value)
    row.name = clean_line(row.name)
