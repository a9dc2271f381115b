"""What people read for the codes of this app."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.refusals import register_messages
from incubators.enums import (
    Category,
    Importance,
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    OrganisationKind,
    OrganisationState,
    RejectionReason,
    Sector,
    SignalState,
    Step,
)

ORGANISATION_STATES = {
    OrganisationState.PENDING: _("waits for verification"),
    OrganisationState.VERIFIED: _("verified"),
    OrganisationState.REJECTED: _("not verified"),
    OrganisationState.SUSPENDED: _("suspended"),
}
# The tone of a state's tag; colour is never alone, the word stands in it.
ORGANISATION_TONES = {
    OrganisationState.PENDING: "waiting",
    OrganisationState.VERIFIED: "good",
    OrganisationState.REJECTED: "bad",
    OrganisationState.SUSPENDED: "bad",
}
ORGANISATION_ACTIONS = {
    OrganisationAction.VERIFY: _("Verify the organisation"),
    OrganisationAction.REJECT: _("Do not verify it, with reasons"),
    OrganisationAction.APPLY_AGAIN: _("Ask for verification again"),
    OrganisationAction.SUSPEND: _("Suspend the organisation"),
    OrganisationAction.REINSTATE: _("Reinstate the organisation"),
}
# What the timeline says once a step has been taken.
ORGANISATION_STEPS = {
    "create": _("Registered"),
    "edit": _("The registration was edited"),
    OrganisationAction.VERIFY: _("Verified"),
    OrganisationAction.REJECT: _("Not verified"),
    OrganisationAction.APPLY_AGAIN: _("Asked for verification again"),
    OrganisationAction.SUSPEND: _("Suspended"),
    OrganisationAction.REINSTATE: _("Reinstated"),
}
REJECTION_REASONS = {
    RejectionReason.NOT_FOUND: _("We could not find this organisation"),
    RejectionReason.NOT_AUTHORISED: _("It is not clear that you may act for the organisation"),
    RejectionReason.DOMAIN_MISMATCH: _("Your e-mail address does not belong to the organisation's domain"),
    RejectionReason.LETTER_MISSING: _("We need a letter of the organisation"),
    RejectionReason.DUPLICATE: _("The organisation is registered already"),
    RejectionReason.OUT_OF_SCOPE: _("The portal does not serve organisations of this kind"),
    RejectionReason.OTHER: _("Another reason"),
}
ORGANISATION_KINDS = {
    OrganisationKind.INCUBATOR: _("incubation centre"),
    OrganisationKind.SCIENCE_PARK: _("science and technology park"),
    OrganisationKind.UNIVERSITY: _("university"),
    OrganisationKind.RESEARCH_CENTRE: _("research centre"),
    OrganisationKind.ACADEMY: _("academy"),
    OrganisationKind.VOCATIONAL: _("vocational centre"),
    OrganisationKind.COMPANY: _("company"),
    OrganisationKind.GOVERNMENT: _("government body"),
    OrganisationKind.MISSION: _("mission abroad"),
}
SECTORS = {
    Sector.PUBLIC: _("public"),
    Sector.PRIVATE: _("private"),
    Sector.ACADEMIA: _("academia"),
    Sector.NON_PROFIT: _("non-profit"),
    Sector.INTERNATIONAL: _("international"),
}
MEMBER_ROLES = {
    MemberRole.OWNER: _("owner"),
    MemberRole.EDITOR: _("editor"),
    MemberRole.VIEWER: _("viewer"),
}
NEED_STATES = {
    NeedState.DRAFT: _("draft"),
    NeedState.OPEN: _("open"),
    NeedState.PAUSED: _("paused"),
    NeedState.FILLED: _("filled"),
    NeedState.WITHDRAWN: _("withdrawn"),
}
NEED_TONES = {
    NeedState.DRAFT: "quiet",
    NeedState.OPEN: "good",
    NeedState.PAUSED: "waiting",
    NeedState.FILLED: "info",
    NeedState.WITHDRAWN: "quiet",
}
NEED_ACTIONS = {
    NeedAction.PUBLISH: _("Publish the need"),
    NeedAction.PAUSE: _("Pause the need"),
    NeedAction.RESUME: _("Open the need again"),
    NeedAction.FILL: _("Fill the need"),
    NeedAction.REOPEN: _("Reopen the need"),
    NeedAction.WITHDRAW: _("Withdraw the need"),
}
NEED_STEPS = {
    "create": _("Draft begun"),
    "edit": _("Terms edited"),
    NeedAction.PUBLISH: _("Published"),
    NeedAction.PAUSE: _("Paused"),
    NeedAction.RESUME: _("Open again"),
    NeedAction.FILL: _("All seats are taken"),
    NeedAction.REOPEN: _("A seat became free"),
    NeedAction.WITHDRAW: _("Withdrawn"),
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
}
NEED_FIELDS = {
    "programme": _("Programme"),
    "category": _("Kind of help"),
    "title": _("Title"),
    "language": _("Language of your texts"),
    "purpose": _("Purpose"),
    "deliverable": _("Deliverable"),
    "counterpart": _("Local counterpart"),
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
        "organisation_not_verified": _(
            "Your organisation is not verified yet. The draft is kept; publish it once the ministry has"
            " verified you."
        ),
        "need_incomplete": _("Please fill this in before you publish."),
        "need_without_must_skill": _("Name at least one skill that is a must."),
        "need_window_past": _("The last day has passed. Choose a later one."),
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
