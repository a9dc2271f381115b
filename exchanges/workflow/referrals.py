"""The life of a referral as a table."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from exchanges.enums import (
    ReferralAction,
    ReferralState,
)

_R = ReferralState


_RA = ReferralAction


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    names_an_expert: bool


def nobody_is_asked(facts: ReferralFacts) -> str | None:
    return "expert_is_asked_first" if facts.names_an_expert else None


def _of_the_sender(action: _RA, target: _R, *sources: _R) -> tuple[Transition, ...]:
    """Steps of whoever passed it on: an organisation, staff, or time when there is nothing left to pass."""
    return tuple(
        Transition(action, source, target, part)
        for source in sources
        for part in (Part.HOST, Part.STAFF, Part.CLOCK)
    )


# An expert agrees before anything about them is passed on; a need is passed on at once.
REFERRAL = Workflow(
    name="referral",
    initial=_R.ASKED,
    rows=(
        Transition(_RA.PASS_ON, _R.ASKED, _R.SENT, Part.CLOCK, guard=nobody_is_asked),
        Transition(_RA.AGREE, _R.ASKED, _R.SENT, Part.EXPERT),
        Transition(_RA.REFUSE, _R.ASKED, _R.REFUSED, Part.EXPERT),
        Transition(_RA.ACCEPT, _R.SENT, _R.ACCEPTED, Part.HOST),
        Transition(_RA.DECLINE, _R.SENT, _R.DECLINED, Part.HOST, reasons_required=True),
        Transition(_RA.COMPLETE, _R.SENT, _R.COMPLETE, Part.CLOCK),
        Transition(_RA.COMPLETE, _R.ACCEPTED, _R.COMPLETE, Part.CLOCK),
        Transition(_RA.CLOSE, _R.ACCEPTED, _R.CLOSED, Part.HOST, note_required=True),
        Transition(_RA.CLOSE, _R.ACCEPTED, _R.CLOSED, Part.STAFF, note_required=True),
        *_of_the_sender(_RA.WITHDRAW, _R.WITHDRAWN, _R.ASKED, _R.SENT),
        Transition(_RA.WITHDRAW, _R.ACCEPTED, _R.WITHDRAWN, Part.CLOCK),
    ),
)
