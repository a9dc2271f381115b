"""Words of invitations, placements and reviews."""

from exchanges.enums.coordination import (
    REFERRAL_UNDER_WAY,
    Channel,
    ReferralAction,
    ReferralReason,
    ReferralState,
)
from exchanges.enums.invitations import (
    AWAITED,
    DAYS_TO_ANSWER,
    OPEN_INVITATION,
    DeclineReason,
    Direction,
    HostDeclineReason,
    InvitationAction,
    InvitationState,
    Offer,
)
from exchanges.enums.placements import (
    EDITABLE,
    ENDED,
    NO_STEPS,
    REVIEWING,
    SECRET,
    Fact,
    LetterKind,
    ParticipationRole,
    PlacementAction,
    PlacementState,
    ReturnReason,
)
from exchanges.enums.threads import Side, ThreadVisibility

__all__ = [
    "AWAITED",
    "DAYS_TO_ANSWER",
    "EDITABLE",
    "ENDED",
    "NO_STEPS",
    "OPEN_INVITATION",
    "REFERRAL_UNDER_WAY",
    "REVIEWING",
    "SECRET",
    "Channel",
    "DeclineReason",
    "Direction",
    "Fact",
    "HostDeclineReason",
    "InvitationAction",
    "InvitationState",
    "LetterKind",
    "Offer",
    "ParticipationRole",
    "PlacementAction",
    "PlacementState",
    "ReferralAction",
    "ReferralReason",
    "ReferralState",
    "ReturnReason",
    "Side",
    "ThreadVisibility",
]
