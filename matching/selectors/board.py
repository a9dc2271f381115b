"""Who stands on a need's board: its tabs, how many are behind each, where a page of one begins and ends."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from incubators.models import Need
from matching.enums import BoardTab, DismissReason, MatchState
from matching.selectors.experts import shown_ids

CARDS_PER_PAGE = 10
_MOST_DIGITS = 5
# Explanations are long, and read for those alone who stand on a page.
_PAIRS = """SELECT expert_id, state, points, id, reasons FROM matching_match
WHERE need_id = %s ORDER BY points DESC, id"""
_OF_CODE = "SELECT id FROM experts_expert WHERE public_id = %s"
STATE_OF_TAB = {
    BoardTab.SHORTLISTED: MatchState.SHORTLISTED,
    BoardTab.INVITED: MatchState.INVITED,
    BoardTab.DISMISSED: MatchState.DISMISSED,
}
BESIDE = (MatchState.INTERESTED, MatchState.ASSIGNED)
"""Whom the tab of suggestions shows besides: who asks the host, and whom a round proposes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expert stands in an order by points: a place that stays one when they have left it."""

    points: int
    code: str

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """What an address says; nonsense is no place.

        >>> Place.read("8123-ABCDE12345"), Place.read("8123"), Place.read("x-y")
        (Place(points=8123, code='ABCDE12345'), None, None)
        """
        points, _dash, code = text.partition("-")
        if not (points.isascii() and points.isdigit() and len(points) <= _MOST_DIGITS and code.isalnum()):
            return None
        return cls(int(points), code)

    def __str__(self) -> str:
        return f"{self.points}-{self.code}"


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: behind a place, or, going back, before one; neither is the first page."""

    after: Place | None = None
    before: Place | None = None

    @classmethod
    def read(cls, after: str, before: str) -> "Turn":
        place = Place.read(after)
        return cls(after=place, before=None if place else Place.read(before))


@dataclass(frozen=True, slots=True)
class Standing:
    """One who stands on a tab, and at which position of the whole order that it is cut from."""

    expert_id: int
    points: int
    at: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of an order: its rows, the first of them counted from 1, and how many there are in all."""

    rows: Sequence[Standing]
    first: int
    total: int

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def has_before(self) -> bool:
        return self.first > 1

    @property
    def has_after(self) -> bool:
        return self.last < self.total


def leaf_of(rows: Sequence[Standing], turn: Turn, order: Sequence[int]) -> Leaf:
    """The page of these rows, best first, that a turn asks for; `order` are all experts they are cut from.

    Rows that have left a tab since shift nobody over the edge of a page.
    """
    if turn.before is not None:
        end = _position(rows, turn.before, order, behind=False)
        start = max(end - CARDS_PER_PAGE, 0)
        # The first page is a whole one, wherever one comes from.
        end = max(end, min(CARDS_PER_PAGE, len(rows)))
    else:
        start = _position(rows, turn.after, order, behind=True) if turn.after else 0
        if start >= len(rows):
            start = max(len(rows) - CARDS_PER_PAGE, 0)
        end = start + CARDS_PER_PAGE
    return Leaf(rows[start:end], start + 1, len(rows))


def _position(rows: Sequence[Standing], place: Place, order: Sequence[int], *, behind: bool) -> int:
    """How many rows stand before a place, or up to it; who has left the order is placed by their points."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_CODE, [place.code])
        found = cursor.fetchone()
    if found is not None and found[0] in order:
        edge = order.index(found[0]) + (1 if behind else 0)
        return sum(row.at < edge for row in rows)
    # Among equal points somebody is rather shown twice than passed over.
    return sum(row.points > place.points or (not behind and row.points == place.points) for row in rows)


class _Pair(NamedTuple):
    expert_id: int
    state: MatchState
    points: int
    id: int
    reasons: list[DismissReason]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of a need that have a record, best first, and who of all may be shown to its host now."""

    rows: Sequence[_Pair]
    shown: set[int]

    def standing(self, state: MatchState) -> list[Standing]:
        """Who stands in a state and may be shown, best first."""
        return [
            Standing(row.expert_id, row.points, at)
            for at, row in enumerate(self.rows)
            if row.state == state and row.expert_id in self.shown
        ]

    @property
    def order(self) -> list[int]:
        return [row.expert_id for row in self.rows]

    def undecided(self, expert_ids: Sequence[int], points: Sequence[int]) -> list[Standing]:
        """Those of a list who may be shown and about whom nothing is decided, with their place in it."""
        decided = {row.expert_id for row in self.rows if row.state != MatchState.SUGGESTED}
        return [
            Standing(pk, points[at], at)
            for at, pk in enumerate(expert_ids)
            if pk in self.shown and pk not in decided
        ]

    def ids_of(self, expert_ids: Collection[int]) -> list[int]:
        return [row.id for row in self.rows if row.expert_id in expert_ids]

    @property
    def dismissals(self) -> Counter[DismissReason]:
        """How many were set aside for each reason."""
        return Counter(
            reason for row in self.rows if row.state == MatchState.DISMISSED for reason in row.reasons
        )


def pairs_of(need: Need, listed: Iterable[int]) -> Pairs:
    """All pairs of a need, and who of them and of those listed may be shown; two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [need.pk])
        rows = [_Pair(*row) for row in cursor.fetchall()]
    shown = shown_ids((*(row.expert_id for row in rows), *listed), need.organisation_id)
    # Who shows interest steps forward, even from a hidden profile.
    return Pairs(rows, shown | {row.expert_id for row in rows if row.state == MatchState.INTERESTED})


@dataclass(frozen=True, slots=True)
class TabLine:
    """One tab as a page shows it."""

    code: BoardTab
    label: str
    count: int
    is_current: bool


def tab_lines(
    current: BoardTab, counts: Mapping[BoardTab, int], labels: Mapping[BoardTab, str]
) -> list[TabLine]:
    return [TabLine(tab, str(labels[tab]), counts[tab], tab == current) for tab in BoardTab]
