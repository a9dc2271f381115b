"""What people read for the codes of this app."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from exchanges.enums import (
    Channel,
    DeclineReason,
    HostDeclineReason,
    InvitationAction,
    InvitationState,
    PlacementAction,
    PlacementState,
    ReferralAction,
    ReferralReason,
    ReferralState,
    ReturnReason,
)

INVITATION_STATES = {
    InvitationState.SENT: _("sent"),
    InvitationState.VIEWED: _("seen"),
    InvitationState.MAYBE_LATER: _("maybe later"),
    InvitationState.ACCEPTED: _("accepted"),
    InvitationState.DECLINED: _("declined"),
    InvitationState.EXPIRED: _("expired"),
    InvitationState.WITHDRAWN: _("withdrawn"),
    InvitationState.SUPERSEDED: _("ended by the portal"),
}
PLACEMENT_STATES = {
    PlacementState.DRAFT: _("plan being written"),
    PlacementState.SUBMITTED: _("submitted"),
    PlacementState.IN_REVIEW: _("in review"),
    PlacementState.CHANGES_REQUESTED: _("changes requested"),
    PlacementState.PENDING_APPROVAL: _("approval to be released"),
    PlacementState.PENDING_REJECTION: _("rejection to be released"),
    PlacementState.APPROVED: _("approved"),
    PlacementState.REJECTED: _("rejected"),
    PlacementState.WITHDRAWN: _("withdrawn"),
}
# The tone of a state's tag; colour is never alone, the word stands in it.
PLACEMENT_TONES = {
    PlacementState.APPROVED: "good",
    PlacementState.REJECTED: "bad",
    PlacementState.WITHDRAWN: "quiet",
    PlacementState.CHANGES_REQUESTED: "waiting",
    PlacementState.DRAFT: "quiet",
}
INVITATION_TONES = {
    InvitationState.ACCEPTED: "good",
    InvitationState.DECLINED: "bad",
    InvitationState.SENT: "waiting",
    InvitationState.VIEWED: "waiting",
    InvitationState.MAYBE_LATER: "info",
}
DECLINE_REASONS = {
    DeclineReason.NO_TIME: _("I have no time"),
    DeclineReason.NOT_MY_EXPERTISE: _("It is not my expertise"),
    DeclineReason.CONFLICT: _("I have a conflict of interest"),
    DeclineReason.DATES: _("The dates do not suit me"),
    DeclineReason.TERMS: _("The terms do not suit me"),
    DeclineReason.LOCATION_OR_TRAVEL: _("The place or the travel does not suit me"),
    DeclineReason.SUGGEST_SOMEONE_ELSE: _("I know somebody who fits better"),
    DeclineReason.OTHER: _("Another reason"),
}
HOST_DECLINE_REASONS = {
    HostDeclineReason.NOT_MY_EXPERTISE: _("We need other expertise"),
    HostDeclineReason.TOO_JUNIOR: _("We need somebody with more experience"),
    HostDeclineReason.TOO_SENIOR: _("We need somebody at an earlier stage"),
    HostDeclineReason.SUGGEST_SOMEONE_ELSE: _("We have somebody else in mind"),
    HostDeclineReason.NO_TIME: _("We cannot look after anybody at present"),
    HostDeclineReason.DATES: _("The dates do not suit us"),
    HostDeclineReason.TERMS: _("The terms do not suit us"),
    HostDeclineReason.LOCATION_OR_TRAVEL: _("The place or the travel does not suit us"),
    HostDeclineReason.CONFLICT: _("There is a conflict of interest"),
    HostDeclineReason.OTHER: _("Another reason"),
}
RETURN_REASONS = {
    ReturnReason.TOR_UNCLEAR: _("The terms of reference are not clear"),
    ReturnReason.OUTCOMES_NOT_MEASURABLE: _("The outcome cannot be measured"),
    ReturnReason.COUNTERPART_MISSING: _("A local counterpart is missing"),
    ReturnReason.DATES_OR_VISA: _("Dates or visa do not fit"),
    ReturnReason.ALLOWANCE_UNCLEAR: _("The allowance is not clear"),
    ReturnReason.CONSENT_LETTER_MISSING: _("The home employer's consent letter is missing"),
    ReturnReason.CONFLICT_UNDECLARED: _("A conflict of interest is not declared"),
    ReturnReason.DUPLICATE: _("It repeats another placement"),
    ReturnReason.OTHER: _("Another reason"),
}
PLACEMENT_ACTIONS = {
    PlacementAction.EDIT: _("Edit the plan"),
    PlacementAction.AGREE: _("Agree to the plan"),
    PlacementAction.SUBMIT: _("Submit to the ministry"),
    PlacementAction.RESUBMIT: _("Submit again"),
    PlacementAction.APPROVE_AT_ONCE: _("Approve at once"),
    PlacementAction.TAKE: _("Take this case"),
    PlacementAction.HAND_BACK: _("Hand the case back to the queue"),
    PlacementAction.RETURN: _("Return with reasons"),
    PlacementAction.RECOMMEND_APPROVAL: _("Recommend approval"),
    PlacementAction.RECOMMEND_REJECTION: _("Recommend rejection"),
    PlacementAction.SEND_BACK: _("Send back to the reviewer"),
    PlacementAction.RELEASE: _("Release the decision"),
    PlacementAction.WITHDRAW: _("Withdraw the placement"),
}
# What the timeline says once a step has been taken.
PLACEMENT_STEPS = {
    "create": _("Accepted: the plan begins"),
    PlacementAction.EDIT: _("The plan was edited"),
    PlacementAction.AGREE: _("The expert agreed to the plan"),
    PlacementAction.SUBMIT: _("Submitted to the ministry"),
    PlacementAction.RESUBMIT: _("Submitted again with changes"),
    PlacementAction.APPROVE_AT_ONCE: _("Approved at once: remote, short and unpaid (tier T0)"),
    PlacementAction.TAKE: _("The ministry began its review"),
    PlacementAction.HAND_BACK: _("The case went back to the queue"),
    PlacementAction.RETURN: _("The ministry asked for changes"),
    PlacementAction.RECOMMEND_APPROVAL: _("Approval recommended"),
    PlacementAction.RECOMMEND_REJECTION: _("Rejection recommended"),
    PlacementAction.SEND_BACK: _("Sent back to the reviewer"),
    PlacementAction.RELEASE: _("The decision was released"),
    PlacementAction.WITHDRAW: _("Withdrawn"),
}
INVITATION_STEPS = {
    "create": _("Invitation sent"),
    InvitationAction.VIEW: _("Seen by the expert"),
    InvitationAction.ACCEPT: _("Accepted"),
    InvitationAction.DECLINE: _("Declined"),
    InvitationAction.POSTPONE: _("Maybe later"),
    InvitationAction.WITHDRAW: _("Withdrawn by the host"),
    InvitationAction.EXPIRE: _("Expired without an answer"),
    InvitationAction.SUPERSEDE: _("Ended: the seat was filled, or the expert takes no part at present"),
}
# The same life when the expert asked.
INTEREST_STEPS = INVITATION_STEPS | {
    "create": _("Interest shown"),
    InvitationAction.VIEW: _("Seen by the host"),
    InvitationAction.WITHDRAW: _("Taken back by the expert"),
}
PLAN_FIELDS = {
    "purpose": _("What the placement is for"),
    "deliverable": _("What will exist at the end"),
    "counterpart": _("Local counterpart"),
    "mode": _("Mode"),
    "place": _("Place"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "hours_per_week": _("Hours per week"),
    "days_in_country": _("Days in Pakistan"),
    "allowance_amount": _("Allowance"),
    "allowance_currency": _("Currency of the allowance"),
    "allowance_payer": _("Who pays the allowance"),
    "restricted_post": _("Post closed to dual nationals"),
    "work_items": _("Steps"),
}
CHANNELS = {
    Channel.CONFERENCE: _("met at a conference"),
    Channel.MEETING: _("met in person"),
    Channel.CALL: _("a call"),
    Channel.MAIL: _("an e-mail or a letter"),
    Channel.SOCIAL: _("a message in a social network"),
    Channel.OTHER: _("in another way"),
}
REFERRAL_STATES = {
    ReferralState.ASKED: _("the expert is asked"),
    ReferralState.SENT: _("waits for an answer"),
    ReferralState.REFUSED: _("not passed on"),
    ReferralState.ACCEPTED: _("accepted, no placement yet"),
    ReferralState.DECLINED: _("declined"),
    ReferralState.COMPLETE: _("complete"),
    ReferralState.CLOSED: _("closed"),
    ReferralState.WITHDRAWN: _("withdrawn"),
}
REFERRAL_TONES = {
    ReferralState.ASKED: "waiting",
    ReferralState.SENT: "waiting",
    ReferralState.ACCEPTED: "info",
    ReferralState.COMPLETE: "good",
    ReferralState.DECLINED: "bad",
}
REFERRAL_STEPS = {
    "create": _("Written"),
    ReferralAction.AGREE: _("The expert agreed"),
    ReferralAction.REFUSE: _("The expert did not agree"),
    ReferralAction.ACCEPT: _("Accepted"),
    ReferralAction.DECLINE: _("Declined"),
    ReferralAction.COMPLETE: _("A placement came of it"),
    ReferralAction.CLOSE: _("Closed without a placement"),
    ReferralAction.WITHDRAW: _("Taken back"),
}
REFERRAL_REASONS = {
    ReferralReason.NOT_OUR_FIELD: _("It is not our field"),
    ReferralReason.NO_ROOM: _("We have no room at present"),
    ReferralReason.KNOWN_ALREADY: _("We know of it already"),
    ReferralReason.DATES: _("The dates do not suit us"),
    ReferralReason.OTHER: _("Another reason"),
}
register_messages(
    {
        "contact_details_in_message": _(
            "Please leave out e-mail addresses, telephone numbers and links to messengers: contact details"
            " follow acceptance."
        ),
        "thread_is_full": _("50 messages are the most that one invitation holds."),
        "contact_day_range": _("Choose a day within the last year, today at the latest."),
        "receiver_unknown": _("No verified organisation has this name."),
        "receiver_not_clear": _("Several organisations have this in their name: %(names)s. Type more of it."),
        "receiver_is_the_host": _("This organisation wrote the need itself."),
        "receiver_is_the_sender": _("You cannot pass something on to yourselves."),
        "receiver_not_verified": _("This organisation is not verified."),
        "receiver_knows_expert": _("The expert is a member of this organisation."),
        "only_own_needs": _("Your organisation passes on needs of its own only."),
        "expert_not_known": _("You do not know this expert by name."),
        "expert_not_passed_on": _("This expert is not passed on at present."),
        "expert_said_no": _("The expert did not agree to this before."),
        "expert_is_asked_first": _("The expert must agree first."),
        "too_many_asked": _("Five experts whom you would pass on have not answered yet. Please wait."),
        "referred_already": _("You passed this on to the same organisation already."),
        "seats_are_taken": _("All seats of this need are taken."),
        "capacity_used": _("That would be more engagements at the same time than the expert offers."),
        "invitation_expired": _("The time to answer this invitation is over. The host may invite you again."),
        "no_other_unit_reviews": _(
            "Your organisation belongs to the unit that reviews this programme, and no other unit reviews"
            " placements yet. Please write to the portal's administrators."
        ),
        "hours_per_week_range": _("Between 1 and 60 hours a week."),
        "days_in_country_range": _("At most 366 days."),
        "asked_before": _("This expert was asked before. Please look at who comes next now."),
        "not_a_reason_of_yours": _("Please choose one of the reasons that are offered to you."),
        "asked_already": _("You and this host have asked each other about this need already."),
        "too_many_open_interests": _(
            "You have shown interest in five needs that wait for an answer. Take one back, or wait."
        ),
        "interest_waits": _("This expert has shown interest already: please answer that."),
        "later_on_range": _(
            "Choose a day after today, within half a year and before the last day of the need."
        ),
        "invitation_still_open": _("The expert may still answer this invitation."),
        "plan_incomplete": _(
            "The plan is not complete: purpose, deliverable, counterpart, dates and one step."
        ),
        "expert_has_not_agreed": _("The expert has not agreed to this plan yet."),
        "tier_t2_not_yet": _(
            "This placement needs two reviewers and a decider (tier T2: funded, over 14 days in Pakistan, a"
            " sensitive theme or a restricted post). The portal cannot take T2 cases yet. Change the plan, or"
            " ask the programme's unit."
        ),
        "tier_needs_review": _("This placement needs a review."),
        "invitation_open_already": _("This expert has an open invitation to this need already."),
        "placed_already": _("This expert has a placement for this need already."),
        "too_many_open_invitations": _(
            "Five invitations per free seat may be open at once. Wait for answers."
        ),
        "need_is_not_open": _("This need is not open."),
        "match_is_dismissed": _("You dismissed this expert. Undo that first."),
        "window_missing": _("The need has no dates."),
        "expert_not_available": _("This expert takes no invitations at present."),
        "expert_is_of_the_host": _("A member of your organisation cannot be invited."),
        "dates_overlap": _("The expert has another placement in person on some of these days."),
        "currency_missing": _("Please name the currency of the allowance."),
        "payer_missing": _("Please say who pays the allowance."),
        "placement_dates_order": _("The last day comes before the first."),
        "days_outside_dates": _("The placement does not last that many days."),
        "step_outside_dates": _("A step lies outside the dates of the placement."),
    }
)
