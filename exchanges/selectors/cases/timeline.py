"""The steps of a case in words, as each viewer may read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from common.models import EventNote
from common.workflow import Part
from exchanges.enums import ENDING, LetterAction, PlacementAction, PlacementState
from exchanges.labels import PLACEMENT_STATES, PLACEMENT_STEPS, REASON_WORDS
from exchanges.models import Placement, PlacementEvent

# Edits of one side this close together read as one.
ONE_LINE = timedelta(hours=1)
# Steps that happen behind the ministry's door: outsiders see neither them nor their times.
INTERNAL_ACTIONS = (
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
    PlacementAction.SEND_BACK,
    PlacementAction.HAND_BACK,
    LetterAction.COMPILE_FILE,
    LetterAction.WORD,
    PlacementAction.REVIEW,
    PlacementAction.DECLARE,
    PlacementAction.REASSIGN,
    PlacementAction.FLAG,
    PlacementAction.UNFLAG,
    PlacementAction.TURN,
)
_KINDS = {
    PlacementState.APPROVED: "now",
    PlacementState.CONFIRMED: "now",
    PlacementState.ACTIVE: "now",
    PlacementState.COMPLETED: "now",
    PlacementState.REJECTED: "bad",
    PlacementState.WITHDRAWN: "bad",
    PlacementState.CANCELLED: "bad",
    PlacementState.ENDED_EARLY: "bad",
    PlacementState.LAPSED: "bad",
    PlacementState.CHANGES_REQUESTED: "waiting",
    PlacementState.SUSPENDED: "waiting",
}
# What the ministry writes to the parties, who must act on it or are told.
_SAID_OUTSIDE = (PlacementAction.RETURN, *ENDING)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    title: str
    who: str
    at: datetime
    kind: str
    note: str = ""
    reasons: tuple[str, ...] = ()


def timeline(
    events: list[PlacementEvent], notes: dict[object, str], placement: Placement, *, inside: bool
) -> list[TimelineEntry]:
    return [_entry(event, notes, placement, inside=inside) for event in _told(events)]


def events_told(placement: Placement, *, inside: bool) -> list[PlacementEvent]:
    """The events that this viewer may know of."""
    rows = placement.events.select_related("by")
    return [event for event in rows if inside or event.action not in INTERNAL_ACTIONS]


def notes_of(events: Iterable[PlacementEvent]) -> dict[object, str]:
    keys = [event.note_key for event in events if event.note_key]
    return dict(EventNote.objects.filter(pk__in=keys).values_list("pk", "text")) if keys else {}


def reason_words(event: PlacementEvent | None) -> tuple[str, ...]:
    """In words; a declaration reads as what its step says."""
    if event is None or event.action == PlacementAction.DECLARE:
        return ()
    return tuple(str(REASON_WORDS[code]) for code in event.reasons)


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


def _entry(
    event: PlacementEvent, notes: dict[object, str], placement: Placement, *, inside: bool
) -> TimelineEntry:
    """One line of the timeline; outside, people of the ministry are the ministry."""
    staff = event.part in (Part.REVIEWER, Part.DECIDER)
    who = str(event.by) if event.by else _("the portal")
    if staff and not inside:
        who = _("the ministry")
    if event.part == Part.EXPERT and placement.expert.user_id is None:
        who = _("the expert")  # merged into a profile that is erased: the account still has a name
    may_read = inside or not staff or event.action in _SAID_OUTSIDE
    title = PLACEMENT_STEPS[event.action]
    if event.action == PlacementAction.RELEASE:
        title = f"{title}: {PLACEMENT_STATES[event.target]}"
    return TimelineEntry(
        title=str(title),
        who=who,
        at=event.at,
        kind=_KINDS.get(event.target, "past") if event.source != event.target else "past",
        note=notes.get(event.note_key, "") if may_read else "",
        reasons=reason_words(event) if may_read else (),
    )
