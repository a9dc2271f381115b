"""What somebody asks the directory for, and what it answers, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Sought:
    """Words that belong together: they name skills of the vocabulary, or stand in texts."""

    words: tuple[str, ...]
    skill_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; all of it must hold, nothing given means everybody.

    `theme` and `territory` are positions. `names` holds for each word of a name its keys, any of which do.
    A window of somebody's time ends on `free_from` (or today) or later, and begins by `free_until`.
    """

    today: date
    words: Sequence[Sought] = ()
    names: Sequence[frozenset[str]] = ()
    theme: int | None = None
    country: str = ""
    language: str = ""
    mode: str = ""
    seniority: str = ""
    wish: str = ""
    territory: int | None = None
    hours: int | None = None
    free_from: date | None = None
    free_until: date | None = None

    @property
    def asks_for_time(self) -> bool:
        return any(value is not None for value in (self.hours, self.free_from, self.free_until))


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a page begins: behind the expert with a key, or, going back, before; `number` of the page."""

    key: int = -1
    back: bool = False
    number: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """How many there are, how many at each value of each facet, and one page of them in their order."""

    n: int
    facets: dict[str, dict[str, int]]
    ids: list[int]
    keys: list[int]
    has_more: bool
