"""The life of one entry in the log of sessions: what was once written stays, a correction is a new entry."""

from common.workflow import Part, Transition, Workflow
from exchanges.enums import COUNTED, SessionAction, SessionState

_S = SessionState
_A = SessionAction


def _of_a_side(action: _A, target: _S, *sources: _S, **wants: bool) -> tuple[Transition, ...]:
    """Whose entry it is, and who reads it, the rules know (exchanges/policies/life.py)."""
    return tuple(
        Transition(action, source, target, part, **wants)
        for source in sources
        for part in (Part.EXPERT, Part.HOST)
    )


SESSION = Workflow(
    name="session",
    initial=_S.LOGGED,
    rows=(
        *_of_a_side(_A.CORRECT, _S.CORRECTED, *COUNTED),
        *_of_a_side(_A.WITHDRAW, _S.WITHDRAWN, *COUNTED),
        *_of_a_side(_A.QUESTION, _S.QUESTIONED, _S.LOGGED, note_required=True),
        *_of_a_side(_A.ACCEPT, _S.LOGGED, _S.QUESTIONED),
    ),
)
