"""What people type about invitations, placements, threads, referrals and contacts."""

from exchanges.forms.case_file import (
    CaseDocumentForm,
    CaseMessageForm,
    ParticipantsForm,
    TickForm,
)
from exchanges.forms.cases import (
    CapacityOfferForm,
    DeclineForm,
    InterestForm,
    InviteForm,
    PauseOfferForm,
    PlanForm,
    PostponeForm,
    StepForm,
)
from exchanges.forms.coordination import (
    CloseReferralForm,
    ContactForm,
    DeclineReferralForm,
    ReferForm,
)
from exchanges.forms.letters import (
    EndLetterForm,
    ReferenceForm,
    ReissueLetterForm,
    WordingForm,
)
from exchanges.forms.life import (
    AmendmentForm,
    AmendmentStepForm,
    SessionForm,
    SessionStepForm,
)
from exchanges.forms.outcomes import (
    AnswerForm,
    ClaimForm,
    SettleForm,
)
from exchanges.forms.reports import (
    ReportForm,
    ReturnReportForm,
    SkipReportForm,
)
from exchanges.forms.reviews import (
    DeclareForm,
    QueueForm,
    ReassignForm,
    ReviewForm,
)
from exchanges.forms.sampling import (
    CampaignForm,
    DrawForm,
    EvidenceForm,
    FindingForm,
)
from exchanges.forms.threads import (
    MessageForm,
    ReadMessagesForm,
)

__all__ = [
    "AmendmentForm",
    "AmendmentStepForm",
    "AnswerForm",
    "CampaignForm",
    "CapacityOfferForm",
    "CaseDocumentForm",
    "CaseMessageForm",
    "ClaimForm",
    "CloseReferralForm",
    "ContactForm",
    "DeclareForm",
    "DeclineForm",
    "DeclineReferralForm",
    "DrawForm",
    "EndLetterForm",
    "EvidenceForm",
    "FindingForm",
    "InterestForm",
    "InviteForm",
    "MessageForm",
    "ParticipantsForm",
    "PauseOfferForm",
    "PlanForm",
    "PostponeForm",
    "QueueForm",
    "ReadMessagesForm",
    "ReassignForm",
    "ReferForm",
    "ReferenceForm",
    "ReissueLetterForm",
    "ReportForm",
    "ReturnReportForm",
    "ReviewForm",
    "SessionForm",
    "SessionStepForm",
    "SettleForm",
    "SkipReportForm",
    "StepForm",
    "TickForm",
    "WordingForm",
]
