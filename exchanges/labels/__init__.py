"""What people read for the codes of this app."""

from exchanges.labels import refusals  # noqa: F401  registers the sentences
from exchanges.labels.coordination import (
    CHANNELS,
    REFERRAL_REASONS,
    REFERRAL_STATES,
    REFERRAL_STEPS,
    REFERRAL_TONES,
)
from exchanges.labels.invitations import (
    DECLINE_REASONS,
    HOST_DECLINE_REASONS,
    INTEREST_STEPS,
    INVITATION_STATES,
    INVITATION_STEPS,
    INVITATION_TONES,
)
from exchanges.labels.letters import (
    APPROVAL_WORDING,
    LETTER_CLOSINGS,
    LETTER_KINDS,
    LETTER_OPENINGS,
    LETTER_REASONS,
    LETTER_ROWS,
    LETTER_STATUSES,
    LETTER_TAGS,
    LETTER_TITLES,
    LETTER_TONES,
    MAY_APPEAL,
    NO_MORE_APPEAL,
    PARTS,
    REJECTION_WORDINGS,
)
from exchanges.labels.placements import (
    END_REASONS,
    PLACEMENT_ACTIONS,
    PLACEMENT_STATES,
    PLACEMENT_STEPS,
    PLACEMENT_TONES,
    PLAN_FIELDS,
    RETURN_REASONS,
)

# What may stand as a code beside a step of a placement.
REASON_WORDS = {**END_REASONS, **RETURN_REASONS, **LETTER_KINDS, **LETTER_REASONS}

__all__ = [
    "APPROVAL_WORDING",
    "CHANNELS",
    "DECLINE_REASONS",
    "END_REASONS",
    "HOST_DECLINE_REASONS",
    "INTEREST_STEPS",
    "INVITATION_STATES",
    "INVITATION_STEPS",
    "INVITATION_TONES",
    "LETTER_CLOSINGS",
    "LETTER_KINDS",
    "LETTER_OPENINGS",
    "LETTER_REASONS",
    "LETTER_ROWS",
    "LETTER_STATUSES",
    "LETTER_TAGS",
    "LETTER_TITLES",
    "LETTER_TONES",
    "MAY_APPEAL",
    "NO_MORE_APPEAL",
    "PARTS",
    "PLACEMENT_ACTIONS",
    "PLACEMENT_STATES",
    "PLACEMENT_STEPS",
    "PLACEMENT_TONES",
    "PLAN_FIELDS",
    "REASON_WORDS",
    "REFERRAL_REASONS",
    "REFERRAL_STATES",
    "REFERRAL_STEPS",
    "REFERRAL_TONES",
    "REJECTION_WORDINGS",
    "RETURN_REASONS",
]
