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
from exchanges.labels.placements import (
    END_REASONS,
    PLACEMENT_ACTIONS,
    PLACEMENT_STATES,
    PLACEMENT_STEPS,
    PLACEMENT_TONES,
    PLAN_FIELDS,
    RETURN_REASONS,
)

__all__ = [
    "CHANNELS",
    "DECLINE_REASONS",
    "END_REASONS",
    "HOST_DECLINE_REASONS",
    "INTEREST_STEPS",
    "INVITATION_STATES",
    "INVITATION_STEPS",
    "INVITATION_TONES",
    "PLACEMENT_ACTIONS",
    "PLACEMENT_STATES",
    "PLACEMENT_STEPS",
    "PLACEMENT_TONES",
    "PLAN_FIELDS",
    "REFERRAL_REASONS",
    "REFERRAL_STATES",
    "REFERRAL_STEPS",
    "REFERRAL_TONES",
    "RETURN_REASONS",
]
