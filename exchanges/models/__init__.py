"""Invitations, placements with reports and outcomes, messages, referrals, and who approached whom."""

from exchanges.models.contacts import ContactLog
from exchanges.models.invitations import Invitation, InvitationEvent
from exchanges.models.letters import Letter
from exchanges.models.outcomes import Outcome, OutcomeEvent
from exchanges.models.placements import Participation, Placement, PlacementEvent, PlanVersion, WorkItem
from exchanges.models.referrals import Referral, ReferralEvent
from exchanges.models.reports import Report, ReportEvent
from exchanges.models.threads import Message, Thread, ThreadLook, ThreadReading

__all__ = [
    "ContactLog",
    "Invitation",
    "InvitationEvent",
    "Letter",
    "Message",
    "Outcome",
    "OutcomeEvent",
    "Participation",
    "Placement",
    "PlacementEvent",
    "PlanVersion",
    "Referral",
    "ReferralEvent",
    "Report",
    "ReportEvent",
    "Thread",
    "ThreadLook",
    "ThreadReading",
    "WorkItem",
]
