"""One line of a "Today" page: what waits for somebody, and since when."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Blocks(IntEnum):
    """Who stands still until this person acts; smaller stands higher on the page."""

    CASE = 1  # people of one case or request, whom nobody else can help on: answers, returned plans, releases
    QUEUE = 2  # somebody in a queue that colleagues serve too: reviews, verifications
    NOBODY = 3  # this person's own progress alone: drafts, choosing whom to invite


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """`what` and `about` are ready to read; `url` is where the person acts; `due_at` may be unknown.

    `list_url` leads to all lines of this kind, for those that a page has no room for.
    """

    what: str
    about: str
    url: str
    since: datetime
    due_at: datetime | None = None
    is_urgent: bool = False
    blocks: Blocks = Blocks.NOBODY
    list_url: str = ""

    @property
    def order(self) -> tuple[Blocks, datetime]:
        """What blocks others first, then the oldest."""
        return self.blocks, self.since
