"""What people type about invitations, placements, reports, outcomes, threads, referrals and contacts."""

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
from exchanges.forms.outcomes import AnswerForm, ClaimForm, SettleForm
from exchanges.forms.reports import ReportForm, ReturnReportForm, SkipReportForm
from exchanges.forms.threads import MessageForm, ReadMessagesForm

__all__ = [
    "AnswerForm",
    "CapacityOfferForm",
    "ClaimForm",
    "CloseReferralForm",
    "ContactForm",
    "DeclineForm",
    "DeclineReferralForm",
    "InterestForm",
    "InviteForm",
    "MessageForm",
    "PauseOfferForm",
    "PlanForm",
    "PostponeForm",
    "ReadMessagesForm",
    "ReferForm",
    "ReportForm",
    "ReturnReportForm",
    "SettleForm",
    "SkipReportForm",
    "StepForm",
]
