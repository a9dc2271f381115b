"""Who is told what by mail: only people who must act, or for whom the outcome changed."""

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
from exchanges.notices.letters import writers_of
from exchanges.notices.outcomes import (
    ask_to_confirm,
    tell_both_of_outcome,
    tell_claimant,
    tell_unit_of_dispute,
)
from exchanges.notices.placements import tell_host_left, tell_parties, tell_reviewer_back
from exchanges.notices.referrals import tell_expert_of_referral, tell_receiver, tell_sender
from exchanges.notices.reports import remind_of_report, tell_report_returned
from exchanges.notices.threads import tell_side_asked

__all__ = [
    "ask_to_confirm",
    "invitation_closed",
    "remind",
    "remind_of_report",
    "tell_asker_answered",
    "tell_asker_expired",
    "tell_both_of_outcome",
    "tell_claimant",
    "tell_expert_ended",
    "tell_expert_invited",
    "tell_expert_of_referral",
    "tell_host_ended",
    "tell_host_left",
    "tell_host_of_interest",
    "tell_parties",
    "tell_receiver",
    "tell_report_returned",
    "tell_reviewer_back",
    "tell_sender",
    "tell_side_asked",
    "tell_unit_of_dispute",
    "writers_of",
]
