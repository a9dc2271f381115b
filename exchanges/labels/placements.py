"""What people read for the codes of placements and their review."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import (
    PlacementAction,
    PlacementState,
    ReturnReason,
)

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
