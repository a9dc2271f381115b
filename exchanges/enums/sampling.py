"""Words of the control after the fact: a campaign, the cases drawn into it, and what was found."""

from enum import StrEnum


class CampaignState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class CampaignAction(StrEnum):
    DRAW = "draw"
    CLOSE = "close"


class SampleState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    FOUND = "found"


class SampleAction(StrEnum):
    GIVE = "give"
    ALL_IN = "all_in"
    FIND = "find"
    LEAVE = "leave"


class SampleFinding(StrEnum):
    AS_PLANNED = "as_planned"
    SMALLER = "smaller"
    SERIOUS = "serious"
    NO_EVIDENCE = "no_evidence"
    NOT_JUDGED = "not_judged"
