"""The life of an invitation as a table."""

from dataclasses import dataclass
from typing import Any

from common.workflow import Guard, Part, Transition, Workflow
from exchanges.enums import (
    OPEN_INVITATION,
    InvitationAction,
    InvitationState,
)

_I = InvitationState


_IA = InvitationAction


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    a_seat_is_free: bool
    expert_has_capacity: bool
    is_due: bool  # the last day to answer has passed
    need_is_wanted: bool  # not given up, and asked for by a verified organisation


def there_is_room(facts: InvitationFacts) -> str | None:
    if facts.is_due:
        return "invitation_expired"
    if not facts.need_is_wanted:
        return "need_is_not_open"
    if not facts.a_seat_is_free:
        return "seats_are_taken"
    return None if facts.expert_has_capacity else "capacity_used"


def there_is_time(facts: InvitationFacts) -> str | None:
    return "invitation_expired" if facts.is_due else None


def the_time_is_over(facts: InvitationFacts) -> str | None:
    return None if facts.is_due else "invitation_still_open"


def _of_a_party(action: _IA, target: _I, *sources: _I, **wants: Any) -> tuple[Transition, ...]:
    """Steps that either side takes: one in invitations, the other where an expert shows interest."""
    return tuple(
        Transition(action, source, target, part, **wants)
        for source in sources
        for part in (Part.EXPERT, Part.HOST)
    )


def _of_the_clock(action: _IA, target: _I, guard: Guard | None = None) -> tuple[Transition, ...]:
    return tuple(Transition(action, source, target, Part.CLOCK, guard=guard) for source in OPEN_INVITATION)


# Either direction, one life: which part asked and which answers, the rules know (exchanges/policies.py).
INVITATION = Workflow(
    name="invitation",
    initial=_I.SENT,
    rows=(
        *_of_a_party(_IA.VIEW, _I.VIEWED, _I.SENT),
        *_of_a_party(_IA.ACCEPT, _I.ACCEPTED, *OPEN_INVITATION, guard=there_is_room),
        *_of_a_party(_IA.DECLINE, _I.DECLINED, *OPEN_INVITATION, reasons_required=True),
        Transition(_IA.POSTPONE, _I.SENT, _I.MAYBE_LATER, Part.EXPERT, guard=there_is_time),
        Transition(_IA.POSTPONE, _I.VIEWED, _I.MAYBE_LATER, Part.EXPERT, guard=there_is_time),
        *_of_a_party(_IA.WITHDRAW, _I.WITHDRAWN, *OPEN_INVITATION),
        *_of_the_clock(_IA.WITHDRAW, _I.WITHDRAWN),
        *_of_the_clock(_IA.EXPIRE, _I.EXPIRED, guard=the_time_is_over),
        *_of_the_clock(_IA.SUPERSEDE, _I.SUPERSEDED),
    ),
)
