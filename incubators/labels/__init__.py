"""What people read for the codes of this app."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

import incubators.labels.imports
import incubators.labels.pairs  # noqa: F401  registers its messages
from common.refusals import register_messages
from incubators.enums import (
    Category,
    ClosingReason,
    Importance,
    NeedAction,
    NeedState,
    ReturnReason,
    SignalState,
    Step,
)
from incubators.labels.organisations import (  # noqa: F401  read from here
    EVIDENCE,
    ORGANISATION_ACTIONS,
    ORGANISATION_KINDS,
    ORGANISATION_STATES,
    ORGANISATION_STEPS,
    ORGANISATION_TONES,
    REJECTION_REASONS,
    SECTORS,
)
from incubators.labels.people import (  # noqa: F401  read from here
    FACILITY_KINDS,
    INVITATION_STATES,
    INVITATION_TONES,
    MEMBER_ROLES,
    MEMBER_ROLES_MEAN,
    STAGES,
)

NEED_STATES = {
    NeedState.DRAFT: _("draft"),
    NeedState.SUBMITTED: _("being checked"),
    NeedState.CHANGES_REQUESTED: _("changes requested"),
    NeedState.OPEN: _("open"),
    NeedState.PAUSED: _("paused"),
    NeedState.FILLED: _("filled"),
    NeedState.EXPIRED: _("expired"),
    NeedState.WITHDRAWN: _("withdrawn"),
}
NEED_TONES = {
    NeedState.DRAFT: "quiet",
    NeedState.SUBMITTED: "waiting",
    NeedState.CHANGES_REQUESTED: "bad",
    NeedState.OPEN: "good",
    NeedState.PAUSED: "waiting",
    NeedState.FILLED: "info",
    NeedState.EXPIRED: "quiet",
    NeedState.WITHDRAWN: "quiet",
}
NEED_ACTIONS = {
    NeedAction.PUBLISH: _("Publish the need"),
    NeedAction.OPEN: _("Open the need to experts"),
    NeedAction.REQUEST_CHANGES: _("Return it to the host, with reasons"),
    NeedAction.PAUSE: _("Pause the need"),
    NeedAction.RESUME: _("Open the need again"),
    NeedAction.FILL: _("Fill the need"),
    NeedAction.EXPIRE: _("End the need with its last day"),
    NeedAction.REOPEN: _("Reopen the need"),
    NeedAction.WITHDRAW: _("Withdraw the need"),
}
NEED_STEPS = {
    "create": _("Draft begun"),
    "edit": _("Terms edited"),
    "add_document": _("Document added"),
    "remove_document": _("Document removed"),
    NeedAction.PUBLISH: _("Published"),
    NeedAction.OPEN: _("Checked and opened"),
    NeedAction.REQUEST_CHANGES: _("Returned to the host"),
    NeedAction.PAUSE: _("Paused"),
    NeedAction.RESUME: _("Open again"),
    NeedAction.FILL: _("All seats are taken"),
    NeedAction.EXPIRE: _("The last day passed"),
    NeedAction.REOPEN: _("A seat became free"),
    NeedAction.WITHDRAW: _("Withdrawn"),
    "export_shortlist": _("Shortlist taken out as a file"),
}
SIGNAL_STATES = {
    SignalState.OPEN: _("open"),
    SignalState.CONVERTED: _("became a need"),
    SignalState.WITHDRAWN: _("withdrawn"),
    SignalState.LAPSED: _("lapsed after a year"),
}
SIGNAL_TONES = {
    SignalState.OPEN: "good",
    SignalState.CONVERTED: "info",
    SignalState.WITHDRAWN: "quiet",
    SignalState.LAPSED: "quiet",
}
# Steps whose word depends on whence or where they led, as (action, source, target).
NEED_STEPS_BETWEEN = {
    (NeedAction.PUBLISH, NeedState.DRAFT, NeedState.SUBMITTED): _("Sent to be checked"),
    (NeedAction.PUBLISH, NeedState.CHANGES_REQUESTED, NeedState.SUBMITTED): _("Sent to be checked again"),
    (NeedAction.REOPEN, NeedState.EXPIRED, NeedState.OPEN): _("Reopened with new dates"),
}
RETURN_REASONS = {
    ReturnReason.TOR_UNCLEAR: _("The terms of reference are not clear"),
    ReturnReason.OUTCOMES_NOT_MEASURABLE: _("The outcome cannot be measured"),
    ReturnReason.COUNTERPART_MISSING: _("A local counterpart is missing"),
    ReturnReason.DATES_OR_VISA: _("Dates or visa do not fit"),
    ReturnReason.ALLOWANCE_UNCLEAR: _("The allowance is not clear"),
    ReturnReason.DUPLICATE: _("It repeats another need"),
    ReturnReason.OTHER: _("Another reason"),
}
CLOSING_REASONS = {
    ClosingReason.FOUND_ELSEWHERE: _("We found somebody elsewhere"),
    ClosingReason.NOT_NEEDED: _("It is not needed any more"),
    ClosingReason.WRONG_TERMS: _("The terms were wrong"),
    ClosingReason.FUNDING_FELL_AWAY: _("The funding fell away"),
    ClosingReason.OTHER: _("Another reason"),
}
# By code, for the history: both lists name "other" alike.
NEED_REASONS = {str(code): label for code, label in {**RETURN_REASONS, **CLOSING_REASONS}.items()}
CATEGORIES = {
    Category.MENTORSHIP: _("mentorship"),
    Category.TEACHING: _("teaching"),
    Category.CURRICULUM_REVIEW: _("curriculum review"),
    Category.JOINT_RESEARCH: _("joint research"),
    Category.TRAINING_DELIVERY: _("training delivery"),
    Category.JURY: _("jury"),
    Category.PANEL_SEAT: _("seat on a panel"),
    Category.TALK: _("talk"),
    Category.RESOURCE: _("access to a resource"),
    Category.FUNDING_INTRODUCTION: _("introduction to funding"),
    Category.REPRESENTATION: _("representation in an international body"),
}
IMPORTANCES = {
    Importance.MUST: _("must"),
    Importance.SHOULD: _("should"),
}
STEPS = {
    Step.BASICS: _("What you need"),
    Step.TERMS: _("Terms of reference"),
    Step.SKILLS: _("Skills"),
    Step.SCHEDULE: _("When, where and how much"),
    Step.PEOPLE: _("Languages and themes"),
    Step.QUESTIONS: _("Questions of the programme"),
}
NEED_FIELDS = {
    "programme": _("Programme"),
    "venture": _("Venture that it serves"),
    "category": _("Kind of help"),
    "title": _("Title"),
    "language": _("Language of your texts"),
    "purpose": _("Purpose"),
    "deliverable": _("Deliverable"),
    "counterpart": _("Local counterpart"),
    "counterpart_role": _("Their post"),
    "must": _("Skills that are a must"),
    "should": _("Skills that help"),
    "mode": _("Way of working"),
    "place": _("Place"),
    "starts_on": _("First day"),
    "ends_on": _("Last day"),
    "hours_per_week": _("Hours a week"),
    "weeks": _("Number of weeks"),
    "seats": _("Seats"),
    "working_languages": _("Working languages"),
    "least_language_level": _("Least level of the language"),
    "least_seniority": _("Least seniority"),
    "themes": _("Themes"),
    "sdgs": _("Sustainable Development Goals"),
    "answers": _("Questions of the programme"),
}


def choices_from(labels: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """Choices of a field from codes with their words."""
    return [(getattr(code, "value", code), label) for code, label in labels.items()]


register_messages(
    {
        "last_owner": _(
            "You are the only owner of an organisation. Ask a colleague to become an owner of it first, or"
            " write to the ministry."
        ),
        "last_owner_stays": _("An organisation needs an owner. Make a colleague an owner first."),
        "member_gone": _("This person does not belong to the organisation any more."),
        "member_already": _("You belong to this organisation already."),
        "member_invited": _("An invitation to this address is open already."),
        "member_invitation_over": _(
            "This invitation has expired, was withdrawn or was used. Ask for a new one."
        ),
        "too_many_invitations": _("Twenty invitations are open. Withdraw one first."),
        "invitations_too_often": _("That is too many invitations for one day. Please try again tomorrow."),
        "parent_not_fit": _("This organisation cannot have tenants, or is not verified."),
        "parents_asked_too_often": _("You have asked many organisations today. Please try again tomorrow."),
        "parent_ring": _("This organisation belongs to yours already; it cannot be above it too."),
        "parent_too_deep": _("That would make more than three levels of organisations."),
        "proof_address_bad": _("Write a full e-mail address."),
        "proof_free_mail": _("Anybody gets an address there. Use one at your organisation's own domain."),
        "proof_other_domain": _("This address is not at the e-mail domain that you registered."),
        "proof_too_often": _("That is too many codes. Please wait an hour, or send a letter instead."),
        "proof_code_over": _("This code has run out. Ask for a new one."),
        "proof_code_wrong": _("This is not the code. Please compare it with the mail."),
        "too_many_letters": _("Three letters are enough. Remove one first."),
        "too_many_facilities": _("The list is full. Remove a facility first."),
        "facility_dates_order": _("The last day comes before the first one."),
        "too_many_ventures": _("The list is full. Remove a venture first."),
        "venture_exists": _("A venture of this name is in the list already."),
        "venture_founded_ahead": _("This day has not come yet."),
        "venture_is_named": _("A need names this venture, so it stays in the list."),
        "venture_of_another": _("Choose a venture of the organisation that asks."),
        "organisation_not_verified": _(
            "Your organisation is not verified yet. The draft is kept; publish it once the ministry has"
            " verified you."
        ),
        "need_incomplete": _("Please fill this in before you publish."),
        "need_without_must_skill": _("Name at least one skill that is a must."),
        "need_window_past": _("The last day has passed. Choose a later one."),
        "need_is_checked_first": _("The programme checks needs before they open."),
        "need_changed_elsewhere": _(
            "This page was saved in another window meanwhile. Nothing of yours is lost: compare, then save"
            " again."
        ),
        "need_has_blanks": _("Fill the blanks of the template in, or take them out."),
        "too_many_documents": _("That is enough: five documents at most."),
        "unknown_choice": _("Please choose from the list."),
        "need_window_ahead": _("The last day has not passed yet."),
        "need_has_seats_left": _("There are still free seats."),
        "need_has_no_seat": _("No seat is free."),
        "need_dates_order": _("The last day comes before the first one."),
        "need_window_too_short": _("These weeks do not fit between the first and the last day."),
        "need_mode_not_offered": _("The programme does not offer this way of working."),
        "need_programme_closed": _("This programme takes no needs at present. Choose another one."),
        "need_seats_fewer": _("Experts may have answered already: the number of seats can only grow."),
        "need_too_many_skills": _("That is too long a list: name at most 12 skills of each kind."),
        "need_skill_twice": _("This skill is in the list already."),
        "nothing_taken": _("Tick at least one need, or take nothing."),
        "signal_exists": _("Your organisation has said this already, and it still counts."),
        "too_many_signals": _(
            "Your organisation has 50 open signals. Withdraw some that do not hold any more, or write a need."
        ),
        "organisation_exists": _(
            "A verified organisation of this name and place is registered already. Ask its owner to add you."
        ),
        "too_many_pending": _(
            "Three of your organisations wait for verification. Please wait for an answer first."
        ),
        "identity_is_fixed": _(
            "The ministry verified the organisation under this name, kind and domain. Ask it to change them."
        ),
    }
)
