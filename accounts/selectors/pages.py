"""What pages show of accounts, units and what is held about people."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import AccountAction, ConcernTopic, Duty, Purpose, ResetState, Role, Scope
from accounts.labels import ACTIONS, DUTIES, PURPOSES, RESET_STATES, RESET_TONES, ROLES, SCOPES, TOPICS
from accounts.models import (
    AccountEvent,
    ApiToken,
    Concern,
    Consent,
    FactorReset,
    Post,
    StaffInvitation,
    Unit,
    User,
)
from common.personal_data import PARTS, Part, Person, counts_of
from common.policies import decide
from common.today import Blocks, WaitingItem
from taxonomy.labels import country_name


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Administrators: second factors to reset with a colleague, and concerns that somebody reported."""
    if not decide(user, "accounts.administer"):
        return []
    resets = FactorReset.objects.awaiting_decision_of(user).with_people().order_by("requested_at")[:limit]
    concerns = Concern.objects.awaiting_answer().order_by("reported_at")[:limit]
    return [
        *(
            WaitingItem(
                what=_("Decide as the second administrator: a lost second factor"),
                about=reset.user.get_full_name(),
                url=reverse("accounts:factor_reset_list"),
                since=reset.requested_at,
                blocks=Blocks.CASE,
            )
            for reset in resets
        ),
        *(
            WaitingItem(
                what=_("Read a concern"),
                about=str(TOPICS[ConcernTopic(concern.topic)]),
                url=reverse("accounts:concern_list"),
                since=concern.reported_at,
                is_urgent=concern.topic == ConcernTopic.SAFETY,
                blocks=Blocks.QUEUE,
            )
            for concern in concerns
        ),
    ]


@dataclass(frozen=True, slots=True)
class UnitRow:
    unit: Unit
    duties: list[str]
    n_posts: int


def unit_rows(day: date) -> list[UnitRow]:
    """Every unit with its duties and the number of posts held on a day."""
    held = Q(posts__starts_on__lte=day) & (Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=day))
    units = Unit.objects.annotate(n_posts=Count("posts", filter=held)).order_by("name", "pk")
    return [UnitRow(unit, duty_names(unit), unit.n_posts) for unit in units]


def duty_names(unit: Unit) -> list[str]:
    return [str(DUTIES[Duty(duty)]) for duty in unit.duties]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post or an open invitation to one: both have a role, a unit and perhaps countries."""

    row: Post | StaffInvitation
    role: str
    countries: list[str]


@dataclass(frozen=True, slots=True)
class UnitPage:
    unit: Unit
    duties: list[str]
    posts: list[PostRow]
    invitations: list[PostRow]


def unit_page(unit: Unit, at: datetime) -> UnitPage:
    """Who holds which post today, and who is invited."""
    posts = (
        unit.posts.held_on(timezone.localdate(at)).select_related("user").order_by("role", "user__full_name")
    )
    invitations = StaffInvitation.objects.open_at(at).filter(unit=unit).order_by("expires_at")
    return UnitPage(unit, duty_names(unit), _post_rows(posts), _post_rows(invitations))


def _post_rows(rows: Any) -> list[PostRow]:
    return [post_row(row) for row in rows]


def post_row(row: Post | StaffInvitation) -> PostRow:
    return PostRow(row, str(ROLES[Role(row.role)]), [country_name(code) for code in row.countries])


@dataclass(frozen=True, slots=True)
class EventRow:
    event: AccountEvent
    action: str


def event_rows(events: Any) -> list[EventRow]:
    return [EventRow(event, str(ACTIONS[AccountAction(event.action)])) for event in events]


@dataclass(frozen=True, slots=True)
class ResetRow:
    reset: FactorReset
    state: str
    tone: str


def reset_rows(resets: Any) -> list[ResetRow]:
    return [
        ResetRow(reset, str(RESET_STATES[ResetState(reset.state)]), RESET_TONES[ResetState(reset.state)])
        for reset in resets
    ]


@dataclass(frozen=True, slots=True)
class ConcernRow:
    concern: Concern
    topic: str


def concern_rows(concerns: Any) -> list[ConcernRow]:
    return [ConcernRow(concern, str(TOPICS[ConcernTopic(concern.topic)])) for concern in concerns]


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """A purpose, and the latest yes to it if there ever was one."""

    purpose: Purpose
    question: str
    latest: Consent | None
    is_in_force: bool
    can_end: bool


def consent_rows(user: User) -> list[ConsentRow]:
    """Every purpose, whether or not the person ever agreed."""
    latest = {consent.purpose: consent for consent in user.consents.order_by("given_at", "pk")}
    rows = []
    for purpose in Purpose:
        consent = latest.get(purpose)
        in_force = consent is not None and consent.withdrawn_at is None
        rows.append(
            ConsentRow(
                purpose, str(PURPOSES[purpose]), consent, in_force, in_force and purpose != Purpose.NOTICE
            )
        )
    return rows


def addresses_of(user: User) -> set[str]:
    """Every address of an account as it is written there, and folded."""
    known = {user.email, *user.emailaddress_set.values_list("email", flat=True)}
    return known | {address.lower() for address in known}


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that is held about a person, and how many there are."""

    part: Part
    n: int


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held about a person, and the kinds of which there is nothing."""

    rows: list[Holding]
    nothing_of: list[str]


def holdings(user: User) -> Holdings:
    """Every kind of thing that may be held about people, with what is held about this one."""
    counts = counts_of(Person.of(user))
    rows = [Holding(PARTS[name], n) for name, n in counts.items() if n]
    return Holdings(rows, [str(PARTS[name].label) for name, n in counts.items() if not n])


def exports_of(user: User) -> list[AccountEvent]:
    """The last times that the person took a copy of everything."""
    return list(user.account_events.filter(action=AccountAction.DATA_EXPORTED)[:5])


@dataclass(frozen=True, slots=True)
class TokenRow:
    token: ApiToken
    scopes: list[str]
    is_in_force: bool


def token_rows(user: User, at: datetime) -> list[TokenRow]:
    """The person's tokens, the newest first."""
    return [
        TokenRow(token, [str(SCOPES[Scope(scope)]) for scope in token.scopes], token.is_in_force(at))
        for token in ApiToken.objects.visible_to(user).order_by("-created_at", "-pk")
    ]
