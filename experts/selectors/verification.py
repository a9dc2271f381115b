"""The ministry's view of profiles: the queue, and one profile with its history."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.models import EventNote
from experts.enums import Action, ChangeReason, Section, State
from experts.labels import CHANGE_REASONS, SECTIONS, STATE_TONES, STATES
from experts.models import Credential, Expert, ExpertEvent
from experts.selectors.credentials import CredentialLine, credential_lines, detail_of, title_of
from experts.selectors.panels import Panel, profile_panels
from taxonomy.labels import country_name

# What verifying a person does not need: staff see the least that does.
_NOT_FOR_STAFF = frozenset({Section.TERMS, Section.VISIBILITY})
_STEPS = [action.value for action in Action]
PROFILE, CREDENTIAL = "profile", "credential"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A profile or a credential that waits; `returned_by` is who asked for the changes it came back with."""

    url: str
    public_id: str
    what: str
    headline: str
    country: str
    since: datetime
    returned_by: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the profile's life: what the state became, and what was said."""

    state: str
    is_bad: bool
    at: datetime
    reasons: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """A profile that was returned and sent again: by whom it was returned, when, and what changed since."""

    returned_by: str
    at: datetime
    sections: list[str]


@dataclass(frozen=True, slots=True)
class VerificationPage:
    expert: Expert
    title: str
    state: str
    tone: str
    panels: list[Panel]
    credentials: list[CredentialLine]
    history: list[Step]
    is_submitted: bool
    is_suspended: bool
    can_be_suspended: bool
    is_managed: bool
    came_back: CameBack | None = None


def waiting_rows(user: User, *, what: str = "", country: str = "") -> QuerySet:
    """Ids of what waits for those who verify: what came back to oneself first, then the oldest.

    Rows are tuples (0 if it came back to this user else 1, since when, kind, id).
    """
    profiles, credentials = _waiting(user)
    if country:
        profiles, credentials = profiles.filter(country=country), credentials.filter(expert__country=country)
    parts = [
        rows.annotate(
            mine=Case(When(returned_by=user.pk, then=0), default=1, output_field=IntegerField()),
            what=Value(kind),
        ).values_list("mine", "state_since", "what", "pk")
        for kind, rows in ((PROFILE, profiles), (CREDENTIAL, credentials))
        if what in ("", kind)
    ]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return rows.order_by("mine", "state_since", "what", "pk")


def waiting_countries(user: User) -> list[tuple[str, str]]:
    """(code, name) of the countries from which something waits."""
    profiles, credentials = _waiting(user)
    codes = set(profiles.values_list("country", flat=True))
    codes |= set(credentials.values_list("expert__country", flat=True))
    return sorted(((code, country_name(code)) for code in codes if code), key=lambda choice: choice[1])


def queue_rows(waiting: list[tuple[int, datetime, str, int]], user: User) -> list[QueueRow]:
    """The rows of one page in words; the same number of queries whatever the page holds."""
    experts = Expert.objects.with_returner().in_bulk([pk for *_, kind, pk in waiting if kind == PROFILE])
    credentials = (
        Credential.objects.with_returner()
        .select_related("expert")
        .in_bulk([pk for *_, kind, pk in waiting if kind == CREDENTIAL])
    )
    found = [experts[pk] if kind == PROFILE else credentials[pk] for *_, kind, pk in waiting]
    names = dict(
        User.objects.filter(pk__in={one.returned_by for one in found}).values_list("pk", "full_name")
    )
    return [_queue_row(one, names.get(one.returned_by, ""), user) for one in found]


def experts_of(waiting: list[tuple[int, datetime, str, int]]) -> set[int]:
    """Ids of the people whom a page of the queue shows."""
    shown = {pk for *_, kind, pk in waiting if kind == PROFILE}
    credentials = Credential.objects.filter(pk__in=[pk for *_, kind, pk in waiting if kind == CREDENTIAL])
    return shown | set(credentials.values_list("expert_id", flat=True))


def verification_page(expert: Expert) -> VerificationPage:
    """One profile, loaded `with_profile()`, as those see it who verify."""
    return VerificationPage(
        expert=expert,
        title=name_of(expert),
        state=STATES[State(expert.state)],
        tone=STATE_TONES[State(expert.state)],
        panels=[panel for panel in profile_panels(expert) if panel.section not in _NOT_FOR_STAFF],
        credentials=credential_lines(expert),
        history=_history(expert),
        is_submitted=expert.state == State.SUBMITTED,
        is_suspended=expert.state == State.SUSPENDED,
        can_be_suspended=expert.state in (State.VERIFIED, State.PAUSED, State.DORMANT),
        is_managed=expert.user_id is None,
        came_back=_came_back(expert) if expert.state == State.SUBMITTED else None,
    )


def name_of(expert: Expert) -> str:
    """The person's name; of a managed profile the one under which staff entered it."""
    if expert.user is not None:
        return expert.user.full_name
    name = expert.managed.full_name if hasattr(expert, "managed") else ""
    return name or _("A profile without an account")


def _waiting(user: User) -> tuple[QuerySet, QuerySet]:
    profiles = Expert.objects.of_staff(user).awaiting_verification().with_returner().order_by()
    credentials = Credential.objects.visible_to(user).exclude(expert__user=user).awaiting_verification()
    return profiles, credentials.with_returner().order_by()


def _queue_row(one: Expert | Credential, returned_by: str, user: User) -> QueueRow:
    if isinstance(one, Expert):
        expert, what, headline = one, _("profile"), one.headline
        url = reverse("experts:verification", args=[one.public_id])
    else:
        expert, what, headline = one.expert, detail_of(one), title_of(one)
        url = reverse("experts:credential_check", args=[one.public_id])
    return QueueRow(
        url=url,
        public_id=expert.public_id,
        what=what,
        headline=str(headline),
        country=country_name(expert.country) if expert.country else "",
        since=one.state_since,
        returned_by=returned_by,
        is_mine=one.returned_by == user.pk,
    )


def _came_back(expert: Expert) -> CameBack | None:
    returns = expert.events.filter(action=Action.REQUEST_CHANGES).select_related("by").order_by("-seq")
    last = returns.first()
    if last is None:
        return None
    return CameBack(
        returned_by=last.by.full_name if last.by else "",
        at=last.at,
        sections=_changed_sections(expert, last),
    )


def _changed_sections(expert: Expert, since: ExpertEvent) -> list[str]:
    """The steps of the profile that were edited after an event."""
    edits = expert.events.filter(seq__gt=since.seq, action__startswith="edit_")
    changed = {action.removeprefix("edit_") for action in edits.values_list("action", flat=True)}
    return [str(SECTIONS[section]) for section in Section if section.value in changed]


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
