"""The letter of a pending decision as it would be, were the decision released now."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime

from common.paper import Side
from exchanges.enums import LetterKind, PlacementState
from exchanges.models import Letter, Placement
from exchanges.selectors.letter_content import letter_content
from exchanges.selectors.letter_texts import draft_letter, letter_sides

DECISION_OF = {
    PlacementState.PENDING_APPROVAL: LetterKind.APPROVAL,
    PlacementState.PENDING_REJECTION: LetterKind.REJECTION,
}
_NO_CODE_YET = "–"


def words_of(placement: Placement) -> dict[str, str]:
    """What is kept for the pending decision, or what its reasons suggest."""
    kind = DECISION_OF[placement.state]
    return draft_letter(placement, kind, letter_content(placement, kind).get("reasons", ()))


def letter_preview(placement: Placement, wording: Mapping[str, str], at: datetime) -> tuple[Side, ...]:
    """In each language; nothing is written, and the days are those of a release at `at`."""
    released = copy(placement)
    released.state_since = released.decided_at = at
    kind = DECISION_OF[placement.state]
    content = letter_content(released, kind)
    letter = Letter(
        code=_NO_CODE_YET,
        placement=placement,
        kind=kind,
        content=content,
        wording=dict(wording),
        plan_digest=content["plan_digest"],
        issued_at=at,
    )
    return letter_sides(letter)
