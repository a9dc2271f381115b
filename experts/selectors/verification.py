"""The ministry's view of profiles: the queue, and one profile with its history."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from common.models import EventNote
from experts.enums import Action, ChangeReason, Section, State
from experts.labels import CHANGE_REASONS, STATE_TONES, STATES
from experts.models import Expert
from experts.selectors.panels import Panel, profile_panels
from taxonomy.labels import country_name

# What verifying a person does not need: staff see the least that does.
_NOT_FOR_STAFF = frozenset({Section.TERMS, Section.VISIBILITY})
_STEPS = [action.value for action in Action]


@dataclass(frozen=True, slots=True)
class QueueRow:
    public_id: str
    headline: str
    country: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the profile's life: what the state became, and what was said."""

    state: str
    is_bad: bool
    at: datetime
    reasons: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class VerificationPage:
    expert: Expert
    title: str
    state: str
    tone: str
    panels: list[Panel]
    history: list[Step]
    is_submitted: bool
    is_suspended: bool
    can_be_suspended: bool


def queue_rows(experts: list[Expert]) -> list[QueueRow]:
    return [
        QueueRow(
            public_id=expert.public_id,
            headline=expert.headline,
            country=country_name(expert.country) if expert.country else "",
            since=expert.state_since,
        )
        for expert in experts
    ]


def verification_page(expert: Expert) -> VerificationPage:
    """One profile, loaded `with_profile()`, as those see it who verify."""
    return VerificationPage(
        expert=expert,
        title=expert.user.full_name if expert.user else _("A profile without an account"),
        state=STATES[State(expert.state)],
        tone=STATE_TONES[State(expert.state)],
        panels=[panel for panel in profile_panels(expert) if panel.section not in _NOT_FOR_STAFF],
        history=_history(expert),
        is_submitted=expert.state == State.SUBMITTED,
        is_suspended=expert.state == State.SUSPENDED,
        can_be_suspended=expert.state in (State.VERIFIED, State.PAUSED, State.DORMANT),
    )


def _history(expert: Expert) -> list[Step]:
    """Steps of the life cycle, oldest first; edits are not steps."""
    events = list(expert.events.filter(action__in=_STEPS).order_by("seq"))
    notes = EventNote.objects.in_bulk([event.note_key for event in events if event.note_key])
    return [
        Step(
            state=STATES[State(event.target)],
            is_bad=STATE_TONES[State(event.target)] == "bad",
            at=event.at,
            reasons=[CHANGE_REASONS[ChangeReason(code)] for code in event.reasons],
            note=notes[event.note_key].text if event.note_key in notes else "",
        )
        for event in events
    ]
