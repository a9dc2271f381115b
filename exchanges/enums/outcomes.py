"""Words of outcomes: what came of a placement, and who says so."""

from enum import StrEnum


class OutcomeType(StrEnum):
    JOB_CREATED = "job_created"
    TRAINEE_PLACED = "trainee_placed"
    PEOPLE_TRAINED = "people_trained"
    CURRICULUM_REVISED = "curriculum_revised"
    INVESTMENT = "investment"
    INTRODUCTION = "introduction"
    PROTOTYPE = "prototype"
    PUBLICATION = "publication"
    PATENT = "patent"
    DEGREE_SUPPORTED = "degree_supported"
    EVENT_HELD = "event_held"
    RECOMMENDATION_ADOPTED = "recommendation_adopted"


class OutcomeState(StrEnum):
    CLAIMED = "claimed"
    CONFIRMATION_SENT = "confirmation_sent"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNCONFIRMED = "unconfirmed"
    WITHDRAWN = "withdrawn"


class OutcomeAction(StrEnum):
    SEND = "send"
    REMIND = "remind"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WRONG_PERSON = "wrong_person"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"
    UPHOLD = "uphold"
    DISMISS = "dismiss"


class Confirmer(StrEnum):
    """Who is asked: somebody outside the claimant's side, always."""

    OTHER_SIDE = "other_side"
    THIRD_PERSON = "third_person"


class Counterfactual(StrEnum):
    """What would have happened without the placement."""

    NOTHING = "nothing"
    LATER = "later"
    SMALLER = "smaller"
    SAME = "same"
    UNKNOWN = "unknown"
