"""Who is told what by mail: only people who must act, or for whom the outcome changed."""

from exchanges.notices.amendments import tell_of_amendment
from exchanges.notices.invitations import (
    invitation_closed,
    remind,
    tell_asker_answered,
    tell_asker_expired,
    tell_expert_ended,
    tell_expert_invited,
    tell_host_ended,
    tell_host_of_interest,
)
from exchanges.notices.life import (
    TOLD_OF_LIFE,
    remind_to_confirm,
    tell_host_not_invited,
    tell_of_life,
    tell_session_questioned,
)
from exchanges.notices.placements import tell_host_left, tell_parties, tell_reviewer_back
from exchanges.notices.referrals import tell_expert_of_referral, tell_receiver, tell_sender
from exchanges.notices.threads import tell_side_asked

__all__ = [
    "TOLD_OF_LIFE",
    "invitation_closed",
    "remind",
    "remind_to_confirm",
    "tell_asker_answered",
    "tell_asker_expired",
    "tell_expert_ended",
    "tell_expert_invited",
    "tell_expert_of_referral",
    "tell_host_ended",
    "tell_host_left",
    "tell_host_not_invited",
    "tell_host_of_interest",
    "tell_of_amendment",
    "tell_of_life",
    "tell_parties",
    "tell_receiver",
    "tell_reviewer_back",
    "tell_sender",
    "tell_session_questioned",
    "tell_side_asked",
]
