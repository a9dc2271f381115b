"""The life of an assignment round, as a table."""

from dataclasses import dataclass

from common.workflow import Part, Transition, Workflow
from matching.enums import RoundAction, RoundState

_S = RoundState
_A = RoundAction


@dataclass(frozen=True, slots=True)
class RoundFacts:
    proposals_still_hold: bool  # nothing has happened that one of them would break
    is_the_last: bool  # no later round over one of its needs stands published


def still_holds(facts: RoundFacts) -> str | None:
    return None if facts.proposals_still_hold else "round_is_stale"


def is_the_last(facts: RoundFacts) -> str | None:
    return None if facts.is_the_last else "later_round_published"


ROUND = Workflow(
    name="assignment round",
    initial=_S.COMPUTING,
    rows=(
        Transition(_A.FINISH, _S.COMPUTING, _S.PREVIEW, Part.CLOCK),
        Transition(_A.FAIL, _S.COMPUTING, _S.FAILED, Part.CLOCK),
        Transition(_A.COMPUTE, _S.PREVIEW, _S.COMPUTING, Part.STAFF),
        Transition(_A.COMPUTE, _S.FAILED, _S.COMPUTING, Part.STAFF),
        Transition(_A.PUBLISH, _S.PREVIEW, _S.PUBLISHED, Part.STAFF, guard=still_holds),
        Transition(_A.UNDO, _S.PUBLISHED, _S.UNDONE, Part.STAFF, guard=is_the_last),
    ),
)
