"""Invitations, placements and what becomes of them, messages, referrals, and who approached whom."""

from exchanges.models.contacts import ContactLog
from exchanges.models.invitations import Invitation, InvitationEvent
from exchanges.models.letters import Letter
from exchanges.models.life import Amendment, AmendmentEvent, Renewal, SessionLog, SessionLogEvent
from exchanges.models.placements import Participation, Placement, PlacementEvent, PlanVersion, WorkItem
from exchanges.models.referrals import Referral, ReferralEvent
from exchanges.models.threads import Message, Thread, ThreadLook, ThreadReading

__all__ = [
    "Amendment",
    "AmendmentEvent",
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
    "Renewal",
    "SessionLog",
    "SessionLogEvent",
    "Thread",
    "ThreadLook",
    "ThreadReading",
    "WorkItem",
]
