"""The life of an expert's profile, as a table."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from experts.enums import Action, State


@dataclass(frozen=True, slots=True)
class Facts:
    is_complete: bool
    has_consented: bool


def profile_is_complete(facts: Facts) -> str | None:
    return None if facts.is_complete else "profile_incomplete"


def profile_can_be_submitted(facts: Facts) -> str | None:
    if not facts.has_consented:
        return "consent_missing"
    return profile_is_complete(facts)


EXPERT = Workflow(
    name="expert",
    initial=State.DRAFT,
    rows=(
        Transition(Action.SUBMIT, State.DRAFT, State.SUBMITTED, Part.EXPERT, guard=profile_can_be_submitted),
        Transition(
            Action.SUBMIT,
            State.CHANGES_REQUESTED,
            State.SUBMITTED,
            Part.EXPERT,
            guard=profile_can_be_submitted,
        ),
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
    ),
)
