"""The lives of an organisation and of a need, as tables."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from incubators.enums import (
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    SignalAction,
    SignalState,
)

_O = OrganisationState
_A = OrganisationAction

ORGANISATION = Workflow(
    name="organisation",
    initial=_O.PENDING,
    rows=(
        Transition(_A.VERIFY, _O.PENDING, _O.VERIFIED, Part.STAFF),
        Transition(_A.REJECT, _O.PENDING, _O.REJECTED, Part.STAFF, note_required=True, reasons_required=True),
        Transition(_A.APPLY_AGAIN, _O.REJECTED, _O.PENDING, Part.HOST),
        Transition(_A.SUSPEND, _O.VERIFIED, _O.SUSPENDED, Part.STAFF, note_required=True),
        Transition(_A.REINSTATE, _O.SUSPENDED, _O.VERIFIED, Part.STAFF, note_required=True),
    ),
)

SIGNAL = Workflow(
    name="signal",
    initial=SignalState.OPEN,
    rows=(
        Transition(SignalAction.CONVERT, SignalState.OPEN, SignalState.CONVERTED, Part.HOST),
        Transition(SignalAction.WITHDRAW, SignalState.OPEN, SignalState.WITHDRAWN, Part.HOST),
        Transition(SignalAction.LAPSE, SignalState.OPEN, SignalState.LAPSED, Part.CLOCK),
    ),
)


@dataclass(frozen=True, slots=True)
class NeedFacts:
    organisation_is_verified: bool
    is_complete: bool
    has_must_skill: bool
    window_is_ahead: bool
    n_seats_left: int


def need_can_be_published(facts: NeedFacts) -> str | None:
    if not facts.organisation_is_verified:
        return "organisation_not_verified"
    if not facts.is_complete:
        return "need_incomplete"
    if not facts.has_must_skill:
        return "need_without_must_skill"
    return None if facts.window_is_ahead else "need_window_past"


def all_seats_are_taken(facts: NeedFacts) -> str | None:
    return None if facts.n_seats_left <= 0 else "need_has_seats_left"


def a_seat_is_free(facts: NeedFacts) -> str | None:
    return None if facts.n_seats_left > 0 else "need_has_no_seat"


_S = NeedState
_N = NeedAction

NEED = Workflow(
    name="need",
    initial=_S.DRAFT,
    rows=(
        Transition(_N.PUBLISH, _S.DRAFT, _S.OPEN, Part.HOST, guard=need_can_be_published),
        Transition(_N.PAUSE, _S.OPEN, _S.PAUSED, Part.HOST),
        Transition(_N.RESUME, _S.PAUSED, _S.OPEN, Part.HOST, guard=need_can_be_published),
        Transition(_N.FILL, _S.OPEN, _S.FILLED, Part.CLOCK, guard=all_seats_are_taken),
        Transition(_N.FILL, _S.PAUSED, _S.FILLED, Part.CLOCK, guard=all_seats_are_taken),
        Transition(_N.REOPEN, _S.FILLED, _S.OPEN, Part.CLOCK, guard=a_seat_is_free),
        Transition(_N.WITHDRAW, _S.DRAFT, _S.WITHDRAWN, Part.HOST),
        Transition(_N.WITHDRAW, _S.OPEN, _S.WITHDRAWN, Part.HOST, note_required=True),
        Transition(_N.WITHDRAW, _S.PAUSED, _S.WITHDRAWN, Part.HOST, note_required=True),
    ),
)
