"""Words of people, units and posts."""

from enum import StrEnum

PRIVACY_NOTICE_VERSION = "2026-11-30"


class Fact(StrEnum):
    """Facts that this app announces."""

    POST_ENDED = "accounts.post_ended"
    CONSENT_WITHDRAWN = "accounts.consent_withdrawn"
    NAME_CHANGED = "accounts.name_changed"


class Role(StrEnum):
    """What somebody does in a unit."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    LIAISON = "liaison"


class Duty(StrEnum):
    """Which queues a unit works."""

    VERIFY_EXPERTS = "verify_experts"
    VERIFY_ORGANISATIONS = "verify_organisations"
    REVIEW_PLACEMENTS = "review_placements"
    ADMINISTER = "administer"


class Purpose(StrEnum):
    """What a person may consent to, each on its own."""

    NOTICE = "notice"  # has read the privacy notice
    MATCHING = "matching"
    DIRECTORY = "directory"


class Arrival(StrEnum):
    """What a newcomer said they came for; it only chooses their first page."""

    EXPERT = "expert"
    ORGANISATION = "organisation"
    STAFF = "staff"


class Scope(StrEnum):
    """What an API token may do. None can decide, release or export people."""

    READ_NEEDS = "read:needs"
    WRITE_NEEDS = "write:needs"
    READ_PROFILE = "read:profile"
    READ_MATCHES = "read:matches"
    READ_INVITATIONS = "read:invitations"
    WRITE_INVITATIONS = "write:invitations"
    READ_PLACEMENTS = "read:placements"


class Notice(StrEnum):
    """Kinds of mail that a person may choose a pace for. Security and sign-in are no kind: always at once."""

    INVITATION = "invitation"
    ANSWER = "answer"
    REMINDER = "reminder"
    PLACEMENT = "placement"
    DECISION = "decision"
    VERIFICATION = "verification"
    NEW_NEEDS = "new_needs"


class ResetState(StrEnum):
    REQUESTED = "requested"
    DONE = "done"
    REFUSED = "refused"


class ConcernTopic(StrEnum):
    PRIVACY = "privacy"
    SAFETY = "safety"
    CONDUCT = "conduct"
    ACCESSIBILITY = "accessibility"
    WRONG_FACT = "wrong_fact"
    OTHER = "other"


class AccountAction(StrEnum):
    """What staff do to accounts, units and posts, to the shared vocabulary and to programmes."""

    UNIT_CREATED = "unit_created"
    POST_CREATED = "post_created"
    POST_ENDED = "post_ended"
    STAFF_INVITED = "staff_invited"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    INVITATION_ACCEPTED = "invitation_accepted"
    FACTOR_RESET_REQUESTED = "factor_reset_requested"
    FACTOR_RESET_DONE = "factor_reset_done"
    FACTOR_RESET_REFUSED = "factor_reset_refused"
    API_TOKEN_CREATED = "api_token_created"
    API_TOKEN_REVOKED = "api_token_revoked"
    CALENDAR_CREATED = "calendar_created"
    CALENDAR_REVOKED = "calendar_revoked"
    CONCERN_HANDLED = "concern_handled"
    SKILL_ADDED = "skill_added"
    SPELLING_ADDED = "spelling_added"
    WORDS_SET_ASIDE = "words_set_aside"
    WEIGHTS_PUBLISHED = "weights_published"
    POLICY_PUBLISHED = "policy_published"
    PROGRAMME_CHANGED = "programme_changed"
    AGREEMENT_RECORDED = "agreement_recorded"
    CHAINS_CHECKED = "chains_checked"
    CHAIN_BROKEN = "chain_broken"
    LOOKS_READ = "looks_read"
    WORKING_WEEK_SET = "working_week_set"
    HOLIDAY_SET = "holiday_set"
    HOLIDAY_CALLED_OFF = "holiday_called_off"
    MAIL_PREVIEWED = "mail_previewed"
    MAIL_RETRIED = "mail_retried"
    BATCH_RELEASED = "batch_released"
    BATCH_DROPPED = "batch_dropped"
    DATA_EXPORTED = "data_exported"
    ACCOUNT_ERASED = "account_erased"
