"""Words of letters: what kinds there are, what brings one and what ends it."""

from enum import StrEnum

from exchanges.enums.placements import FINISHED, STANDING, PlacementState

_S = PlacementState


class LetterKind(StrEnum):
    INVITATION = "invitation"  # for the visa
    APPROVAL = "approval"
    REJECTION = "rejection"
    CERTIFICATE = "certificate"
    REFERENCE = "reference"  # the host's words; nobody else reads them before the expert agrees
    DOSSIER = "dossier"  # the whole case file, for staff alone


class LetterAction(StrEnum):
    """What happens to letters: recorded on the chain of the case, which stays in its state."""

    WORD = "word_letter"
    ISSUE = "issue_letter"
    WITHDRAW = "withdraw_letter"
    REISSUE = "reissue_letter"
    AGREE = "agree_to_letter"
    COMPILE_FILE = "compile_file"


class LetterReason(StrEnum):
    """Why a letter is in force no longer."""

    MISTAKE = "mistake"
    NAME_CHANGED = "name_changed"
    PLAN_CHANGED = "plan_changed"
    DECISION_CHANGED = "decision_changed"
    PLACEMENT_ENDED = "placement_ended"
    NOT_AGREED = "not_agreed"
    BROUGHT_UP_TO_DATE = "brought_up_to_date"


class LetterStatus(StrEnum):
    """All that the public learns about a letter, with its code and its day."""

    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


# Letters that tell a decision: their words may be edited before it is released.
DECISIONS = (LetterKind.APPROVAL, LetterKind.REJECTION)

# What follows at once from a state that a placement reaches.
LETTERS_OF: dict[PlacementState, tuple[LetterKind, ...]] = {
    _S.APPROVED: (LetterKind.APPROVAL, LetterKind.INVITATION),
    _S.REJECTED: (LetterKind.REJECTION,),
    _S.COMPLETED: (LetterKind.CERTIFICATE,),
}
# What is in force no longer once a placement reaches a state, and why.
LETTERS_ENDED_IN: dict[PlacementState, tuple[LetterReason, tuple[LetterKind, ...]]] = {
    _S.SUBMITTED: (LetterReason.DECISION_CHANGED, (LetterKind.REJECTION,)),  # by an appeal
    _S.CANCELLED: (LetterReason.PLACEMENT_ENDED, (LetterKind.APPROVAL, LetterKind.INVITATION)),
    _S.LAPSED: (LetterReason.PLACEMENT_ENDED, (LetterKind.APPROVAL, LetterKind.INVITATION)),
    _S.ENDED_EARLY: (LetterReason.PLACEMENT_ENDED, (LetterKind.INVITATION,)),
    _S.COMPLETED: (LetterReason.PLACEMENT_ENDED, (LetterKind.INVITATION,)),
}
MAY_BE_ISSUED_IN: dict[LetterKind, tuple[PlacementState, ...]] = {
    LetterKind.INVITATION: STANDING,
    LetterKind.APPROVAL: (*STANDING, *FINISHED),
    LetterKind.REJECTION: (_S.REJECTED,),
    LetterKind.CERTIFICATE: (_S.COMPLETED, _S.CLOSED),
    LetterKind.REFERENCE: (_S.COMPLETED, _S.CLOSED),
    LetterKind.DOSSIER: tuple(state for state in PlacementState if state != _S.DRAFT),
}
