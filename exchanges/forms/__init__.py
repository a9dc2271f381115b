"""What people type about invitations, placements, threads, referrals and contacts."""

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
from exchanges.forms.life import AmendmentForm, AmendmentStepForm, SessionForm, SessionStepForm
from exchanges.forms.threads import MessageForm, ReadMessagesForm

__all__ = [
    "AmendmentForm",
    "AmendmentStepForm",
    "CapacityOfferForm",
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
    "SessionForm",
    "SessionStepForm",
    "StepForm",
]
