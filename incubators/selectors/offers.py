"""Facilities and ventures in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import decide
from incubators.enums import FacilityKind, Stage
from incubators.labels import FACILITY_KINDS, STAGES
from incubators.models import Organisation, Venture
from incubators.selectors.words import place_words


@dataclass(frozen=True, slots=True)
class FacilityRow:
    public_id: str
    kind: str
    name: str
    description: str
    place: str
    available_from: date | None
    available_to: date | None
    capacity: int | None


@dataclass(frozen=True, slots=True)
class VentureRow:
    """What everybody reads of a venture. `declared` is empty for whoever may not read it, and for nothing."""

    public_id: str
    name: str
    stage: str
    themes: list[str]
    about: str
    founded_on: date | None
    website: str
    declared: list[str]


def facility_rows(organisation: Organisation) -> list[FacilityRow]:
    facilities = organisation.facilities.select_related("place__parent__parent")
    return [
        FacilityRow(
            public_id=facility.public_id,
            kind=str(FACILITY_KINDS[FacilityKind(facility.kind)]),
            name=facility.name,
            description=facility.description,
            place=place_words(facility.place),
            available_from=facility.available_from,
            available_to=facility.available_to,
            capacity=facility.capacity,
        )
        for facility in facilities
    ]


def venture_rows(organisation: Organisation, user: User) -> list[VentureRow]:
    """The organisation's ventures; who leads them is read by few, asked once for all of them."""
    ventures: Iterable[Venture] = organisation.ventures.prefetch_related("themes")
    ventures = list(ventures)
    may_read = bool(ventures) and bool(decide(user, "incubators.read_declarations", ventures[0]))
    return [venture_row(venture, shows_declared=may_read) for venture in ventures]


def venture_row(venture: Venture, *, shows_declared: bool = False) -> VentureRow:
    return VentureRow(
        public_id=venture.public_id,
        name=venture.name,
        stage=str(STAGES[Stage(venture.stage)]),
        themes=[str(theme) for theme in venture.themes.all()],
        about=venture.about,
        founded_on=venture.founded_on,
        website=venture.website,
        declared=_declared(venture) if shows_declared else [],
    )


def _declared(venture: Venture) -> list[str]:
    told = [
        (venture.women_led, _("led by women"), _("not led by women")),
        (venture.minority_led, _("led by members of a minority"), _("not led by members of a minority")),
    ]
    return [yes if answer else no for answer, yes, no in told if answer is not None]
