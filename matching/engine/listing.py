"""Experts laid out for a directory: who may be seen, what they say, and under which words they stand.

Everything is a bitmap over *places*, which are the experts in the order of their public ids: an order that
means nothing and favours nobody. Plain arrays, so that they can be mapped from a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .columns import Languages, Windows
from .columns import Skills as HeldSkills
from .csr import owners
from .segment import WORD, bitmap

U64, I64, I32 = NDArray[np.uint64], NDArray[np.int64], NDArray[np.int32]


class Level(IntEnum):
    """Who sees somebody: a row of `Listing.levels` each."""

    PUBLIC = 0
    ORGANISATIONS = 1
    HANDED_IN = 2


class Part(IntEnum):
    """A part of a profile that a public page shows or not: a row of `Listing.shown` each."""

    HEADLINE = 0
    SENIORITY = 1
    SKILLS = 2
    LANGUAGES = 3
    COUNTRY = 4
    AFFILIATIONS = 5
    WORKS = 6
    AVAILABILITY = 7
    MOTIVATION = 8
    NAME = 9  # shown wherever somebody is listed


WHOLE = Part.NAME


class Facet(IntEnum):
    """What a directory is counted by."""

    THEME = 0
    COUNTRY = 1
    LANGUAGE = 2
    MODE = 3
    SENIORITY = 4
    WISH = 5
    TERRITORY = 6


FACET_PARTS = {
    Facet.THEME: Part.MOTIVATION,
    Facet.COUNTRY: Part.COUNTRY,
    Facet.LANGUAGE: Part.LANGUAGES,
    Facet.MODE: Part.AVAILABILITY,
    Facet.SENIORITY: Part.SENIORITY,
    Facet.WISH: Part.MOTIVATION,
    Facet.TERRITORY: Part.MOTIVATION,
}
_N_MODES = 3


class People(Protocol):
    """The columns of `columns.Experts` that a listing is made from; its texts are not read."""

    tie_key: I64
    country: NDArray[np.int16]
    seniority: NDArray[np.int8]
    themes: U64
    categories: U64
    provinces: U64
    windows: Windows
    languages: Languages
    skills: HeldSkills


@dataclass(frozen=True, slots=True)
class Said:
    """What the columns do not hold, by row: `level` (n,) int8, `Level.PUBLIC`, `ORGANISATIONS` or
    `HANDED_IN`, -1 not to be listed at all; `parts` (n,) uint16 bits of `Part`; words as pairs (row, term).
    """

    level: NDArray[np.int8]
    parts: NDArray[np.uint16]
    row: I32
    term: U64


@dataclass(frozen=True, slots=True)
class Postings:
    """Term -> places where it stands: `term` (k,) uint64 ascending, `ptr` (k+1,), `place` (p,) int32."""

    term: U64
    ptr: I64
    place: I32

    def of(self, term: int) -> I32:
        at = int(np.searchsorted(self.term, np.uint64(term)))
        if at == len(self.term) or int(self.term[at]) != term:
            return np.zeros(0, np.int32)
        return self.place[self.ptr[at] : self.ptr[at + 1]]


@dataclass(frozen=True, slots=True)
class Times:
    """Windows of availability: days as in `columns.Windows`, and each one's place. All (w,)."""

    size: I64  # (1,) how many places there are
    start: I32
    end: I32
    hours: NDArray[np.int16]
    modes: NDArray[np.uint8]
    place: I32

    def serving(self, first_day: int, last_day: int, hours: int) -> Sequence[U64]:
        """Who has such a window in each of the three modes, and in any: four bitmaps (words,)."""
        size = int(self.size[0])
        fits = (self.end >= first_day) & (self.start <= last_day)
        if hours:
            fits &= (self.hours >= hours) | (self.hours < 0)
        place, modes = self.place[fits], self.modes[fits]
        by_mode = [bitmap(place[modes >> np.uint8(bit) & 1 > 0], size) for bit in range(_N_MODES)]
        return [*by_mode, bitmap(place, size)]


@dataclass(frozen=True, slots=True)
class Listing:
    """n experts at places.

    Attributes
    ----------
    ids, keys : (n,) int64 expert ids, and their public ids as ascending numbers
    levels : (3, words) by `Level`: a level holds the ones above it as well
    shown : (10, words) by `Part`: whose public page shows it
    facets : (f, words), one row for each value of a facet that anybody has; `facet`, `value` (f,) say which
    """

    ids: I64
    keys: I64
    levels: U64
    shown: U64
    facets: U64
    facet_of: NDArray[np.int16]
    value_of: NDArray[np.int64]
    postings: Postings
    windows: Times

    def __len__(self) -> int:
        return len(self.ids)

    def facet(self, facet: Facet) -> Iterator[tuple[int, U64]]:
        """Values of a facet with who has them."""
        low, high = np.searchsorted(self.facet_of, [facet, facet + 1]).tolist()
        return zip(self.value_of[low:high].tolist(), self.facets[low:high], strict=True)

    def holding(self, term: int) -> U64:
        """(words,) whose profile holds a term."""
        return bitmap(self.postings.of(term), len(self))


@lru_cache(maxsize=500_000)
def term_of(part: int, word: str) -> int:
    """64 bits that name a word in a part of a profile on every machine.

    >>> term_of(Part.HEADLINE, "solar") == term_of(Part.WORKS, "solar")
    False
    """
    return int.from_bytes(blake2b(f"{int(part)} {word}".encode(), digest_size=8).digest(), "little")


def skill_term(skill: int) -> int:
    """The term of a skill of the vocabulary."""
    return term_of(Part.SKILLS, f"#{skill}")


def lay_out(ids: I64, people: People, language_numbers: Sequence[int], said: Said) -> Listing:
    """The listing of some experts, whose rows are in the order of `ids`."""
    n, order = len(ids), np.argsort(people.tie_key, kind="stable")
    place = np.empty(n, np.int32)
    place[order] = np.arange(n, dtype=np.int32)
    level, parts = said.level[order], said.parts[order]
    facets = sorted(_facets(people, order, place, language_numbers), key=lambda each: each[:2])
    return Listing(
        ids=ids[order],
        keys=people.tie_key[order],
        levels=np.stack([_bits((level >= 0) & (level <= each)) for each in Level]),
        shown=np.stack([_bits(parts >> np.uint16(part) & 1 > 0) for part in Part]),
        facets=np.stack([bits for _, _, bits in facets]) if facets else np.zeros((0, _words(n)), np.uint64),
        facet_of=np.array([facet for facet, _, _ in facets], dtype=np.int16),
        value_of=np.array([value for _, value, _ in facets], dtype=np.int64),
        postings=_postings(people.skills, said, place),
        windows=_times(people.windows, place),
    )


def _words(n: int) -> int:
    return -(-n // WORD)


def _bits(flags: NDArray) -> U64:
    """Flags (n,) as a bitmap (words,)."""
    whole = np.zeros(_words(len(flags)) * WORD, dtype=bool)
    whole[: len(flags)] = flags
    return np.packbits(whole, bitorder="little").view(np.dtype("<u8")).astype(np.uint64)


def _facets(
    people: People, order: I64, place: I32, language_numbers: Sequence[int]
) -> Iterator[tuple[Facet, int, U64]]:
    for facet, column in (
        (Facet.THEME, people.themes),
        (Facet.WISH, people.categories),
        (Facet.TERRITORY, people.provinces),
    ):
        ordered = column[order]
        for bit in _set_bits(column):
            yield facet, bit, _bits(ordered >> np.uint64(bit) & np.uint64(1) > 0)
    for facet, values, least in ((Facet.COUNTRY, people.country, 0), (Facet.SENIORITY, people.seniority, 1)):
        ordered = values[order]
        for value in np.unique(values[values >= least]).tolist():
            yield facet, value, _bits(ordered == value)
    who = place[owners(people.languages.ptr)]
    for code in np.unique(people.languages.code).tolist():
        spoken = bitmap(who[people.languages.code == code], len(place))
        yield Facet.LANGUAGE, int(language_numbers[code]), spoken


def _set_bits(column: U64) -> Iterable[int]:
    used = int(np.bitwise_or.reduce(column)) if len(column) else 0
    return (bit for bit in range(64) if used >> bit & 1)


def _postings(skills: HeldSkills, said: Said, place: I32) -> Postings:
    known, number = np.unique(skills.skill, return_inverse=True)
    of_skill = np.array([skill_term(skill) for skill in known.tolist()], dtype=np.uint64)
    term = np.concatenate([of_skill[number] if len(known) else np.zeros(0, np.uint64), said.term])
    who = place[np.concatenate([owners(skills.ptr), said.row])]
    order = np.argsort(term, kind="stable")
    term = term[order]
    first = np.flatnonzero(np.concatenate([[True], term[1:] != term[:-1]])) if len(term) else np.zeros(0, int)
    return Postings(term[first], np.append(first, len(term)).astype(np.int64), who[order])


def _times(windows: Windows, place: I32) -> Times:
    return Times(
        size=np.array([len(place)], dtype=np.int64),
        start=np.asarray(windows.start),
        end=np.asarray(windows.end),
        hours=np.asarray(windows.hours),
        modes=np.asarray(windows.modes),
        place=place[owners(windows.ptr)],
    )
