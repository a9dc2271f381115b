"""What happened to an organisation or a need, as its people may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from common.models import Event, EventNote
from common.workflow import Part
from incubators.enums import NeedAction, NeedState
from incubators.labels import (
    NEED_REASONS,
    NEED_STEPS,
    NEED_STEPS_BETWEEN,
    ORGANISATION_STEPS,
    REJECTION_REASONS,
)
from incubators.models import Need, Organisation

# What the ministry told, and a need given up.
_BAD = ("reject", "suspend", "withdraw", "request_changes")


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    who: str
    at: datetime
    kind: str
    note: str
    reasons: list[str]


def history_of_organisation(organisation: Organisation, *, for_staff: bool) -> list[Entry]:
    """Newest first. Members read that the ministry acted, not who in it."""
    events = list(organisation.events.select_related("by", "member").order_by("-seq"))
    return _entries(events, ORGANISATION_STEPS, REJECTION_REASONS, names_staff=for_staff)


def history_of_need(need: Need, *, for_staff: bool = False) -> list[Entry]:
    """Newest first; edits in a row stand as one line. Members read that the ministry acted, not who in it."""
    events = list(need.events.select_related("by").order_by("-seq"))
    kept = [
        event for event, newer in zip(events, [None, *events], strict=False) if not _repeats(event, newer)
    ]
    return _entries(kept, NEED_STEPS, NEED_REASONS, names_staff=for_staff)


def last_word_on(need: Need) -> Entry | None:
    """What was said when a need came back that has not been sent again."""
    if need.state != NeedState.CHANGES_REQUESTED:
        return None
    events = need.events.filter(action=NeedAction.REQUEST_CHANGES).select_related("by").order_by("-seq")
    return _entries(list(events[:1]), NEED_STEPS, NEED_REASONS, names_staff=False)[0]


def _repeats(event: Event, newer: Event | None) -> bool:
    return newer is not None and event.action == newer.action == "edit" and event.by_id == newer.by_id


def _entries(
    events: list[Event], steps: Mapping[str, str], reasons: Mapping[str, str], *, names_staff: bool
) -> list[Entry]:
    notes = EventNote.objects.in_bulk([event.note_key for event in events if event.note_key])
    return [
        Entry(
            title=_title(event, steps),
            who=_who(event, names_staff=names_staff),
            at=event.at,
            kind="bad" if event.action in _BAD else "past",
            note=notes[event.note_key].text if event.note_key in notes else "",
            reasons=[str(reasons[code]) for code in event.reasons],
        )
        for event in events
    ]


def _title(event: Event, steps: Mapping[str, str]) -> str:
    """What happened, and to whom, where it was not the one who did it."""
    between = NEED_STEPS_BETWEEN.get((event.action, event.source, event.target))
    title = str(between or steps[event.action])
    member = getattr(event, "member", None)
    return title if member is None or event.member_id == event.by_id else f"{title}: {member.get_full_name()}"


def _who(event: Event, *, names_staff: bool) -> str:
    if event.part == Part.CLOCK or event.by is None:
        return _("the portal")
    if event.part == Part.STAFF and not names_staff:
        return _("the ministry")
    return event.by.get_full_name()
