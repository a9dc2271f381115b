"""The lives of a profile, of a credential and of a pair of profiles, as tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from common.workflow import Guard, Part, Transition, Workflow
from experts.enums import Action, CredentialAction, CredentialState, PairAction, PairState, State


@dataclass(frozen=True, slots=True)
class Facts:
    """`closed_from` is the state that a merged profile had; empty unless somebody undoes the merge."""

    is_complete: bool
    has_consented: bool
    is_claimed: bool = True
    closed_from: str = ""


def profile_is_complete(facts: Facts) -> str | None:
    return None if facts.is_complete else "profile_incomplete"


def profile_can_be_submitted(facts: Facts) -> str | None:
    if not facts.has_consented:
        return "consent_missing"
    return profile_is_complete(facts)


def profile_is_unclaimed(facts: Facts) -> str | None:
    return "profile_is_claimed" if facts.is_claimed else None


def _was(state: State) -> Guard:
    """A merged profile goes back to where it was."""

    def was_closed_from(facts: Facts) -> str | None:
        return None if facts.closed_from == state else "not_from_here"

    was_closed_from.__name__ = f"was_{state}"
    return was_closed_from


# A suspended profile is not merged away: its case ends first.
_CAN_CLOSE = (
    State.DRAFT,
    State.SUBMITTED,
    State.CHANGES_REQUESTED,
    State.VERIFIED,
    State.PAUSED,
    State.DORMANT,
)


def _submit_rows() -> Iterator[Transition]:
    """The person sends their own profile; staff send the one that they write for somebody."""
    for part in (Part.EXPERT, Part.STAFF):
        for source in (State.DRAFT, State.CHANGES_REQUESTED):
            yield Transition(Action.SUBMIT, source, State.SUBMITTED, part, guard=profile_can_be_submitted)


EXPERT = Workflow(
    name="expert",
    initial=State.DRAFT,
    rows=(
        *_submit_rows(),
        Transition(Action.VERIFY, State.SUBMITTED, State.VERIFIED, Part.STAFF),
        Transition(
            Action.REQUEST_CHANGES,
            State.SUBMITTED,
            State.CHANGES_REQUESTED,
            Part.STAFF,
            note_required=True,
            reasons_required=True,
        ),
        Transition(Action.PAUSE, State.VERIFIED, State.PAUSED, Part.EXPERT),
        Transition(Action.RESUME, State.PAUSED, State.VERIFIED, Part.EXPERT),
        Transition(Action.SUSPEND, State.VERIFIED, State.SUSPENDED, Part.STAFF, note_required=True),
        Transition(Action.SUSPEND, State.PAUSED, State.SUSPENDED, Part.STAFF, note_required=True),
        Transition(Action.REINSTATE, State.SUSPENDED, State.VERIFIED, Part.STAFF, note_required=True),
        Transition(Action.FALL_SILENT, State.VERIFIED, State.DORMANT, Part.CLOCK),
        Transition(Action.WAKE, State.DORMANT, State.VERIFIED, Part.EXPERT),
        Transition(Action.SUSPEND, State.DORMANT, State.SUSPENDED, Part.STAFF, note_required=True),
        *(
            Transition(Action.ERASE, state, State.ERASED, Part.EXPERT)
            for state in State
            if state != State.ERASED
        ),
        *(Transition(Action.CLOSE, source, State.CLOSED, Part.STAFF) for source in _CAN_CLOSE),
        *(Transition(Action.REOPEN, State.CLOSED, back, Part.STAFF, guard=_was(back)) for back in _CAN_CLOSE),
        *(
            Transition(Action.REMOVE, source, State.CLOSED, Part.EXPERT, guard=profile_is_unclaimed)
            for source in (*_CAN_CLOSE, State.SUSPENDED)
        ),
    ),
)

_C, _A = CredentialState, CredentialAction
CREDENTIAL = Workflow(
    name="credential",
    initial=_C.CLAIMED,
    rows=(
        Transition(_A.CONFIRM, _C.CLAIMED, _C.CONFIRMED, Part.STAFF),
        Transition(_A.CONFIRM_DOMAIN, _C.CLAIMED, _C.CONFIRMED, Part.CLOCK),
        Transition(_A.VOUCH, _C.CLAIMED, _C.CONFIRMED, Part.STAFF),
        Transition(
            _A.REQUEST_CHANGES,
            _C.CLAIMED,
            _C.CHANGES_REQUESTED,
            Part.STAFF,
            note_required=True,
            reasons_required=True,
        ),
        Transition(_A.REFUSE, _C.CLAIMED, _C.REFUSED, Part.STAFF, note_required=True),
        Transition(_A.REFUSE, _C.CONFIRMED, _C.REFUSED, Part.STAFF, note_required=True),
        # The reasons of this step name the fields that changed.
        *(
            Transition(_A.CLAIM_AGAIN, source, _C.CLAIMED, Part.EXPERT)
            for source in (_C.CHANGES_REQUESTED, _C.CONFIRMED, _C.REFUSED, _C.EXPIRED)
        ),
        Transition(_A.EXPIRE, _C.CONFIRMED, _C.EXPIRED, Part.CLOCK),
        *(
            Transition(_A.REMOVE, source, _C.REMOVED, Part.EXPERT)
            for source in (_C.CLAIMED, _C.CHANGES_REQUESTED, _C.CONFIRMED, _C.REFUSED, _C.EXPIRED)
        ),
    ),
)

_P, _D = PairState, PairAction
PAIR = Workflow(
    name="pair of profiles",
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
