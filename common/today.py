"""One line of a "Today" page: what waits for somebody, and since when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """`what` and `about` are ready to read; `url` is where the person acts; `due_at` may be unknown."""

    what: str
    about: str
    url: str
    since: datetime
    due_at: datetime | None = None
    is_urgent: bool = False
