"""What the page of a placement shows to each viewer."""

from exchanges.selectors.cases.page import (
    ActionChoice,
    CasePage,
    case_page,
    cases_of,
    public_state,
    rejection_words,
)
from exchanges.selectors.cases.timeline import INTERNAL_ACTIONS, TimelineEntry

__all__ = [
    "INTERNAL_ACTIONS",
    "ActionChoice",
    "CasePage",
    "TimelineEntry",
    "case_page",
    "cases_of",
    "public_state",
    "rejection_words",
]
