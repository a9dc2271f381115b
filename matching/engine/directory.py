"""Who is in the directory: found, counted and paged over bitmaps, exactly, for each kind of reader.

A reader sees everybody of a level, and everybody at all in some countries (or in all). What is asked for is
looked for only in what that reader may read of a person: on public pages in the ticked parts alone. So nobody
whom the reader may not see, and nothing that they may not read, takes part in any figure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import reduce
from operator import and_, or_

import numpy as np
from numpy.typing import NDArray

from .listing import FACET_PARTS, WHOLE, Facet, Level, Listing, Part
from .segment import WORD

Bits = NDArray[np.uint64]
Term = tuple[Part, int]
"""A word under the part of a profile in which it must stand."""
Alternative = tuple[Term, ...]
"""Terms that have to stand there together."""


class Towards(IntEnum):
    """Which way somebody turns the pages."""

    NEXT = 1
    BACK = -1


@dataclass(frozen=True, slots=True)
class Sight:
    """Whom somebody sees: those of a level, and all who handed in a profile in `countries`, or everywhere."""

    level: Level
    countries: tuple[int, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A window of somebody's time: ends on `first_day` or later, begins by `last_day`, at `hours` a week."""

    first_day: int
    last_day: int = 2**31 - 1
    hours: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; all of it must hold.

    `chosen`: at most one value of each facet. `words`: for each, the alternatives that satisfy it. `mode` is
    a bit of the engine's modes, 0 any; a window is asked for with a mode or where `needs_window` says so.
    """

    span: Span
    chosen: Mapping[Facet, int] = field(default_factory=dict)
    words: tuple[tuple[Alternative, ...], ...] = ()
    mode: int = 0
    needs_window: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """People of one listing; `gone` (words,) marks those who stand in a later layer, or nowhere any more.

    `serving` is that of the listing's windows, or one that remembers what it answered.
    """

    listing: Listing
    serving: Callable[[int, int, int], Sequence[Bits]]
    gone: Bits | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """How many, how many of them at each value of each facet, and one page: expert ids in their order."""

    n: int
    facets: dict[tuple[Facet, int], int]
    ids: list[int]
    keys: list[int]
    has_more: bool


MODE_BITS = (1, 2, 4)


def find(
    layers: Sequence[Layer], sight: Sight, asked: Asked, *, key: int, towards: Towards, size: int
) -> Found:
    """Count whom somebody finds in all layers together, and give the `size` next to a key in a direction."""
    n, facets, rows = 0, dict[tuple[Facet, int], int](), list[tuple[int, int]]()
    for layer in layers:
        found = _Search(layer, sight, asked)
        whole = found.everybody()
        n += _count(whole)
        for which, number in found.facets():
            facets[which] = facets.get(which, 0) + number
        listing = layer.listing
        for place in _next_to(whole, listing.keys, key, towards, size + 1):
            rows.append((int(listing.keys[place]), int(listing.ids[place])))
    rows.sort(reverse=towards is Towards.BACK)
    page = sorted(rows[:size])
    return Found(
        n=n,
        facets={which: number for which, number in facets.items() if number},
        ids=[pk for _, pk in page],
        keys=[each for each, _ in page],
        has_more=len(rows) > size,
    )


def count(layers: Sequence[Layer], sight: Sight, asked: Asked) -> int:
    """How many somebody finds in all layers together."""
    return sum(_count(_Search(layer, sight, asked).everybody()) for layer in layers)


@dataclass(frozen=True, slots=True)
class _Group:
    """People whom somebody sees in the same way: all parts of them, or the ticked ones (`in_parts`)."""

    rows: Bits
    in_parts: bool


class _Search:
    """What is asked, on one layer, for one reader."""

    def __init__(self, layer: Layer, sight: Sight, asked: Asked) -> None:
        self.listing = layer.listing
        self.asked = asked
        self.groups = list(_groups(layer, sight))
        self.windows = layer.serving(asked.span.first_day, asked.span.last_day, asked.span.hours)
        self.clauses = [dict(self._clauses(group)) for group in self.groups]

    def everybody(self) -> Bits:
        """(words,) all who satisfy everything."""
        parts = [self._left(group, at) for at, group in enumerate(self.groups)]
        return reduce(or_, parts, np.zeros_like(self.listing.shown[0]))

    def facets(self) -> Iterator[tuple[tuple[Facet, int], int]]:
        """How many there would be if a value were chosen instead of that of its facet."""
        for at, group in enumerate(self.groups):
            for facet in Facet:
                left = self._in_part(group, FACET_PARTS[facet], self._left(group, at, but=facet))
                if not left.any():
                    continue
                if facet is Facet.MODE:
                    values = zip(MODE_BITS, self.windows, strict=False)
                else:
                    values = self.listing.facet(facet)
                for value, bits in values:
                    yield (facet, value), _count(bits & left)

    def _left(self, group: _Group, at: int, but: Facet | None = None) -> Bits:
        clauses = (bits for name, bits in self.clauses[at].items() if name is not but)
        return reduce(and_, clauses, group.rows)

    def _clauses(self, group: _Group) -> Iterator[tuple[object, Bits]]:
        nobody = np.zeros_like(self.listing.shown[0])
        for facet, value in self.asked.chosen.items():
            bits = dict(self.listing.facet(facet)).get(value, nobody)
            yield facet, self._in_part(group, FACET_PARTS[facet], bits)
        for number, alternatives in enumerate(self.asked.words):
            yield number, reduce(or_, (self._all_of(group, each) for each in alternatives), nobody)
        if self.asked.mode:
            bits = self.windows[MODE_BITS.index(self.asked.mode)]
            yield Facet.MODE, self._in_part(group, Part.AVAILABILITY, bits)
        if self.asked.needs_window:
            # Beside a mode it adds nothing; without one it is what is asked.
            yield "window", self._in_part(group, Part.AVAILABILITY, self.windows[-1])

    def _all_of(self, group: _Group, terms: Alternative) -> Bits:
        return reduce(and_, (self._in_part(group, part, self.listing.holding(term)) for part, term in terms))

    def _in_part(self, group: _Group, part: Part, bits: Bits) -> Bits:
        return bits & self.listing.shown[part] if group.in_parts and part != WHOLE else bits


def _groups(layer: Layer, sight: Sight) -> Iterator[_Group]:
    listing = layer.listing
    alive = listing.levels[Level.HANDED_IN]
    if layer.gone is not None:
        alive = alive & ~layer.gone
    if sight.everywhere:
        yield _Group(alive, in_parts=False)
        return
    near = None
    if sight.countries:
        of_countries = dict(listing.facet(Facet.COUNTRY))
        known = [of_countries[country] for country in sight.countries if country in of_countries]
        near = reduce(or_, known, np.zeros_like(alive)) & alive
        yield _Group(near, in_parts=False)
    seen = listing.levels[sight.level] & alive
    yield _Group(seen if near is None else seen & ~near, in_parts=sight.level is Level.PUBLIC)


def _count(bits: Bits) -> int:
    return int(np.bitwise_count(bits).sum(dtype=np.int64))


def _next_to(bits: Bits, keys: NDArray[np.int64], key: int, towards: Towards, size: int) -> NDArray[np.int64]:
    """At most `size` places of set bits behind (or before) a key, those nearest to it."""
    step, n_words, found = 16, len(bits), np.zeros(0, np.int64)
    if towards is Towards.NEXT:
        low = int(np.searchsorted(keys, key, side="right"))
        at = low // WORD
        while at < n_words and len(found) < size:
            places = _places(bits[at : at + step], at)
            found = np.concatenate([found, places[places >= low]])
            at, step = at + step, step * 4
        return found[:size]
    high = int(np.searchsorted(keys, key, side="left"))
    end = -(-high // WORD)
    while end > 0 and len(found) < size:
        start = max(end - step, 0)
        places = _places(bits[start:end], start)
        found = np.concatenate([places[places < high], found])
        end, step = start, step * 4
    return found[-size:]


def _places(words: Bits, first_word: int) -> NDArray[np.int64]:
    flags = np.unpackbits(np.ascontiguousarray(words).view(np.uint8), bitorder="little")
    return np.flatnonzero(flags) + first_word * WORD
