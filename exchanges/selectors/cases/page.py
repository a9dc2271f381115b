"""The page of a case: what it is, whom it waits for, what one can do, and what stands in it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.models import EventNote
from common.policies import ALLOW, Decision, decide, deny
from common.refusals import message_of
from common.workflow import Transition
from exchanges.enums import ENDED, ENDING, FINISHED, SECRET, PlacementAction, PlacementState
from exchanges.labels import END_REASONS, PLACEMENT_ACTIONS, PLACEMENT_STATES, PLACEMENT_TONES, RETURN_REASONS
from exchanges.models import Placement
from exchanges.policies import is_party, parts_played
from exchanges.selectors.answers import unanswered
from exchanges.selectors.cases.checklist import CheckLine, checklist
from exchanges.selectors.cases.dates import DatesPage, dates_page
from exchanges.selectors.cases.documents import DocumentLine, documents
from exchanges.selectors.cases.messages import CaseThread, case_thread, parties_thread
from exchanges.selectors.cases.people import Taking, who_takes_part
from exchanges.selectors.cases.sample import (
    CaseSample,
    case_sample,
    sample_timeline,
    sampled_of,
    turn_of_sample,
)
from exchanges.selectors.cases.timeline import (
    TimelineEntry,
    events_told,
    notes_of,
    reason_words,
    timeline,
)
from exchanges.selectors.cases.turn import Turn, turn_of
from exchanges.selectors.facts import PAKISTAN, placement_facts
from exchanges.selectors.letters import LetterLine, letters_of
from exchanges.selectors.plans import PlanRow, plan_as_submitted, plan_rows, submitted_rows
from exchanges.selectors.reviews import is_offered
from exchanges.selectors.threads import ThreadPage
from exchanges.workflow import PlacementFacts
from matching.selectors.conflicts import ConflictLine, conflicts_between
from programmes.labels import TIERS
from programmes.models import Question

_DANGERS = (PlacementAction.WITHDRAW, PlacementAction.RECOMMEND_REJECTION, *ENDING)


@dataclass(frozen=True, slots=True)
class ActionChoice:
    """A step that the viewer's part may take from here; `decision` greys it out with the reason."""

    name: str
    label: str
    decision: Decision
    is_danger: bool = False
    reasons: tuple[tuple[str, str], ...] = ()
    wants_note: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    placement: Placement
    state: str
    state_label: str
    tone: str
    tier_words: str
    turn: Turn
    since: datetime
    plan: list[PlanRow]
    n_changed: int
    actions: list[ActionChoice]
    timeline: list[TimelineEntry]
    people: list[Taking]
    checklist: list[CheckLine]
    documents: list[DocumentLine]
    dates: DatesPage | None
    with_ministry: CaseThread
    between_parties: ThreadPage | None
    letters: list[LetterLine]
    is_staff_view: bool
    plan_version: int
    open_reasons: tuple[str, ...] = ()
    open_note: str = ""
    conflicts: list[ConflictLine] = field(default_factory=list)
    sample: CaseSample | None = None
    unanswered: list[Question] = field(default_factory=list)

    @property
    def has_steps(self) -> bool:
        return any(choice.name != PlacementAction.EDIT for choice in self.actions)

    @property
    def next_who(self) -> str:
        return self.turn.who

    @property
    def next_kind(self) -> str:
        return self.turn.kind

    @property
    def due_at(self) -> datetime | None:
        return self.turn.due_at


def public_state(placement: Placement, *, inside: bool) -> str:
    """The state that may be told: outside, a recommendation looks like a review that goes on."""
    if not inside and placement.state in SECRET:
        return PlacementState.IN_REVIEW
    return placement.state


def case_page(placement: Placement, user: User, *, due_at: datetime | None) -> CasePage:
    """Everything the case page shows this viewer; the queries do not grow with events, steps or papers."""
    inside = not is_party(user, placement)
    state = public_state(placement, inside=inside)
    events = events_told(placement, inside=inside)
    notes = notes_of(events)
    rows = _plan_rows(placement, inside=inside)
    last_return = next((e for e in reversed(events) if e.action == PlacementAction.RETURN), None)
    is_returned = state == PlacementState.CHANGES_REQUESTED and last_return is not None
    today = timezone.localdate(timezone.now(), PAKISTAN)
    sampled = sampled_of(placement)
    controlled = turn_of_sample(sampled, user)
    turn = controlled or turn_of(placement, user, state, events, review_due_at=due_at)
    steps = timeline(events, notes, placement, inside=inside) + sample_timeline(sampled, inside=inside)
    return CasePage(
        placement=placement,
        state=state,
        state_label=str(PLACEMENT_STATES[state]),
        tone=PLACEMENT_TONES.get(state, "waiting"),
        tier_words=str(TIERS[placement.tier]),
        turn=turn,
        since=sampled.state_since
        if sampled and controlled
        else turn.since
        or next((e.at for e in reversed(events) if e.source != e.target), placement.state_since),
        plan=rows,
        n_changed=sum(row.is_changed for row in rows),
        actions=_actions(placement, user, placement_facts(placement)),
        timeline=sorted(steps, key=lambda step: step.at),
        people=who_takes_part(placement, user),
        checklist=checklist(placement, user),
        documents=documents(placement, user),
        dates=None if state in (*FINISHED, *ENDED) else dates_page(placement, today=today),
        with_ministry=case_thread(placement, user),
        between_parties=None if inside else parties_thread(placement, user),
        letters=letters_of(placement, user),
        is_staff_view=inside,
        plan_version=placement.version if inside or placement.is_editable else 0,
        open_reasons=reason_words(last_return) if is_returned else (),
        open_note=notes.get(last_return.note_key, "") if is_returned else "",
        conflicts=conflicts_between(placement.expert_id, placement.organisation_id) if inside else [],
        sample=case_sample(sampled, user),
        unanswered=unanswered(placement) if placement.is_editable and not inside else [],
    )


def _plan_rows(placement: Placement, *, inside: bool) -> list[PlanRow]:
    """Staff read the plan as it was submitted, with what changed since the submission before."""
    return (inside and submitted_rows(placement)) or plan_rows(
        plan_as_submitted(placement), for_parties=not inside
    )


def _actions(placement: Placement, user: User, facts: PlacementFacts) -> list[ActionChoice]:
    parts = set(parts_played(user, placement))
    choices = []
    for action in dict.fromkeys(
        row.action for row in placement.workflow.rows if row.source == placement.state
    ):
        rows = placement.workflow.candidates(state=placement.state, action=action)
        mine = [row for row in rows if row.part in parts]
        if mine:
            decision = decide(user, f"exchanges.{action}_placement", placement)
            decision = _what_is_missing(facts, mine) if decision else decision
            if not is_offered(placement, action, decision):
                continue
            choices.append(
                ActionChoice(
                    name=action,
                    label=str(PLACEMENT_ACTIONS[action]),
                    decision=decision,
                    is_danger=action in _DANGERS,
                    reasons=_reasons_of(action) if mine[0].reasons_required else (),
                    wants_note=mine[0].note_required,
                )
            )
    return choices


def _reasons_of(action: str) -> tuple[tuple[str, str], ...]:
    words = END_REASONS if action in ENDING else RETURN_REASONS
    return tuple((code.value, str(label)) for code, label in words.items())


def _what_is_missing(facts: PlacementFacts, rows: list[Transition]) -> Decision:
    """The table's own condition, said before the step is tried; one row whose condition holds is enough."""
    codes = [row.guard(facts) if row.guard else None for row in rows]
    return ALLOW if None in codes else deny(message_of(codes[0]))


def rejection_words(placement: Placement) -> tuple[tuple[str, ...], str]:
    """Reasons and note of the recommendation, told to the parties once the rejection is released."""
    why = (PlacementAction.RECOMMEND_REJECTION, PlacementAction.TURN)
    event = placement.events.filter(action__in=why).order_by("-seq").first()
    if event is None or placement.state != PlacementState.REJECTED:
        return (), ""
    note = EventNote.objects.filter(pk=event.note_key).first()
    return reason_words(event), note.text if note else ""


def cases_of(user: User) -> Q:
    """Cases in which the user is a party, for lists."""
    return Q(expert__user=user) | Q(organisation_id__in=user.memberships.values("organisation_id"))
