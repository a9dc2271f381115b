"""Who an organisation belongs to, who belongs to it, and who could be asked."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common.text import clean_line
from incubators.enums import OrganisationKind, OrganisationState
from incubators.labels import ORGANISATION_KINDS
from incubators.models import Organisation
from incubators.policies import is_owner
from incubators.querysets import OrganisationQuerySet
from incubators.selectors.words import name_of, where

PARENT_KINDS = (
    OrganisationKind.SCIENCE_PARK,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.RESEARCH_CENTRE,
    OrganisationKind.INCUBATOR,
    OrganisationKind.GOVERNMENT,
)
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another organisation in a line."""

    public_id: str
    name: str
    kind: str
    place: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParentPage:
    organisation: Organisation
    name: str
    parent: Neighbour | None
    asked: Neighbour | None
    found: list[Neighbour]
    words: str


@dataclass(frozen=True, slots=True)
class TenantsPage:
    organisation: Organisation
    name: str
    owns: bool
    asking: list[Neighbour]
    tenants: list[Neighbour]


def parent_page(organisation: Organisation, words: str) -> ParentPage:
    """The parent, whom the organisation asked, or those it could ask by some words of their name."""
    words = clean_line(words)[:80]
    is_free = organisation.parent_id is None and organisation.asked_parent_id is None
    found = possible_parents(organisation).naming(words) if words and is_free else Organisation.objects.none()
    return ParentPage(
        organisation=organisation,
        name=name_of(organisation),
        parent=neighbour(organisation.parent) if organisation.parent else None,
        asked=neighbour(organisation.asked_parent, organisation.asked_parent_at)
        if organisation.asked_parent
        else None,
        found=[neighbour(one) for one in found.with_place().order_by("name", "pk")[:MOST_FOUND]],
        words=words,
    )


def possible_parents(organisation: Organisation) -> OrganisationQuerySet:
    """Verified organisations of the kinds that have tenants; rings are refused when one is asked."""
    return Organisation.objects.verified().filter(kind__in=PARENT_KINDS).exclude(pk=organisation.pk)


def tenants_page(organisation: Organisation, user: User) -> TenantsPage:
    asking = organisation.asking_tenants.with_place().order_by("asked_parent_at", "pk")
    owns = is_owner(user, organisation)
    return TenantsPage(
        organisation=organisation,
        name=name_of(organisation),
        owns=owns,
        asking=[neighbour(one, one.asked_parent_at) for one in asking] if owns else [],
        tenants=tenants_of(organisation),
    )


def tenants_of(organisation: Organisation) -> list[Neighbour]:
    """The verified tenants, by name."""
    tenants = organisation.tenants.filter(state=OrganisationState.VERIFIED).with_place()
    return [neighbour(one) for one in tenants.order_by("name", "pk")]


def neighbour(organisation: Organisation, since: datetime | None = None) -> Neighbour:
    return Neighbour(
        public_id=organisation.public_id,
        name=name_of(organisation),
        kind=str(ORGANISATION_KINDS[OrganisationKind(organisation.kind)]),
        place=where(organisation),
        since=since,
    )
