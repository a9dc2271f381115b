"""Invitations and placements, what both sides write to each other, referrals, and who approached whom."""

from exchanges.models.case_file import (
    CaseDocument,
    ChecklistItem,
    Participation,
)
from exchanges.models.contacts import (
    ContactLog,
)
from exchanges.models.invitations import (
    Invitation,
    InvitationEvent,
)
from exchanges.models.letters import (
    Letter,
    LetterDraft,
)
from exchanges.models.life import (
    Amendment,
    AmendmentEvent,
    Renewal,
    SessionLog,
    SessionLogEvent,
)
from exchanges.models.outcomes import (
    Outcome,
    OutcomeEvent,
)
from exchanges.models.placements import (
    Placement,
    PlacementAnswer,
    PlacementEvent,
    PlanVersion,
    WorkItem,
)
from exchanges.models.referrals import (
    Referral,
    ReferralEvent,
)
from exchanges.models.reports import (
    Report,
    ReportEvent,
)
from exchanges.models.reviews import (
    ConflictDeclaration,
    Review,
    ReviewAssignment,
)
from exchanges.models.sampling import (
    SampleCampaign,
    SampleCampaignEvent,
    SampledCase,
    SampledCaseEvent,
    SampleEvidence,
)
from exchanges.models.threads import (
    Message,
    Thread,
    ThreadLook,
    ThreadReading,
)

__all__ = [
    "Amendment",
    "AmendmentEvent",
    "CaseDocument",
    "ChecklistItem",
    "ConflictDeclaration",
    "ContactLog",
    "Invitation",
    "InvitationEvent",
    "Letter",
    "LetterDraft",
    "Message",
    "Outcome",
    "OutcomeEvent",
    "Participation",
    "Placement",
    "PlacementAnswer",
    "PlacementEvent",
    "PlanVersion",
    "Referral",
    "ReferralEvent",
    "Renewal",
    "Report",
    "ReportEvent",
    "Review",
    "ReviewAssignment",
    "SampleCampaign",
    "SampleCampaignEvent",
    "SampleEvidence",
    "SampledCase",
    "SampledCaseEvent",
    "SessionLog",
    "SessionLogEvent",
    "Thread",
    "ThreadLook",
    "ThreadReading",
    "WorkItem",
]
