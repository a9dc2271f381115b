"""Who is told what by mail: only people who must act, or for whom the outcome changed."""

from exchanges.notices.case_threads import tell_side_of_case
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
from exchanges.notices.placements import tell_host_left, tell_parties, tell_reviewer_back
from exchanges.notices.referrals import tell_expert_of_referral, tell_receiver, tell_sender
from exchanges.notices.threads import tell_side_asked

__all__ = [
    "invitation_closed",
    "remind",
    "tell_asker_answered",
    "tell_asker_expired",
    "tell_expert_ended",
    "tell_expert_invited",
    "tell_expert_of_referral",
    "tell_host_ended",
    "tell_host_left",
    "tell_host_of_interest",
    "tell_parties",
    "tell_receiver",
    "tell_reviewer_back",
    "tell_sender",
    "tell_side_asked",
    "tell_side_of_case",
]
