"""What the pages of organisations show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from common.policies import decide
from common.text import fold
from incubators.enums import (
    Evidence,
    MemberRole,
    OrganisationAction,
    OrganisationKind,
    OrganisationState,
    Sector,
)
from incubators.labels import (
    EVIDENCE,
    MEMBER_ROLES,
    ORGANISATION_ACTIONS,
    ORGANISATION_KINDS,
    ORGANISATION_STATES,
    ORGANISATION_TONES,
    SECTORS,
)
from incubators.models import Need, Organisation
from incubators.policies import WRITERS, role_in
from incubators.selectors.history import Entry, history_of_organisation
from incubators.selectors.needs import NeedRow, need_rows
from incubators.selectors.offers import FacilityRow, VentureRow, facility_rows, venture_rows
from incubators.selectors.parents import Neighbour, neighbour, tenants_of
from incubators.selectors.proofs import Proofs, is_at_domain, proofs_of
from incubators.selectors.words import name_of, where

MOST_OPEN_NEEDS = 10
_STAFF_ACTIONS = (
    OrganisationAction.VERIFY,
    OrganisationAction.REJECT,
    OrganisationAction.SUSPEND,
    OrganisationAction.REINSTATE,
)
# States in which the ministry's last word stands on the members' page.
_TOLD = (OrganisationState.REJECTED, OrganisationState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    public_id: str
    name: str
    kind: str
    sector: str
    place: str
    n_open_needs: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    public_id: str
    name: str
    kind: str
    place: str
    since: datetime
    came_back: bool
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class Card:
    """An organisation in words, for whoever may see it."""

    organisation: Organisation
    name: str
    state_label: str
    tone: str
    kind: str
    sector: str
    place: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    card: Card
    is_member: bool
    writes: bool
    owns: bool
    n_asking: int
    parent: Neighbour | None
    tenants: list[Neighbour]
    facilities: list[FacilityRow]
    ventures: list[VentureRow]
    open_needs: list[NeedRow]
    n_open_needs: int
    last_word: Entry | None
    history: list[Entry]


@dataclass(frozen=True, slots=True)
class Registrant:
    """Whoever may act for the organisation, for the staff who verify it."""

    name: str
    role: str
    has_address_at_domain: bool


@dataclass(frozen=True, slots=True)
class VerificationPage:
    card: Card
    registrants: list[Registrant]
    twins: list[Organisation]
    n_needs: int
    proofs: Proofs
    parent: Neighbour | None
    actions: list[tuple[OrganisationAction, str]]
    history: list[Entry]


def organisation_rows(organisations: Iterable[Organisation]) -> list[OrganisationRow]:
    return [
        OrganisationRow(
            public_id=organisation.public_id,
            name=name_of(organisation),
            kind=_kind(organisation),
            sector=str(SECTORS[Sector(organisation.sector)]),
            place=where(organisation),
            n_open_needs=organisation.n_open_needs,
        )
        for organisation in organisations
    ]


def queue_rows(organisations: Iterable[Organisation]) -> list[QueueRow]:
    return [
        QueueRow(
            public_id=organisation.public_id,
            name=organisation.name,
            kind=_kind(organisation),
            place=where(organisation),
            since=organisation.state_since,
            came_back=organisation.n_returns > 0,
            evidence=_evidence(organisation),
        )
        for organisation in organisations
    ]


def card_of(organisation: Organisation) -> Card:
    state = OrganisationState(organisation.state)
    return Card(
        organisation=organisation,
        name=name_of(organisation),
        state_label=str(ORGANISATION_STATES[state]),
        tone=ORGANISATION_TONES[state],
        kind=_kind(organisation),
        sector=str(SECTORS[Sector(organisation.sector)]),
        place=where(organisation),
    )


def organisation_page(organisation: Organisation, user: User) -> OrganisationPage:
    """The public page, and for members what the ministry said and what happened."""
    role = role_in(user, organisation.pk)
    needs = Need.objects.open().filter(organisation=organisation).order_by("-opened_at", "-pk")
    history = history_of_organisation(organisation, for_staff=False) if role else []
    parent = organisation.parent
    ministry = (entry for entry in history if entry.kind == "bad")
    return OrganisationPage(
        card=card_of(organisation),
        is_member=role is not None,
        writes=role in WRITERS,
        owns=role == MemberRole.OWNER,
        n_asking=organisation.asking_tenants.count() if role == MemberRole.OWNER else 0,
        parent=neighbour(parent) if parent is not None and (parent.is_verified or role) else None,
        tenants=tenants_of(organisation),
        facilities=facility_rows(organisation),
        ventures=venture_rows(organisation, user),
        open_needs=need_rows(needs.with_terms()[:MOST_OPEN_NEEDS]),
        n_open_needs=needs.count(),
        last_word=next(ministry, None) if organisation.state in _TOLD else None,
        history=history,
    )


def verification_page(organisation: Organisation, user: User) -> VerificationPage:
    """What staff look at before they decide, and what they may do from here."""
    possible = [
        (action, str(ORGANISATION_ACTIONS[action]))
        for action in _STAFF_ACTIONS
        if organisation.workflow.candidates(state=organisation.state, action=action)
    ]
    twins = Organisation.objects.filter(search_text__startswith=fold(organisation.name)).with_place()
    return VerificationPage(
        card=card_of(organisation),
        registrants=_registrants(organisation),
        twins=list(twins.exclude(pk=organisation.pk).order_by("pk")[:5]),
        n_needs=organisation.needs.count(),
        proofs=proofs_of(organisation),
        parent=neighbour(organisation.parent) if organisation.parent else None,
        actions=[
            pair for pair in possible if decide(user, f"incubators.{pair[0]}_organisation", organisation)
        ],
        history=history_of_organisation(organisation, for_staff=True),
    )


def _registrants(organisation: Organisation) -> list[Registrant]:
    memberships = organisation.memberships.select_related("user").order_by("pk")
    domain = organisation.email_domain
    return [
        Registrant(
            name=membership.user.get_full_name(),
            role=str(MEMBER_ROLES[MemberRole(membership.role)]),
            has_address_at_domain=is_at_domain(membership.user.email, domain),
        )
        for membership in memberships
    ]


def _evidence(organisation: Organisation) -> list[str]:
    shown = {Evidence.DOMAIN: organisation.has_domain, Evidence.LETTER: organisation.has_letter}
    return [str(EVIDENCE[evidence]) for evidence, is_shown in shown.items() if is_shown]


def _kind(organisation: Organisation) -> str:
    return str(ORGANISATION_KINDS[OrganisationKind(organisation.kind)])
