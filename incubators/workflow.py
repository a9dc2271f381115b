"""The lives of an organisation and of a need, as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.workflow import Guard, Part, Transition, Workflow
from incubators.enums import (
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationState,
    PairAction,
    PairState,
    SignalAction,
    SignalState,
)


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    closed_from: str = ""


def _was(state: OrganisationState) -> Guard:
    """A merged organisation goes back to where it was."""

    def was_closed_from(facts: OrganisationFacts) -> str | None:
        return None if facts.closed_from == state else "not_from_here"

    was_closed_from.__name__ = f"was_{state}"
    return was_closed_from


_O = OrganisationState
_A = OrganisationAction
_CAN_CLOSE = (_O.PENDING, _O.VERIFIED, _O.REJECTED)

ORGANISATION = Workflow(
    name="organisation",
    initial=_O.PENDING,
    rows=(
        Transition(_A.VERIFY, _O.PENDING, _O.VERIFIED, Part.STAFF),
        Transition(_A.REJECT, _O.PENDING, _O.REJECTED, Part.STAFF, note_required=True, reasons_required=True),
        Transition(_A.APPLY_AGAIN, _O.REJECTED, _O.PENDING, Part.HOST),
        Transition(_A.SUSPEND, _O.VERIFIED, _O.SUSPENDED, Part.STAFF, note_required=True),
        Transition(_A.REINSTATE, _O.SUSPENDED, _O.VERIFIED, Part.STAFF, note_required=True),
        *(Transition(_A.CLOSE, source, _O.CLOSED, Part.STAFF) for source in _CAN_CLOSE),
        *(Transition(_A.REOPEN, _O.CLOSED, back, Part.STAFF, guard=_was(back)) for back in _CAN_CLOSE),
        Transition(_A.TAKE_BACK, _O.PENDING, _O.CLOSED, Part.STAFF),
        Transition(_A.TAKE_BACK, _O.VERIFIED, _O.CLOSED, Part.STAFF),
    ),
)

_P, _D = PairState, PairAction
ORGANISATION_PAIR = Workflow(
    name="pair of organisations",
    initial=_P.PROPOSED,
    rows=(
        Transition(_D.MERGE, _P.PROPOSED, _P.MERGED, Part.STAFF, note_required=True),
        Transition(_D.UNDO, _P.MERGED, _P.PROPOSED, Part.STAFF, note_required=True),
        Transition(_D.TELL_APART, _P.PROPOSED, _P.DIFFERENT, Part.STAFF, note_required=True),
        Transition(_D.RECONSIDER, _P.DIFFERENT, _P.PROPOSED, Part.STAFF, note_required=True),
        Transition(_D.DROP, _P.PROPOSED, _P.DROPPED, Part.CLOCK),
        Transition(_D.PROPOSE_AGAIN, _P.DROPPED, _P.PROPOSED, Part.CLOCK),
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
    is_checked_first: bool = False  # the programme's policy


def need_can_be_published(facts: NeedFacts) -> str | None:
    if not facts.organisation_is_verified:
        return "organisation_not_verified"
    if not facts.is_complete:
        return "need_incomplete"
    if not facts.has_must_skill:
        return "need_without_must_skill"
    return None if facts.window_is_ahead else "need_window_past"


def need_opens_at_once(facts: NeedFacts) -> str | None:
    return "need_is_checked_first" if facts.is_checked_first else need_can_be_published(facts)


def window_has_passed(facts: NeedFacts) -> str | None:
    return "need_window_ahead" if facts.window_is_ahead else None


def all_seats_are_taken(facts: NeedFacts) -> str | None:
    return None if facts.n_seats_left <= 0 else "need_has_seats_left"


def a_seat_is_free(facts: NeedFacts) -> str | None:
    return None if facts.n_seats_left > 0 else "need_has_no_seat"


_S = NeedState
_N = NeedAction

PUBLISHED = (_S.OPEN, _S.PAUSED)


def _publish_rows() -> Iterator[Transition]:
    """Open at once, or wait until the programme's unit has looked: the first row whose guard holds fires."""
    for source in (_S.DRAFT, _S.CHANGES_REQUESTED):
        yield Transition(_N.PUBLISH, source, _S.OPEN, Part.HOST, guard=need_opens_at_once)
        yield Transition(_N.PUBLISH, source, _S.SUBMITTED, Part.HOST, guard=need_can_be_published)


NEED = Workflow(
    name="need",
    initial=_S.DRAFT,
    rows=(
        *_publish_rows(),
        Transition(_N.OPEN, _S.SUBMITTED, _S.OPEN, Part.STAFF, guard=need_can_be_published),
        Transition(
            _N.REQUEST_CHANGES,
            _S.SUBMITTED,
            _S.CHANGES_REQUESTED,
            Part.STAFF,
            note_required=True,
            reasons_required=True,
        ),
        Transition(_N.PAUSE, _S.OPEN, _S.PAUSED, Part.HOST),
        Transition(_N.RESUME, _S.PAUSED, _S.OPEN, Part.HOST, guard=need_can_be_published),
        Transition(_N.FILL, _S.OPEN, _S.FILLED, Part.CLOCK, guard=all_seats_are_taken),
        Transition(_N.FILL, _S.PAUSED, _S.FILLED, Part.CLOCK, guard=all_seats_are_taken),
        Transition(_N.REOPEN, _S.FILLED, _S.OPEN, Part.CLOCK, guard=a_seat_is_free),
        *(
            Transition(_N.EXPIRE, source, _S.EXPIRED, Part.CLOCK, guard=window_has_passed)
            for source in PUBLISHED
        ),
        Transition(_N.REOPEN, _S.EXPIRED, _S.OPEN, Part.HOST, guard=need_can_be_published),
        *(
            Transition(_N.WITHDRAW, source, _S.WITHDRAWN, Part.HOST)
            for source in (_S.DRAFT, _S.SUBMITTED, _S.CHANGES_REQUESTED)
        ),
        *(
            Transition(_N.WITHDRAW, source, _S.WITHDRAWN, Part.HOST, reasons_required=True)
            for source in PUBLISHED
        ),
    ),
)
