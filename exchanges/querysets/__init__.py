"""Rows of this app, each list beginning with what somebody may see."""

from exchanges.querysets.coordination import (
    ContactLogQuerySet,
    ReferralQuerySet,
    ThreadQuerySet,
)
from exchanges.querysets.invitations import (
    ANSWER_TIME,
    InvitationQuerySet,
)
from exchanges.querysets.placements import (
    CaseDocumentQuerySet,
    LetterQuerySet,
    OfCaseQuerySet,
    PlacementQuerySet,
    ReviewAssignmentQuerySet,
    ReviewQuerySet,
)
from exchanges.querysets.reporting import (
    OutcomeQuerySet,
    ReportQuerySet,
)
from exchanges.querysets.sampling import (
    SampleCampaignQuerySet,
    SampledCaseQuerySet,
)

__all__ = [
    "ANSWER_TIME",
    "CaseDocumentQuerySet",
    "ContactLogQuerySet",
    "InvitationQuerySet",
    "LetterQuerySet",
    "OfCaseQuerySet",
    "OutcomeQuerySet",
    "PlacementQuerySet",
    "ReferralQuerySet",
    "ReportQuerySet",
    "ReviewAssignmentQuerySet",
    "ReviewQuerySet",
    "SampleCampaignQuerySet",
    "SampledCaseQuerySet",
    "ThreadQuerySet",
]
