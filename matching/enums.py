"""Words of matching."""

from enum import StrEnum

from accounts.enums import Role

# Who of the unit that owns a programme reads its lists: one answer for the rule and for the rows.
LIST_READERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)
# Who of it starts runs and rounds.
ACTING = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)


class RunState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    COMPLETE = "complete"
    NO_ELIGIBLE = "no_eligible"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reader(StrEnum):
    """Who an explanation is worded for."""

    ORGANISATION = "organisation"
    EXPERT = "expert"
    MINISTRY = "ministry"


class Constraint(StrEnum):
    """Why somebody is not in a list, in the order in which a first reason is counted."""

    STANDING = "standing"
    VERIFIED = "verified"
    EXCLUDED = "excluded"
    CONFLICT = "conflict"
    COUNTRY = "country"
    MUST_SKILL = "must_skill"
    LANGUAGE = "language"
    MODE = "mode"
    DATES = "dates"
    HOURS = "hours"
    CAPACITY = "capacity"


class ProfileFact(StrEnum):
    """What a profile may say and needs ask about; nothing that a need does not ask."""

    SKILLS = "skills"
    AVAILABILITY = "availability"
    LANGUAGES = "languages"
    MOTIVATION = "motivation"
    THEMES = "themes"
    PLACE = "place"
    SENIORITY = "seniority"
    WORKS = "works"


class Gap(StrEnum):
    """What a score lost most by."""

    MUST_MISSING = "must_missing"
    MUST_LOW = "must_low"
    SHOULD_MISSING = "should_missing"
    TEXT_WEAK = "text_weak"
    THEME_OTHER = "theme_other"
    SENIORITY_BELOW = "seniority_below"
    OVERLAP_SHORT = "overlap_short"
    PLACE_MODE = "place_mode"
    MOTIVATION_OTHER = "motivation_other"
    TRACK_RECORD = "track_record"


class ChangeKind(StrEnum):
    """One thing about a need that somebody could change, to see who would fit then."""

    MODE = "mode"
    LANGUAGE = "language"
    LANGUAGE_LEVEL = "language_level"
    HOURS = "hours"
    ENDS_LATER = "ends_later"
    BEGINS_EARLIER = "begins_earlier"
    MUST_SKILL = "must_skill"
    OTHER_MODE = "other_mode"
    VERIFIED = "verified"
    SHARED_DAYS = "shared_days"


IN_THE_PROGRAMMES_HANDS = (ChangeKind.OTHER_MODE, ChangeKind.VERIFIED, ChangeKind.SHARED_DAYS)
"""Changes that only the unit of the programme could make; all others are the need's owner's."""


class Question(StrEnum):
    """The one question worth asking before an invitation."""

    MUST_MISSING = "must_missing"
    WINDOWS = "windows"
    LANGUAGES = "languages"
    MODES = "modes"
    MUST_LOW = "must_low"
    MUST_LEVEL = "must_level"
    MUST_RECENCY = "must_recency"
    OVERLAP = "overlap"
    CAPACITY = "capacity"
    SHOULD_MISSING = "should_missing"


class RunMessage(StrEnum):
    """What a run has to say at its end."""

    PARTS_FAILED = "parts_failed"
    NOT_FINISHED = "not_finished"
    NOT_OPEN = "not_open"
    STARTED_OVER = "started_over"


class RunScope(StrEnum):
    NEED = "need"
    ROUND = "round"
    DELTA = "delta"


class MatchState(StrEnum):
    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    DISMISSED = "dismissed"
    INVITED = "invited"
    INTERESTED = "interested"  # the expert asked; the host has not answered yet
    ASSIGNED = "assigned"  # proposed by a published round; nobody has decided about it yet


# What a person has decided about: a round never moves such a pair.
TOUCHED = (MatchState.SHORTLISTED, MatchState.DISMISSED, MatchState.INVITED, MatchState.INTERESTED)
# One side has asked the other: the answer decides, nobody shortlists or sets aside meanwhile.
ASKED = (MatchState.INVITED, MatchState.INTERESTED)


# A decision waits, so that it matters whether something has changed since the two were compared.
UNDECIDED = (MatchState.SHORTLISTED, MatchState.ASSIGNED)


class BoardTab(StrEnum):
    """The parts of a need's board; all but the first hold the pairs of one state."""

    SUGGESTED = "suggested"
    SHORTLISTED = "shortlisted"
    INVITED = "invited"
    DISMISSED = "dismissed"


MOST_COMPARED = 3


class RoundState(StrEnum):
    """Of an assignment round."""

    COMPUTING = "computing"
    PREVIEW = "preview"
    PUBLISHED = "published"
    UNDONE = "undone"
    FAILED = "failed"


class RoundAction(StrEnum):
    FINISH = "finish"
    FAIL = "fail"
    COMPUTE = "compute"
    PUBLISH = "publish"
    UNDO = "undo"


class RoundMessage(StrEnum):
    """Why a round could not be computed."""

    NO_NEEDS = "no_needs"
    NO_LISTS = "no_lists"
    PINS_CONTRADICT = "pins_contradict"
    NOT_VERIFIED = "not_verified"
    NO_SOLUTION = "no_solution"
    TOO_LARGE = "too_large"
    PARTS_FAILED = "parts_failed"


class PairChange(StrEnum):
    """What a round does to a pair, against what stands."""

    NEW = "new"
    KEPT = "kept"  # proposed by an earlier round already
    REMOVED = "removed"  # an earlier round proposed it, this one does not
    HELD = "held"  # a person's decision that holds a seat
    WAITING = "waiting"  # on a shortlist, without a seat of this round


class EmptyBecause(StrEnum):
    """What stands in the way of candidates of a need, counted; and why its seats stay empty."""

    NOT_MATCHED = "not_matched"
    NOBODY_FITS = "nobody_fits"
    NOT_SHOWN = "not_shown"
    SET_ASIDE = "set_aside"
    NO_ROOM = "no_room"
    BELOW_MINIMUM = "below_minimum"
    TAKEN = "taken"
    SENIOR = "senior"
    THEME = "theme"


class RoundBreak(StrEnum):
    """What happened since a round was computed that its proposals would not survive."""

    NEED_CLOSED = "need_closed"
    SEATS = "seats"
    TOUCHED = "touched"
    NO_LONGER_FITS = "no_longer_fits"
    NO_ROOM = "no_room"
    OTHER_ROUND = "other_round"


class DismissReason(StrEnum):
    NOT_THE_FIELD = "not_the_field"
    TOO_JUNIOR = "too_junior"
    TOO_SENIOR = "too_senior"
    KNOWN_ALREADY = "known_already"
    CONFLICT = "conflict"
    OTHER = "other"


class ExclusionReason(StrEnum):
    DECLINED = "declined"
    DISMISSED = "dismissed"
    NOT_MY_FIELD = "not_my_field"
    NEVER_THIS_ORGANISATION = "never_this_organisation"
    NOT_NOW = "not_now"


NOT_NOW_DAYS = 90
# What an expert decided alone. No host reads of it, and the expert may take it back.
SET_ASIDE = (
    ExclusionReason.NOT_NOW,
    ExclusionReason.NOT_MY_FIELD,
    ExclusionReason.NEVER_THIS_ORGANISATION,
)
OWN_EXCLUSIONS = (*SET_ASIDE, ExclusionReason.DECLINED)


class ConflictKind(StrEnum):
    EMPLOYER = "employer"
    SAME_ORGANISATION = "same_organisation"
    FINANCIAL_OR_EQUITY = "financial_or_equity"
    FAMILY = "family"
    FORMER_SUPERVISOR = "former_supervisor"
    CO_AUTHOR = "co_author"
    VENDOR = "vendor"
    PRIOR_REFUSAL = "prior_refusal"
    OTHER = "other"


class TieEvidence(StrEnum):
    """What in the portal's own records speaks for a tie. What a person says of it stands beside."""

    SAME_NAME = "same_name"  # a post at an organisation that is called the same
    MAIL_DOMAIN = "mail_domain"  # a confirmed address at the organisation's domain
    MEMBER = "member"  # a member of the organisation in this portal
    SHARED_WORK = "shared_work"  # a work of one DOI with a member of it
    REFUSED = "refused"  # the expert declined one of its needs for a conflict
    HOST_SAYS = "host_says"  # the host set the expert aside for a conflict


class ConflictState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
