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
from exchanges.workflow.sessions import (
    SESSION,
)

__all__ = [
    "AMENDMENT",
    "CHECKLIST",
    "CHECK_OF",
    "CONFIRMATION_MAILS",
    "DAYS_TO_CONFIRM",
    "DAYS_TO_CONFIRM_OUTCOME",
    "INVITATION",
    "OUTCOME",
    "PLACEMENT",
    "REFERRAL",
    "REPORT",
    "REPORT_REMINDERS",
    "SESSION",
    "AmendmentFacts",
    "Check",
    "CheckFacts",
    "InvitationFacts",
    "LifeFacts",
    "OutcomeFacts",
    "PlacementFacts",
    "PlanFigures",
    "ReferralFacts",
    "ReportFacts",
    "both_have_agreed",
    "can_be_submitted",
    "checks_for",
    "missing_checks",
    "needs_no_review",
    "nobody_is_asked",
    "plan_is_complete",
    "the_time_is_over",
    "there_is_room",
    "there_is_time",
    "tier_of",
]
