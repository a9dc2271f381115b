"""Who is told what by mail: only people who must act, or for whom the outcome changed."""

from exchanges.notices.amendments import (
    tell_of_amendment,
)
from exchanges.notices.case_threads import (
    tell_side_of_case,
)
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
from exchanges.notices.letters import (
    writers_of,
)
from exchanges.notices.life import (
    TOLD_OF_LIFE,
    remind_to_confirm,
    tell_host_not_invited,
    tell_of_life,
    tell_session_questioned,
)
from exchanges.notices.outcomes import (
    ask_to_confirm,
    tell_both_of_outcome,
    tell_claimant,
    tell_unit_of_dispute,
)
from exchanges.notices.placement_letters import (
    tell_expert_of_reference,
    tell_letter_changed,
)
from exchanges.notices.placements import (
    Preview,
    both_languages,
    decision_preview,
    take_back_from,
    tell_assigned,
    tell_host_left,
    tell_parties,
    tell_reviewers_back,
)
from exchanges.notices.referrals import (
    tell_expert_of_referral,
    tell_receiver,
    tell_sender,
)
from exchanges.notices.reports import (
    remind_of_report,
    tell_report_returned,
)
from exchanges.notices.sampling import (
    ask_for_evidence,
)
from exchanges.notices.threads import (
    tell_side_answered,
    tell_side_asked,
)

__all__ = [
    "TOLD_OF_LIFE",
    "Preview",
    "ask_for_evidence",
    "ask_to_confirm",
    "both_languages",
    "decision_preview",
    "invitation_closed",
    "remind",
    "remind_of_report",
    "remind_to_confirm",
    "take_back_from",
    "tell_asker_answered",
    "tell_asker_expired",
    "tell_assigned",
    "tell_both_of_outcome",
    "tell_claimant",
    "tell_expert_ended",
    "tell_expert_invited",
    "tell_expert_of_reference",
    "tell_expert_of_referral",
    "tell_host_ended",
    "tell_host_left",
    "tell_host_not_invited",
    "tell_host_of_interest",
    "tell_letter_changed",
    "tell_of_amendment",
    "tell_of_life",
    "tell_parties",
    "tell_receiver",
    "tell_report_returned",
    "tell_reviewer_back",
    "tell_reviewers_back",
    "tell_sender",
    "tell_session_questioned",
    "tell_side_answered",
    "tell_side_asked",
    "tell_side_of_case",
    "tell_unit_of_dispute",
    "writers_of",
]
