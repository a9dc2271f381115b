"""What came of a placement, in one line of words."""

from decimal import Decimal

from common.templatetags.formats import number
from exchanges.enums import OutcomeType
from exchanges.labels import OUTCOME_TYPES, OUTCOME_UNITS
from exchanges.models import Outcome


def value_of(outcome: Outcome) -> str:
    """Type and value in words: "Jobs created: 3 jobs"."""
    return value_in_words(OutcomeType(outcome.type), outcome.number, outcome.amount, outcome.currency)


def value_in_words(kind: OutcomeType, n: int | None, amount: Decimal | None, currency: str) -> str:
    value = f"{currency} {number(amount)}" if amount is not None else str(OUTCOME_UNITS[kind] % {"number": n})
    return f"{OUTCOME_TYPES[kind]}: {value}"
