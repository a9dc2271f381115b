"""Invitations and placements, what both sides write to each other, referrals, and who approached whom."""

from exchanges.models.case_file import CaseDocument, ChecklistItem, Participation
from exchanges.models.contacts import ContactLog
from exchanges.models.invitations import Invitation, InvitationEvent
from exchanges.models.letters import Letter
from exchanges.models.placements import Placement, PlacementEvent, PlanVersion, WorkItem
from exchanges.models.referrals import Referral, ReferralEvent
from exchanges.models.threads import Message, Thread, ThreadLook, ThreadReading

__all__ = [
    "CaseDocument",
    "ChecklistItem",
    "ContactLog",
    "Invitation",
    "InvitationEvent",
    "Letter",
    "Message",
    "Participation",
    "Placement",
    "PlacementEvent",
    "PlanVersion",
    "Referral",
    "ReferralEvent",
    "Thread",
    "ThreadLook",
    "ThreadReading",
    "WorkItem",
]
