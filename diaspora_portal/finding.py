"""The one search box: every app says what it finds for a person; the shell puts it together."""

from accounts.models import User
from common.found import FoundItem
from exchanges.selectors import finding as exchanges
from experts.selectors import finding as experts
from incubators.selectors import finding as incubators
from matching.selectors import finding as matching

LIMIT = 10
MOST_LETTERS = 120
SOURCES = (exchanges.find, matching.find, incubators.find, experts.find)


def find(user: User, text: str) -> list[FoundItem]:
    """What was asked for exactly, or else everything that comes near, at most `LIMIT` of a kind.

    A fixed number of queries, whatever there is to find.
    """
    sought = " ".join(text[:MOST_LETTERS].split())
    if not sought:
        return []
    found = [item for source in SOURCES for item in source(user, sought, LIMIT)]
    return [item for item in found if item.is_exact] or found
