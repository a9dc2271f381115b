"""What people type about invitations, placements, threads, referrals and contacts."""

from exchanges.forms.case_file import CaseDocumentForm, CaseMessageForm, ParticipantsForm, TickForm
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
from exchanges.forms.threads import MessageForm, ReadMessagesForm

__all__ = [
    "CapacityOfferForm",
    "CaseDocumentForm",
    "CaseMessageForm",
    "CloseReferralForm",
    "ContactForm",
    "DeclineForm",
    "DeclineReferralForm",
    "InterestForm",
    "InviteForm",
    "MessageForm",
    "ParticipantsForm",
    "PauseOfferForm",
    "PlanForm",
    "PostponeForm",
    "ReadMessagesForm",
    "ReferForm",
    "StepForm",
    "TickForm",
]
