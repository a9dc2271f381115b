"""What the page of a placement shows to each viewer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from common.models import EventNote
from common.policies import ALLOW, Decision, decide, deny
from common.refusals import message_of
from common.workflow import Part, Transition
from exchanges.enums import (
    EDITABLE,
    SECRET,
    LetterAction,
    PlacementAction,
    PlacementState,
)
from exchanges.labels import (
    PLACEMENT_ACTIONS,
    PLACEMENT_STATES,
    PLACEMENT_STEPS,
    PLACEMENT_TONES,
    REASON_WORDS,
    RETURN_REASONS,
)
from exchanges.models import Placement, PlacementEvent
from exchanges.policies import is_party, parts_played
from exchanges.selectors.facts import is_complete, placement_facts
from exchanges.selectors.letters import LetterLine, letters_of
from exchanges.selectors.plans import PlanRow, plan_as_submitted, plan_rows
from matching.selectors.conflicts import ConflictLine, conflicts_between
from programmes.labels import TIERS

# Edits of one side this close together read as one.
ONE_LINE = timedelta(hours=1)
# Steps that happen behind the ministry's door: outsiders see neither them nor their times.
INTERNAL_ACTIONS = (
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
    PlacementAction.SEND_BACK,
    PlacementAction.HAND_BACK,
    LetterAction.COMPILE_FILE,
)
_NEXT_TO_ACT = {
    PlacementState.SUBMITTED: "ministry",
    PlacementState.IN_REVIEW: "ministry",
    PlacementState.PENDING_APPROVAL: "decider",
    PlacementState.PENDING_REJECTION: "decider",
}


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """A step that the viewer's part may take from here; `decision` greys it out with the reason."""

    name: str
    label: str
    decision: Decision
    is_danger: bool = False
    wants_reasons: bool = False
    wants_note: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    title: str
    who: str
    at: datetime
    kind: str
    note: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CasePage:
    placement: Placement
    state: str
    state_label: str
    tone: str
    tier_words: str
    next_who: str
    next_kind: str
    since: datetime
    due_at: datetime | None
    expert_name: str
    expert_contact: str
    plan: list[PlanRow]
    n_changed: int
    actions: list[ActionChoice]
    timeline: list[TimelineEntry]
    letters: list[LetterLine]
    is_staff_view: bool
    plan_version: int
    open_reasons: tuple[str, ...] = ()
    open_note: str = ""
    return_reasons: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[ConflictLine] = field(default_factory=list)


def public_state(placement: Placement, *, inside: bool) -> str:
    """The state that may be told: outside, a recommendation looks like a review that goes on."""
    if not inside and placement.state in SECRET:
        return PlacementState.IN_REVIEW
    return placement.state


def case_page(placement: Placement, user: User, *, due_at: datetime | None) -> CasePage:
    """Everything the case page shows this viewer; the queries do not grow with events or steps."""
    inside = not is_party(user, placement)
    state = public_state(placement, inside=inside)
    events = [e for e in placement.events.select_related("by") if inside or e.action not in INTERNAL_ACTIONS]
    notes = _notes_of(events)
    rows = _plan_rows(placement, inside=inside)
    who, kind = _next_to_act(placement, user, state, events)
    last_return = next((e for e in reversed(events) if e.action == PlacementAction.RETURN), None)
    is_returned = state == PlacementState.CHANGES_REQUESTED and last_return is not None
    return CasePage(
        placement=placement,
        state=state,
        state_label=str(PLACEMENT_STATES[state]),
        tone=PLACEMENT_TONES.get(state, "waiting"),
        tier_words=str(TIERS[placement.tier]),
        next_who=who,
        next_kind=kind,
        since=next((e.at for e in reversed(events) if e.source != e.target), placement.state_since),
        due_at=due_at if state in _NEXT_TO_ACT else None,
        expert_name=str(placement.expert.user.get_full_name())
        if placement.expert.user
        else placement.expert.public_id,
        expert_contact=_contact(placement, user),
        plan=rows,
        n_changed=sum(row.is_changed for row in rows),
        actions=_actions(placement, user),
        timeline=[_entry(event, notes, placement, inside=inside) for event in _told(events)],
        letters=letters_of(placement, user),
        is_staff_view=inside,
        plan_version=placement.version if inside or placement.is_editable else 0,
        open_reasons=_reason_words(last_return) if is_returned else (),
        open_note=notes.get(last_return.note_key, "") if is_returned else "",
        return_reasons=[(code.value, str(label)) for code, label in RETURN_REASONS.items()],
        conflicts=conflicts_between(placement.expert_id, placement.organisation_id) if inside else [],
    )


def _plan_rows(placement: Placement, *, inside: bool) -> list[PlanRow]:
    """Staff read the plan as it was submitted, with what changed since the submission before."""
    versions = list(placement.plan_versions.order_by("-number")[:2])
    if inside and versions:
        before = versions[1].plan if len(versions) > 1 else None
        return plan_rows(versions[0].plan, before=before)
    return plan_rows(plan_as_submitted(placement))


def _next_to_act(
    placement: Placement, user: User, state: str, events: list[PlacementEvent]
) -> tuple[str, str]:
    """Who acts next, in words for this viewer, and the kind of the waiting line."""
    parts = parts_played(user, placement)
    if state in EDITABLE:
        words, whose = _turn_of_parties(placement, events)
        return words, "mine" if whose & set(parts) else "other"
    if state in SECRET:
        mine = "decider" in parts and decide(user, "exchanges.release_placement", placement).allowed
        return _("a decider of %(unit)s") % {"unit": placement.review_unit}, "mine" if mine else "other"
    if state in _NEXT_TO_ACT:
        mine = "reviewer" in parts and placement.reviewer_id in (None, user.pk)
        return str(placement.review_unit), "mine" if mine else "other"
    return "", "nobody"


def _turn_of_parties(placement: Placement, events: list[PlacementEvent]) -> tuple[str, set[Part]]:
    """Whose turn it is while the plan is open: the side without whom it does not go on."""
    if placement.expert_agreed_at is not None:
        return _("the host, to submit the plan"), {Part.HOST}
    last = next(
        (e for e in reversed(events) if e.action in (PlacementAction.EDIT, PlacementAction.RETURN)), None
    )
    if last is not None and last.action == PlacementAction.RETURN:
        return _("both sides, to change the plan and agree to it"), {Part.HOST, Part.EXPERT}
    if not is_complete(placement):
        return _("both sides, to complete and agree the plan"), {Part.HOST, Part.EXPERT}
    return _("the expert, to agree to the plan"), {Part.EXPERT}


def _told(events: list[PlacementEvent]) -> list[PlacementEvent]:
    """Edits of one side within an hour are one line, the last of them; the events stay as they are."""
    told: list[PlacementEvent] = []
    first_of_line = None
    for event in events:
        is_edit = event.action == PlacementAction.EDIT
        goes_on = first_of_line is not None and event.part == first_of_line.part
        if is_edit and goes_on and event.at - first_of_line.at <= ONE_LINE:
            told[-1] = event
            continue
        first_of_line = event if is_edit else None
        told.append(event)
    return told


def _contact(placement: Placement, user: User) -> str:
    """Contact details are for the host, after acceptance, never for the ministry's pages."""
    if placement.expert.user and placement.expert.user.is_active and is_party(user, placement):
        return placement.expert.user.email
    return ""


def _actions(placement: Placement, user: User) -> list[ActionChoice]:
    parts = set(parts_played(user, placement))
    choices = []
    for action in dict.fromkeys(
        row.action for row in placement.workflow.rows if row.source == placement.state
    ):
        rows = placement.workflow.candidates(state=placement.state, action=action)
        mine = [row for row in rows if row.part in parts]
        if mine:
            decision = decide(user, f"exchanges.{action}_placement", placement)
            choices.append(
                ActionChoice(
                    name=action,
                    label=str(PLACEMENT_ACTIONS[action]),
                    decision=_what_is_missing(placement, mine[0]) if decision else decision,
                    is_danger=action in (PlacementAction.WITHDRAW, PlacementAction.RECOMMEND_REJECTION),
                    wants_reasons=mine[0].reasons_required,
                    wants_note=mine[0].note_required,
                )
            )
    return choices


def _what_is_missing(placement: Placement, row: Transition) -> Decision:
    """The table's own condition, said before the step is tried."""
    code = row.guard(placement_facts(placement)) if row.guard else None
    return deny(message_of(code)) if code else ALLOW


def _notes_of(events: list[PlacementEvent]) -> dict[object, str]:
    keys = [event.note_key for event in events if event.note_key]
    return dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text")) if keys else {}


def _entry(
    event: PlacementEvent, notes: dict[object, str], placement: Placement, *, inside: bool
) -> TimelineEntry:
    """One line of the timeline; outside, people of the ministry are the ministry."""
    staff = event.part in ("reviewer", "decider")
    who = str(event.by) if event.by else _("the portal")
    if staff and not inside:
        who = _("the ministry")
    if event.part == Part.EXPERT and placement.expert.user_id is None:
        who = _("the expert")  # merged into a profile that is erased: the account still has a name
    kinds = {
        PlacementState.APPROVED: "now",
        PlacementState.REJECTED: "bad",
        PlacementState.WITHDRAWN: "bad",
        PlacementState.CHANGES_REQUESTED: "waiting",
    }
    # A note travels outside only with what the parties must act on or are told.
    may_read = inside or not staff or event.action == PlacementAction.RETURN
    title = PLACEMENT_STEPS[event.action]
    if event.action == PlacementAction.RELEASE:
        title = f"{title}: {PLACEMENT_STATES[event.target]}"
    return TimelineEntry(
        title=str(title),
        who=who,
        at=event.at,
        kind=kinds.get(event.target, "past") if event.source != event.target else "past",
        note=notes.get(event.note_key, "") if may_read else "",
        reasons=_reason_words(event) if may_read else (),
    )


def _reason_words(event: PlacementEvent | None) -> tuple[str, ...]:
    return tuple(str(REASON_WORDS[code]) for code in event.reasons) if event else ()


def rejection_words(placement: Placement) -> tuple[tuple[str, ...], str]:
    """Reasons and note of the recommendation, told to the parties once the rejection is released."""
    event = placement.events.filter(action=PlacementAction.RECOMMEND_REJECTION).order_by("-seq").first()
    if event is None or placement.state != PlacementState.REJECTED:
        return (), ""
    note = EventNote.objects.filter(pk=event.note_key).first()
    return _reason_words(event), note.text if note else ""


def cases_of(user: User) -> Q:
    """Cases in which the user is a party, for lists."""
    return Q(expert__user=user) | Q(organisation_id__in=user.memberships.values("organisation_id"))
