"""What pages and the API ask about matching."""

from matching.selectors.cards import MatchesPage, matches_page
from matching.selectors.deck import MatchCard
from matching.selectors.runs import run_page, run_rows
from matching.selectors.waiting import waiting_for
from matching.selectors.wording import Explanation, explain_to_expert, explain_to_host, explain_to_ministry

__all__ = [
    "Explanation",
    "MatchCard",
    "MatchesPage",
    "explain_to_expert",
    "explain_to_host",
    "explain_to_ministry",
    "matches_page",
    "run_page",
    "run_rows",
    "waiting_for",
]
