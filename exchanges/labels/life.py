"""What people read for the codes of sessions and amendments, and why something about them is refused."""

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from exchanges.enums import AmendmentAction, AmendmentState, SessionAction, SessionState

SESSION_STATES = {
    SessionState.LOGGED: _("logged"),
    SessionState.QUESTIONED: _("remembered otherwise"),
    SessionState.CORRECTED: _("corrected"),
    SessionState.WITHDRAWN: _("taken back"),
}
SESSION_TONES = {SessionState.LOGGED: "good", SessionState.QUESTIONED: "waiting"}
SESSION_STEPS = {
    "create": _("Session logged"),
    SessionAction.CORRECT: _("Corrected by an entry of its own"),
    SessionAction.WITHDRAW: _("Taken back"),
    SessionAction.QUESTION: _("The other side remembers it otherwise"),
    SessionAction.ACCEPT: _("The other side let it stand"),
}
AMENDMENT_STATES = {
    AmendmentState.PROPOSED: _("proposed"),
    AmendmentState.AGREED: _("with the ministry"),
    AmendmentState.RETURNED: _("returned"),
    AmendmentState.RECOMMENDED: _("change to be decided"),
    AmendmentState.APPROVED: _("in force"),
    AmendmentState.REFUSED: _("refused"),
    AmendmentState.WITHDRAWN: _("taken back"),
}
AMENDMENT_TONES = {
    AmendmentState.PROPOSED: "waiting",
    AmendmentState.AGREED: "waiting",
    AmendmentState.RETURNED: "waiting",
    AmendmentState.RECOMMENDED: "waiting",
    AmendmentState.APPROVED: "good",
    AmendmentState.REFUSED: "bad",
}
# What the history of an amendment says once a step has been taken.
AMENDMENT_STEPS = {
    "create": _("A change of the plan was proposed"),
    AmendmentAction.AGREE: _("The other side agreed to the change"),
    AmendmentAction.DECLINE: _("The other side did not agree to the change"),
    AmendmentAction.APPROVE_AT_ONCE: _("In force at once: remote, short and unpaid (tier T0)"),
    AmendmentAction.RETURN: _("The ministry returned the change"),
    AmendmentAction.REVISE: _("Proposed again"),
    AmendmentAction.RECOMMEND: _("Recommended"),
    AmendmentAction.APPROVE: _("Approved by the ministry"),
    AmendmentAction.REFUSE: _("Refused by the ministry"),
    AmendmentAction.WITHDRAW: _("Taken back"),
}

register_messages(
    {
        "session_in_future": _("A session is logged once it has taken place."),
        "session_outside_dates": _("This day lies outside the dates of the placement."),
        "session_log_closed": _("The log is closed: sessions are logged until 14 days after the end."),
        "session_hours_quarter": _("Hours in quarters, from 0.25 to 24."),
        "session_day_is_full": _("That would be more than 24 hours on one day."),
        "session_log_is_full": _("1,000 entries are the most that one placement holds."),
        "amendment_open_already": _("A change of this plan is under way already."),
        "amendment_changes_nothing": _("Please change at least one of these."),
        "amendment_start_has_begun": _("The placement has begun: its first day stays."),
        "amendment_end_is_past": _("The last day must not have passed. To stop, end the placement early."),
        "amendment_needs_review": _("This change needs a review."),
    }
)
