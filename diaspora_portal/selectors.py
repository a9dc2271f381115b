"""The "Today" page: every app says what waits for a person; the shell merges by since-when."""

from dataclasses import dataclass

from accounts import selectors as accounts
from accounts.models import User
from common.today import WaitingItem

LIMIT = 20
SOURCES = (accounts.waiting_for,)


@dataclass(frozen=True, slots=True)
class TodayPage:
    items: list[WaitingItem]
    n_items: int


def today_page(user: User) -> TodayPage:
    """What waits for this person, oldest first; a fixed number of queries whatever the number of items."""
    items = [item for waiting_for in SOURCES for item in waiting_for(user, LIMIT)]
    items.sort(key=lambda item: item.since)
    return TodayPage(items[:LIMIT], len(items))
