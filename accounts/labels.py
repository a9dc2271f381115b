"""What people read for the codes of this app."""

import zoneinfo

from django.utils.translation import gettext_lazy as _

from accounts.enums import (
    AccountAction,
    Arrival,
    ConcernTopic,
    Duty,
    Notice,
    Purpose,
    ResetState,
    Role,
    Scope,
)
from common.enums import OutboxState, Pace
from common.refusals import register_messages

ROLES = {
    Role.OFFICER: _("officer"),
    Role.REVIEWER: _("reviewer"),
    Role.DECIDER: _("decider"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.LIAISON: _("liaison"),
}
ROLE_TASKS = {
    Role.OFFICER: _("officer: verifies experts and organisations"),
    Role.REVIEWER: _("reviewer: reviews placements and recommends"),
    Role.DECIDER: _("decider: releases decisions"),
    Role.AUDITOR: _("auditor: reads everything, changes nothing"),
    Role.ADMINISTRATOR: _("administrator: units, posts and invitations"),
    Role.LIAISON: _("liaison: experts and needs of some countries"),
}
DUTIES = {
    Duty.VERIFY_EXPERTS: _("verifies experts"),
    Duty.VERIFY_ORGANISATIONS: _("verifies organisations"),
    Duty.REVIEW_PLACEMENTS: _("reviews placements"),
    Duty.ADMINISTER: _("administers the portal"),
}
PURPOSES = {
    Purpose.NOTICE: _("I have read the privacy notice and the terms"),
    Purpose.MATCHING: _("My profile may be compared with needs"),
    Purpose.DIRECTORY: _("I stand in the directory, for verified organisations or for everybody, as I chose"),
}
SCOPES = {
    Scope.READ_NEEDS: _("read needs"),
    Scope.WRITE_NEEDS: _("write needs"),
    Scope.READ_PROFILE: _("read my profile"),
    Scope.READ_MATCHES: _("read matches"),
    Scope.READ_INVITATIONS: _("read invitations"),
    Scope.WRITE_INVITATIONS: _("answer and send invitations"),
    Scope.READ_PLACEMENTS: _("read placements"),
}
TOPICS = {
    ConcernTopic.PRIVACY: _("Privacy: my data, or somebody else’s"),
    ConcernTopic.SAFETY: _("Safety: somebody may come to harm"),
    ConcernTopic.CONDUCT: _("Conduct of a person or an organisation"),
    ConcernTopic.ACCESSIBILITY: _("Accessibility: something does not work for me"),
    ConcernTopic.WRONG_FACT: _("Something here is wrong"),
    ConcernTopic.OTHER: _("Something else"),
}
ARRIVALS = {
    Arrival.EXPERT: _("an expert abroad"),
    Arrival.ORGANISATION: _("an organisation in Pakistan"),
    Arrival.STAFF: _("ministry or mission staff, by invitation"),
}
RESET_STATES = {
    ResetState.REQUESTED: _("waits for a second administrator"),
    ResetState.DONE: _("done"),
    ResetState.REFUSED: _("refused"),
}
RESET_TONES = {ResetState.REQUESTED: "waiting", ResetState.DONE: "good", ResetState.REFUSED: "bad"}
ACTIONS = {
    AccountAction.UNIT_CREATED: _("created a unit"),
    AccountAction.POST_CREATED: _("gave a post"),
    AccountAction.POST_ENDED: _("ended a post"),
    AccountAction.STAFF_INVITED: _("invited somebody to a post"),
    AccountAction.INVITATION_WITHDRAWN: _("withdrew an invitation"),
    AccountAction.INVITATION_ACCEPTED: _("accepted an invitation"),
    AccountAction.FACTOR_RESET_REQUESTED: _("asked to remove a lost second factor"),
    AccountAction.FACTOR_RESET_DONE: _("removed a lost second factor"),
    AccountAction.FACTOR_RESET_REFUSED: _("refused to remove a second factor"),
    AccountAction.API_TOKEN_CREATED: _("created an API token"),
    AccountAction.API_TOKEN_REVOKED: _("revoked an API token"),
    AccountAction.CALENDAR_CREATED: _("made a calendar address"),
    AccountAction.CALENDAR_REVOKED: _("ended a calendar address"),
    AccountAction.CONCERN_HANDLED: _("dealt with a concern"),
    AccountAction.SKILL_ADDED: _("added a skill to the vocabulary"),
    AccountAction.SPELLING_ADDED: _("added another name to a skill"),
    AccountAction.WORDS_SET_ASIDE: _("decided that words are no skill"),
    AccountAction.WEIGHTS_PUBLISHED: _("changed how a programme weighs matches"),
    AccountAction.POLICY_PUBLISHED: _("changed the policy of a programme"),
    AccountAction.PROGRAMME_CHANGED: _("changed a programme"),
    AccountAction.AGREEMENT_RECORDED: _("recorded an agreement"),
    AccountAction.CHAINS_CHECKED: _("had every chain of events checked"),
    AccountAction.CHAIN_BROKEN: _("found a chain of events that does not hold"),
    AccountAction.LOOKS_READ: _("read who looked at whom"),
    AccountAction.WORKING_WEEK_SET: _("changed the working week"),
    AccountAction.HOLIDAY_SET: _("set a holiday"),
    AccountAction.HOLIDAY_CALLED_OFF: _("called off a holiday"),
    AccountAction.MAIL_PREVIEWED: _("read a message before it was sent"),
    AccountAction.MAIL_RETRIED: _("had a message sent again"),
    AccountAction.BATCH_RELEASED: _("released a batch of messages"),
    AccountAction.BATCH_DROPPED: _("dropped a batch of messages"),
    AccountAction.DATA_EXPORTED: _("took a copy of everything held about them"),
    AccountAction.ACCOUNT_ERASED: _("erased their account"),
}

NOTICES = {
    Notice.INVITATION: _("Invitations, messages and referrals, and experts who offer to help"),
    Notice.ANSWER: _("Answers to what you asked, and how it ended"),
    Notice.REMINDER: _("Reminders before the time to answer is over"),
    Notice.PLACEMENT: _("Steps of your placements"),
    Notice.DECISION: _("Decisions on your placements"),
    Notice.VERIFICATION: _("Verification of your profile or organisation"),
    Notice.NEW_NEEDS: _("New needs that fit you"),
}
OUTBOX_STATES = {
    OutboxState.WAITING: _("on the way"),
    OutboxState.STAGED: _("to be released"),
    OutboxState.HELD: _("for a digest"),
    OutboxState.FAILED: _("failed"),
}
PACES = {
    Pace.AT_ONCE: _("at once"),
    Pace.DAILY: _("once a day, in the morning"),
    Pace.WEEKLY: _("once a week, in the morning"),
    Pace.NEVER: _("never"),
}
_ANY = (Pace.AT_ONCE, Pace.DAILY, Pace.NEVER)
_ALWAYS = (Pace.AT_ONCE, Pace.DAILY)
# What may be chosen; the first is how it is until somebody chooses. New needs are for those who ask.
PACES_OF = {
    Notice.INVITATION: _ANY,
    Notice.ANSWER: _ANY,
    Notice.REMINDER: _ANY,
    Notice.PLACEMENT: _ANY,
    Notice.DECISION: _ALWAYS,
    Notice.VERIFICATION: _ALWAYS,
    Notice.NEW_NEEDS: (Pace.NEVER, Pace.DAILY, Pace.WEEKLY),
}

# Where most of the diaspora lives, so that few people have to search the long list.
_FREQUENT_ZONES = (
    "Asia/Karachi", "Asia/Riyadh", "Asia/Dubai", "Asia/Muscat", "Asia/Qatar", "Asia/Kuwait", "Asia/Bahrain",
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Athens",
    "America/New_York", "America/Chicago", "America/Los_Angeles", "America/Toronto",
    "Australia/Sydney", "Asia/Kuala_Lumpur", "Asia/Shanghai",
)  # fmt: skip
_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


def zone_choices() -> list[tuple[str, object]]:
    """IANA zones in two groups, named by their city: the frequent ones, then all."""
    everywhere = sorted(zone for zone in zoneinfo.available_timezones() if zone.split("/")[0] in _REGIONS)
    return [
        ("", _("Choose")),
        (_("Often chosen"), [(zone, zone_name(zone)) for zone in _FREQUENT_ZONES]),
        (_("All"), [(zone, zone_name(zone)) for zone in everywhere if zone not in _FREQUENT_ZONES]),
    ]


def zone_name(zone: str) -> str:
    """`America/Argentina/Salta` reads "Salta, Argentina, America"."""
    return ", ".join(reversed(zone.replace("_", " ").split("/")))


register_messages(
    {
        "unit_exists": _("There is a unit with this name already."),
        "no_such_account": _("No account has this address. Invite the person instead."),
        "post_exists": _("This person has this post already."),
        "countries_required": _("A liaison needs at least one country."),
        "post_is_over": _("This post has ended already."),
        "invitation_open": _("An invitation of this address to this post is still open."),
        "invitation_over": _("This invitation has expired, was withdrawn or was used. Ask for a new one."),
        "invitation_of_another": _("This invitation is for another e-mail address. Sign in with that one."),
        "reset_open": _("Somebody asked for this already; it waits for a second administrator."),
        "reset_decided": _("This request was decided already."),
        "nothing_to_reset": _("This account has no second factor."),
        "too_many_tokens": _("You have ten tokens in force. Revoke one first."),
        "scopes_required": _("Choose at least one thing that the token may do."),
        "days_out_of_range": _("A token lives from 1 to 90 days."),
        "unknown_time_zone": _("Choose a time zone from the list."),
        "pace_not_offered": _("This kind of mail cannot be sent at that pace."),
        "consent_is_needed": _("The account rests on this. To end it, ask for your account to be erased."),
        "address_not_typed": _("This is not the address of your account. Nothing was erased."),
        "post_in_force": _(
            "You hold a post. Ask an administrator to end it, so that your cases are handed on first."
        ),
        "mail_has_not_failed": _("This message has not failed, or its address is not known any more."),
        "nothing_to_release": _("Nothing of this batch waits any more."),
        "account_is_gone": _("This account was erased already."),
    }
)
