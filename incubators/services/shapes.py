"""What the services of the demand side are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from incubators.enums import Category, FacilityKind, Importance, OrganisationKind, Sector, Stage, Step
from incubators.models import Venture
from programmes.enums import Mode
from programmes.models import Programme
from taxonomy.enums import Cefr, Seniority
from taxonomy.models import Place, Skill, Theme


@dataclass(frozen=True, slots=True)
class Registration:
    """What an organisation says about itself; `language` is the one in which `about` is written.

    Only an organisation in Pakistan has a place there, and it always has one.
    """

    name: str
    kind: OrganisationKind
    sector: Sector
    place: Place | None
    country: str = "PK"
    name_ur: str = ""
    website: str = ""
    email_domain: str = ""
    about: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class SkillAsk:
    """A skill that a need asks for; the rank is its position in the list given."""

    skill: Skill
    importance: Importance
    least_level: int = 2


class Terms(TypedDict, total=False):
    """Terms of reference, all or some: what is not named stays as it is."""

    programme: Programme
    venture: Venture | None
    category: Category
    title: str
    purpose: str
    deliverable: str
    counterpart: str
    counterpart_role: str
    language: str
    mode: Mode
    place: Place | None
    starts_on: date | None
    ends_on: date | None
    hours_per_week: int
    weeks: int
    seats: int
    working_languages: list[str]
    least_language_level: Cefr
    least_seniority: Seniority | str
    themes: Sequence[Theme]
    sdgs: Sequence[int]
    answers: Mapping[int, Any]  # by the question; None takes one away, what is not named stays


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they typed: the stamp of one page of the need."""

    step: Step
    stamp: str


class FacilityFacts(TypedDict):
    """All that is said of a facility."""

    kind: FacilityKind
    name: str
    description: str
    place: Place | None
    available_from: date | None
    available_to: date | None
    capacity: int | None


class VentureFacts(TypedDict):
    """All that is said of a venture; None where nothing was declared."""

    name: str
    stage: Stage
    themes: Sequence[Theme]
    about: str
    founded_on: date | None
    website: str
    women_led: bool | None
    minority_led: bool | None
