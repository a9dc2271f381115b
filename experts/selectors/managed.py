"""Profiles that staff keep for others."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from experts.enums import ConsentWay, State
from experts.labels import CONSENT_WAYS, STATE_TONES, STATES
from experts.models import ClaimInvitation, Expert, ManagedProfile
from experts.selectors.claims import open_link
from experts.selectors.panels import Panel, profile_panels
from experts.selectors.profile import OF_THE_PERSON, Returned, last_return, profile_facts, section_states
from taxonomy.labels import country_name


@dataclass(frozen=True, slots=True)
class ManagedRow:
    public_id: str
    name: str
    country: str
    state: str
    tone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ManagedStep:
    label: str
    address: str
    is_done: bool
    is_optional: bool
    n_rows: int | None


@dataclass(frozen=True, slots=True)
class ManagedPage:
    expert: Expert
    name: str
    state: str
    tone: str
    steps: list[ManagedStep]
    is_complete: bool
    is_waiting: bool
    consent: ManagedProfile
    consent_way: str
    link: ClaimInvitation | None
    returned: Returned | None


def managed_rows(user: User) -> QuerySet:
    """What this person keeps with their colleagues, the newest first."""
    kept = Expert.objects.of_staff(user).managed().select_related("managed")
    return kept.order_by("-managed__entered_at", "pk")


def rows_of(experts: list[Expert]) -> list[ManagedRow]:
    return [
        ManagedRow(
            public_id=expert.public_id,
            name=expert.managed.full_name,
            country=country_name(expert.country),
            state=STATES[State(expert.state)],
            tone=STATE_TONES[State(expert.state)],
            since=expert.managed.entered_at,
        )
        for expert in experts
    ]


def managed_page(expert: Expert, at: datetime) -> ManagedPage:
    """The task list of a profile that is written for somebody: without what they alone can answer."""
    steps = [
        ManagedStep(
            label=state.label,
            address=reverse(f"experts:managed_{state.section}", args=[expert.public_id]),
            is_done=state.is_done,
            is_optional=state.is_optional,
            n_rows=state.n_rows,
        )
        for state in section_states(expert)
        if state.section not in OF_THE_PERSON
    ]
    return ManagedPage(
        expert=expert,
        name=expert.managed.full_name,
        state=STATES[State(expert.state)],
        tone=STATE_TONES[State(expert.state)],
        steps=steps,
        is_complete=profile_facts(expert).is_complete,
        is_waiting=expert.state == State.SUBMITTED,
        consent=expert.managed,
        consent_way=CONSENT_WAYS[ConsentWay(expert.managed.consent_way)],
        link=open_link(expert.pk, at),
        returned=last_return(expert) if expert.state in (State.CHANGES_REQUESTED, State.SUSPENDED) else None,
    )


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """The consent that was noted, as the person reads it."""

    name: str
    way: str
    on: date
    words: str
    by: str


def consent_words(expert: Expert) -> ConsentWords:
    noted = expert.managed
    return ConsentWords(
        name=noted.full_name,
        way=CONSENT_WAYS[ConsentWay(noted.consent_way)],
        on=noted.consent_on,
        words=noted.consent_words,
        by=unit_of(noted.entered_by),
    )


def held_panels(expert: Expert) -> list[Panel]:
    """Everything that staff wrote, as the person reads it before they take over."""
    held = Expert.objects.with_profile().get(pk=expert.pk)
    return [panel for panel in profile_panels(held) if panel.section not in OF_THE_PERSON]


def unit_of(user: User) -> str:
    """Where somebody of the ministry works; their name is not the person's business."""
    return str(user.posts_today[0].unit) if user.is_ministry_staff else ""
