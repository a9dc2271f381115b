"""The lives of an invitation, of a placement and of a referral, as tables."""

from exchanges.workflow.after_decision import DAYS_TO_APPEAL, DAYS_TO_CONFIRM, LifeFacts
from exchanges.workflow.invitations import (
    INVITATION,
    InvitationFacts,
    the_time_is_over,
    there_is_room,
    there_is_time,
)
from exchanges.workflow.placements import (
    PLACEMENT,
    PlacementFacts,
    PlanFigures,
    both_have_agreed,
    can_be_submitted,
    needs_no_review,
    plan_is_complete,
    tier_of,
)
from exchanges.workflow.referrals import REFERRAL, ReferralFacts, nobody_is_asked

__all__ = [
    "DAYS_TO_APPEAL",
    "DAYS_TO_CONFIRM",
    "INVITATION",
    "PLACEMENT",
    "REFERRAL",
    "InvitationFacts",
    "LifeFacts",
    "PlacementFacts",
    "PlanFigures",
    "ReferralFacts",
    "both_have_agreed",
    "can_be_submitted",
    "needs_no_review",
    "nobody_is_asked",
    "plan_is_complete",
    "the_time_is_over",
    "there_is_room",
    "there_is_time",
    "tier_of",
]
