"""What a profile holds, how far it has come, and what is missing before it can be sent."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Purpose
from common.models import EventNote
from experts.enums import ChangeReason, RowKind, Section, State
from experts.labels import CHANGE_REASONS, SECTIONS, STATE_TONES, STATES
from experts.models import (
    Affiliation,
    Availability,
    Expert,
    ExpertLanguage,
    ExpertSkill,
    ProfileRow,
    Work,
)
from experts.workflow import Facts

# Steps that a profile can be sent without. They help matching, and the task list says so.
OPTIONAL = frozenset({Section.AFFILIATIONS, Section.WORKS, Section.TERMS})

# Answers that nobody gives for somebody else: staff leave them to the person who claims the profile.
OF_THE_PERSON = frozenset({Section.TERMS, Section.VISIBILITY, Section.CONSENT})

_ROWS: dict[Section, type[ProfileRow]] = {
    Section.LANGUAGES: ExpertLanguage,
    Section.SKILLS: ExpertSkill,
    Section.AFFILIATIONS: Affiliation,
    Section.WORKS: Work,
    Section.AVAILABILITY: Availability,
}
ROW_SECTIONS = {
    Section.LANGUAGES: RowKind.LANGUAGE,
    Section.SKILLS: RowKind.SKILL,
    Section.AFFILIATIONS: RowKind.AFFILIATION,
    Section.WORKS: RowKind.WORK,
    Section.AVAILABILITY: RowKind.AVAILABILITY,
}


@dataclass(frozen=True, slots=True)
class SectionState:
    """One line of the task list; `n_rows` only for lists."""

    section: Section
    label: str
    url_name: str
    is_done: bool
    is_optional: bool
    n_rows: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where a page stands among the steps while a profile is being written; `next_url` leads on from it."""

    number: int
    n_steps: int
    next_url: str


@dataclass(frozen=True, slots=True)
class Returned:
    """Why the ministry sent a profile back, or took it out."""

    title: str
    reasons: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The person's own profile page."""

    expert: Expert
    state: str
    tone: str
    is_waiting: bool
    is_closed: bool
    sections: list[SectionState]
    n_done: int
    n_required: int
    is_complete: bool
    first_open: SectionState | None
    lacks_consent: bool
    returned: Returned | None


def own_expert(user: object) -> Expert | None:
    """The profile of the person who is signed in, if there is one."""
    return Expert.objects.filter(user=user).select_related("user").first()


def own_page(expert: Expert) -> OwnPage:
    sections = section_states(expert)
    required = [section for section in sections if not section.is_optional]
    n_done = sum(section.is_done for section in required)
    return OwnPage(
        expert=expert,
        state=STATES[State(expert.state)],
        tone=STATE_TONES[State(expert.state)],
        is_waiting=expert.state == State.SUBMITTED,
        is_closed=expert.state == State.CLOSED,
        sections=sections,
        n_done=n_done,
        n_required=len(required),
        is_complete=n_done == len(required),
        lacks_consent=any(row.section == Section.CONSENT and not row.is_done for row in sections),
        first_open=next((section for section in required if not section.is_done), None),
        returned=last_return(expert) if expert.state in (State.CHANGES_REQUESTED, State.SUSPENDED) else None,
    )


def section_states(expert: Expert) -> list[SectionState]:
    """Every step with whether it is done; one query for all lists of the profile."""
    found = Expert.objects.filter(pk=expert.pk).values(
        says_capacity=Exists(expert.facts.filter(row_kind=RowKind.EXPERT, field="capacity")),
        **{f"n_{section}": _n_rows(model) for section, model in _ROWS.items()},
    )[0]
    n_rows = {section: found[f"n_{section}"] for section in _ROWS}
    done = {
        Section.IDENTITY: bool(expert.headline),
        Section.PLACE: bool(expert.country and expert.time_zone),
        Section.MOTIVATION: bool(expert.motivation_kinds),
        Section.TERMS: found["says_capacity"],
        Section.VISIBILITY: bool(expert.visibility),
        Section.CONSENT: has_consented(expert),
    } | {section: bool(number) for section, number in n_rows.items()}
    return [
        SectionState(
            section=section,
            label=SECTIONS[section],
            url_name=f"experts:{section}",
            is_done=done[section],
            is_optional=section in OPTIONAL,
            n_rows=n_rows.get(section),
        )
        for section in Section
    ]


def _n_rows(model: type[ProfileRow]) -> Coalesce:
    """How many rows of a list the expert of the outer query has."""
    rows = model.objects.filter(expert=OuterRef("pk")).order_by().values("expert")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def step_of(expert: Expert, section: Section) -> Step | None:
    """The way on from one step: the next unfinished one, or the check; None when nothing is being written."""
    if expert.state not in (State.DRAFT, State.CHANGES_REQUESTED):
        return None
    states = section_states(expert)
    number = list(Section).index(section) + 1
    later, earlier = states[number:], states[: number - 1]
    # What is optional is offered once, on the way; what is required until it is there.
    unfinished = [state for state in later if not state.is_done]
    unfinished += [state for state in earlier if not state.is_done and not state.is_optional]
    leads_to = unfinished[0].url_name if unfinished else "experts:check_answers"
    return Step(number, len(states), reverse(leads_to))


def has_consented(expert: Expert) -> bool:
    """Whether the person agrees to be compared with needs; nobody can agree for a managed profile."""
    return (
        expert.user is not None
        and expert.user.consents.filter(purpose=Purpose.MATCHING, withdrawn_at__isnull=True).exists()
    )


def profile_facts(expert: Expert) -> Facts:
    """What the table of the life cycle asks about a profile.

    Without an account it rests on the consent that was noted when it was entered; everything that the
    person alone can answer waits until they claim it, and until then no organisation is shown anything.
    """
    states = section_states(expert)
    if expert.user is None:
        required = [state for state in states if state.section not in OF_THE_PERSON]
        consented = hasattr(expert, "managed")
    else:
        required = [state for state in states if state.section is not Section.CONSENT]
        consented = next(state.is_done for state in states if state.section is Section.CONSENT)
    return Facts(
        is_complete=all(state.is_done for state in required if not state.is_optional),
        has_consented=consented,
        is_claimed=expert.user is not None,
    )


def last_return(expert: Expert) -> Returned | None:
    """The reasons and the note of the step that led to the present state."""
    event = expert.events.filter(target=expert.state).exclude(source=expert.state).order_by("-seq").first()
    if event is None:
        return None
    note = EventNote.objects.filter(pk=event.note_key).first() if event.note_key else None
    suspended = expert.state == State.SUSPENDED
    return Returned(
        title=_("Your profile is suspended") if suspended else _("The ministry asks for changes"),
        reasons=[CHANGE_REASONS[ChangeReason(code)] for code in event.reasons],
        note=note.text if note else "",
    )
