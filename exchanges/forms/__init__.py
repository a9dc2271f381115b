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
from exchanges.forms.reviews import DeclareForm, QueueForm, ReassignForm, ReviewForm
from exchanges.forms.threads import MessageForm, ReadMessagesForm

__all__ = [
    "CapacityOfferForm",
    "CloseReferralForm",
    "ContactForm",
    "DeclareForm",
    "DeclineForm",
    "DeclineReferralForm",
    "InterestForm",
    "InviteForm",
    "MessageForm",
    "PauseOfferForm",
    "PlanForm",
    "PostponeForm",
    "QueueForm",
    "ReadMessagesForm",
    "ReassignForm",
    "ReferForm",
    "ReviewForm",
    "StepForm",
]
