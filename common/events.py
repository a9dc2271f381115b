"""The single door through which a state changes: look up the row, save, append the event."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from common.models import Event, EventNote, StatefulModel
from common.refusals import Refused
from common.workflow import IllegalTransition, Part


def begin(subject: StatefulModel, *, by: Any, at: datetime, part: Part, action: str = "create") -> Event:
    """Save a new noun in its first state and write its first event."""
    subject.state = subject.workflow.initial
    subject.state_since = at
    subject.save(force_insert=True)
    return _append(subject, action=action, source="", part=part, by=by, at=at, note="", reasons=())


def move(
    subject: StatefulModel,
    *,
    action: str,
    part: Part,
    by: Any,
    at: datetime,
    facts: Any = None,
    note: str = "",
    reasons: Sequence[str] = (),
    version: int | None = None,
) -> Event:
    """Take one step of the life cycle of a locked row.

    The caller holds the transaction and the row lock and has asked its policy. `version` is what the
    person saw; a stale one is refused.

    Raises Refused with the code of IllegalTransition, or `stale_version`.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("move() needs a transaction that holds the row lock")
    if version is not None and version != subject.version:
        raise Refused("stale_version")
    try:
        row = subject.workflow.step(
            state=subject.state, action=action, part=part, facts=facts, note=note, reasons=reasons
        )
    except IllegalTransition as illegal:
        raise Refused(illegal.code, field=_field_of(illegal.code)) from illegal
    source = subject.state
    if row.target != source:
        subject.state_since = at
    subject.state = row.target
    subject.version += 1
    subject.save()
    return _append(
        subject, action=action, source=source, part=part, by=by, at=at, note=note, reasons=tuple(reasons)
    )


def record(
    subject: StatefulModel,
    *,
    action: str,
    part: Part,
    by: Any,
    at: datetime,
    note: str = "",
    reasons: Sequence[str] = (),
    **also: Any,
) -> Event:
    """Append an event that changes no state (an edit, a declaration) and count the version up.

    `also` names columns that this noun's events have besides those of every event.
    """
    subject.version += 1
    subject.save()
    return _append(
        subject,
        action=action,
        source=subject.state,
        part=part,
        by=by,
        at=at,
        note=note,
        reasons=tuple(reasons),
        **also,
    )


def broken_links(events: Sequence[Event]) -> list[int]:
    """Sequence numbers at which the chain of one subject does not hold."""
    broken = []
    previous = ""
    for expected, event in enumerate(events, start=1):
        if event.seq != expected or event.previous_hash != previous or event.hash != _hash_of(event):
            broken.append(event.seq)
        previous = event.hash
    return broken


def _field_of(code: str) -> str | None:
    return {"note_required": "note", "reasons_required": "reasons"}.get(code)


def _append(
    subject: StatefulModel,
    *,
    action: str,
    source: str,
    part: Part,
    by: Any,
    at: datetime,
    note: str,
    reasons: tuple[str, ...],
    **also: Any,
) -> Event:
    events = subject.events
    last = events.order_by("-seq").first()
    event = events.model(
        subject=subject,
        seq=last.seq + 1 if last else 1,
        action=action,
        source=source,
        target=subject.state,
        part=part,
        by=by,
        at=at,
        version=subject.version,
        reasons=list(reasons),
        previous_hash=last.hash if last else "",
        **also,
    )
    if note.strip():
        row = EventNote.objects.create(salt=secrets.token_hex(16), text=note.strip())
        event.note_key = row.pk
        event.note_digest = hashlib.sha256((row.salt + row.text).encode()).hexdigest()
    event.hash = _hash_of(event)
    event.save(force_insert=True)
    return event


def _hash_of(event: Event) -> str:
    """SHA-256 over ids, codes and the note's salted digest: nothing that erasure must remove."""
    content = [
        event.subject_id,
        event.seq,
        event.action,
        event.source,
        event.target,
        str(event.part),
        event.by_id,
        event.at.timestamp(),
        event.version,
        list(event.reasons),
        str(event.note_key or ""),
        event.note_digest,
        event.previous_hash,
    ]
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()
