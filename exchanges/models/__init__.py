"""Invitations and placements, what both sides write to each other, referrals, and who approached whom."""

from exchanges.models.contacts import ContactLog
from exchanges.models.invitations import Invitation, InvitationEvent
from exchanges.models.letters import Letter, LetterDraft
from exchanges.models.placements import Participation, Placement, PlacementEvent, PlanVersion, WorkItem
from exchanges.models.referrals import Referral, ReferralEvent
from exchanges.models.threads import Message, Thread, ThreadLook, ThreadReading

__all__ = [
    "ContactLog",
    "Invitation",
    "InvitationEvent",
    "Letter",
    "LetterDraft",
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
