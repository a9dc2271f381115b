"""The life of a placement once it is approved: rows that stand in its table."""

from dataclasses import dataclass, field
from datetime import date

from common.workflow import Guard, Part, Transition
from exchanges.enums import STANDING, PlacementAction, PlacementState

_S = PlacementState
_A = PlacementAction

DAYS_TO_CONFIRM = 30


@dataclass(frozen=True, slots=True)
class LifeFacts:
    """What the rows after a decision ask; all of it read at the moment of the step."""

    expert_has_confirmed: bool = False
    host_has_confirmed: bool = False
    confirmation_is_over: bool = False  # DAYS_TO_CONFIRM have passed since the approval
    may_be_appealed: bool = False  # rejected within the days to appeal, and not after an appeal
    seat_and_hours_are_free: bool = True  # an appeal takes both again
    starts_on: date = field(default=date.max)
    ends_on: date = field(default=date.max)
    today: date = field(default=date.min)
    both_reports_are_in: bool = False
    follow_up_is_answered: bool = False


def expert_may_confirm(facts: LifeFacts) -> str | None:
    return "confirmed_already" if facts.expert_has_confirmed else None


def host_may_confirm(facts: LifeFacts) -> str | None:
    return "confirmed_already" if facts.host_has_confirmed else None


def both_have_confirmed(facts: LifeFacts) -> str | None:
    return None if facts.expert_has_confirmed and facts.host_has_confirmed else "confirmation_missing"


def confirmation_is_over(facts: LifeFacts) -> str | None:
    return None if facts.confirmation_is_over or facts.today > facts.ends_on else "there_is_time_to_confirm"


def it_never_began(facts: LifeFacts) -> str | None:
    return None if facts.today > facts.ends_on else "there_is_time_to_begin"


def the_first_day_has_come(facts: LifeFacts) -> str | None:
    if facts.today > facts.ends_on:
        return "last_day_has_passed"
    return None if facts.today >= facts.starts_on else "first_day_has_not_come"


def may_be_appealed(facts: LifeFacts) -> str | None:
    if not facts.may_be_appealed:
        return "appeal_is_over"
    return None if facts.seat_and_hours_are_free else "appeal_needs_a_seat"


def both_reports_are_in(facts: LifeFacts) -> str | None:
    if facts.today < facts.ends_on:
        return "last_day_has_not_come"
    return None if facts.both_reports_are_in else "reports_missing"


def follow_up_is_answered(facts: LifeFacts) -> str | None:
    return None if facts.follow_up_is_answered else "follow_up_missing"


def _by_all(action: _A, target: _S, *sources: _S) -> tuple[Transition, ...]:
    """Steps that either side or the ministry takes, always with a reason and a note."""
    return tuple(
        Transition(action, source, target, part, note_required=True, reasons_required=True)
        for source in sources
        for part in (Part.EXPERT, Part.HOST, Part.DECIDER)
    )


def _by_the_clock(action: _A, target: _S, *sources: _S, guard: Guard | None = None) -> tuple[Transition, ...]:
    return tuple(Transition(action, source, target, Part.CLOCK, guard=guard) for source in sources)


AFTER_DECISION = (
    Transition(_A.APPEAL, _S.REJECTED, _S.SUBMITTED, Part.EXPERT, note_required=True, guard=may_be_appealed),
    Transition(_A.APPEAL, _S.REJECTED, _S.SUBMITTED, Part.HOST, note_required=True, guard=may_be_appealed),
    Transition(_A.CONFIRM, _S.APPROVED, _S.APPROVED, Part.EXPERT, guard=expert_may_confirm),
    Transition(_A.CONFIRM, _S.APPROVED, _S.APPROVED, Part.HOST, guard=host_may_confirm),
    *_by_the_clock(_A.BOTH_CONFIRMED, _S.CONFIRMED, _S.APPROVED, guard=both_have_confirmed),
    *_by_the_clock(_A.LAPSE, _S.LAPSED, _S.APPROVED, guard=confirmation_is_over),
    *_by_the_clock(_A.LAPSE, _S.LAPSED, _S.CONFIRMED, guard=it_never_began),
    *_by_all(_A.CANCEL, _S.CANCELLED, _S.APPROVED, _S.CONFIRMED),
    Transition(_A.START, _S.CONFIRMED, _S.ACTIVE, Part.EXPERT, guard=the_first_day_has_come),
    Transition(_A.START, _S.CONFIRMED, _S.ACTIVE, Part.HOST, guard=the_first_day_has_come),
    *_by_all(_A.SUSPEND, _S.SUSPENDED, _S.ACTIVE),
    *(
        Transition(_A.RESUME, _S.SUSPENDED, _S.ACTIVE, part)
        for part in (Part.EXPERT, Part.HOST, Part.DECIDER)
    ),
    *_by_all(_A.END_EARLY, _S.ENDED_EARLY, _S.ACTIVE, _S.SUSPENDED),
    # Somebody left for good: what was promised ends with them.
    *_by_the_clock(_A.CANCEL, _S.CANCELLED, _S.APPROVED, _S.CONFIRMED),
    *_by_the_clock(_A.END_EARLY, _S.ENDED_EARLY, _S.ACTIVE, _S.SUSPENDED),
    *(Transition(_A.AMEND, state, state, Part.CLOCK) for state in STANDING),
    *_by_the_clock(_A.COMPLETE, _S.COMPLETED, _S.ACTIVE, guard=both_reports_are_in),
    *_by_the_clock(_A.CLOSE, _S.CLOSED, _S.COMPLETED, guard=follow_up_is_answered),
    Transition(_A.WAIVE_FOLLOW_UP, _S.COMPLETED, _S.CLOSED, Part.DECIDER, note_required=True),
)
