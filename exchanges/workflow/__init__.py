"""The lives of an invitation, a placement, a report, an outcome and a referral, as tables."""

from exchanges.workflow.after_decision import (
    DAYS_TO_CONFIRM,
    LifeFacts,
)
from exchanges.workflow.amendments import (
    AMENDMENT,
    AmendmentFacts,
)
from exchanges.workflow.checklist import (
    CHECK_OF,
    CHECKLIST,
    Check,
    CheckFacts,
    checks_for,
    missing_checks,
)
from exchanges.workflow.drawing import (
    draw,
    n_to_draw,
    place_of,
)
from exchanges.workflow.invitations import (
    INVITATION,
    InvitationFacts,
    the_time_is_over,
    there_is_room,
    there_is_time,
)
from exchanges.workflow.outcomes import (
    CONFIRMATION_MAILS,
    DAYS_TO_CONFIRM_OUTCOME,
    OUTCOME,
    OutcomeFacts,
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
from exchanges.workflow.referrals import (
    REFERRAL,
    ReferralFacts,
    nobody_is_asked,
)
from exchanges.workflow.reports import (
    REPORT,
    REPORT_REMINDERS,
    ReportFacts,
)
from exchanges.workflow.sampling import (
    CAMPAIGN,
    EVIDENCE_REMINDERS,
    LEAST_DAYS_FOR_EVIDENCE,
    MOST_DAYS_FOR_EVIDENCE,
    SAMPLED_CASE,
    CampaignFacts,
    SampleFacts,
    first_day_of,
    fiscal_year_of,
)
from exchanges.workflow.sessions import (
    SESSION,
)

__all__ = [
    "AMENDMENT",
    "CAMPAIGN",
    "CHECKLIST",
    "CHECK_OF",
    "CONFIRMATION_MAILS",
    "DAYS_TO_CONFIRM",
    "DAYS_TO_CONFIRM_OUTCOME",
    "EVIDENCE_REMINDERS",
    "INVITATION",
    "LEAST_DAYS_FOR_EVIDENCE",
    "MOST_DAYS_FOR_EVIDENCE",
    "OUTCOME",
    "PLACEMENT",
    "REFERRAL",
    "REPORT",
    "REPORT_REMINDERS",
    "SAMPLED_CASE",
    "SESSION",
    "AmendmentFacts",
    "CampaignFacts",
    "Check",
    "CheckFacts",
    "InvitationFacts",
    "LifeFacts",
    "OutcomeFacts",
    "PlacementFacts",
    "PlanFigures",
    "ReferralFacts",
    "ReportFacts",
    "SampleFacts",
    "both_have_agreed",
    "can_be_submitted",
    "checks_for",
    "draw",
    "first_day_of",
    "fiscal_year_of",
    "missing_checks",
    "n_to_draw",
    "needs_no_review",
    "nobody_is_asked",
    "place_of",
    "plan_is_complete",
    "the_time_is_over",
    "there_is_room",
    "there_is_time",
    "tier_of",
]
