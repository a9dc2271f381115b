"""What people read for the codes of this app."""

from exchanges.labels import refusals  # noqa: F401  registers the sentences
from exchanges.labels.cases import (
    ALLOWANCE_PER,
    CHECK_HINTS,
    CHECK_STATES,
    CHECK_TONES,
    CHECKS,
    DOCUMENT_AUDIENCES,
    DOCUMENT_KINDS,
    PARTICIPATION_ROLES,
)
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
    "ALLOWANCE_PER",
    "CHANNELS",
    "CHECKS",
    "CHECK_HINTS",
    "CHECK_STATES",
    "CHECK_TONES",
    "DECLINE_REASONS",
    "DOCUMENT_AUDIENCES",
    "DOCUMENT_KINDS",
    "END_REASONS",
    "HOST_DECLINE_REASONS",
    "INTEREST_STEPS",
    "INVITATION_STATES",
    "INVITATION_STEPS",
    "INVITATION_TONES",
    "PARTICIPATION_ROLES",
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
