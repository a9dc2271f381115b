"""An immutable search structure beside the columns: what makes one need cheap against very many experts.

It holds the listed experts alone, at *places*: the open ones (active and verified) first, so that standing
and verification are a limit and not a test. Everything is a plain array that can be mapped from a file.
The columns stay the truth: a segment is derived from them, says nothing that they do not say, and is built
anew rather than changed.
"""

from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from .columns import Experts, Languages, Skills
from .csr import owners, pointers, take
from .score import offered_modes, track_points
from .spans import Kind, pieces_of, sure_spans, usable_modes
from .spec import Standing

I8, I16, I32, I64 = NDArray[np.int8], NDArray[np.int16], NDArray[np.int32], NDArray[np.int64]
U8, U64 = NDArray[np.uint8], NDArray[np.uint64]

N_CLASSES = 4
"""Active and verified; active; verified; neither: the order of places."""
N_LEVELS = 6
"""CEFR levels A1 to C2."""
WORD = 64

CARD = np.dtype(
    [
        ("themes", "u8"),
        ("categories", "u8"),
        ("provinces", "u8"),
        ("row", "i4"),
        ("pieces", "i4"),
        ("n_pieces", "i4"),
        ("n_promises", "i4"),
        ("sure_start", "i4"),
        ("sure_end", "i4"),
        ("sure_hours", "i2"),
        ("country", "i2"),
        ("zone", "i2"),
        ("capacity", "i2"),
        ("track", "i2"),
        ("seniority", "i1"),
        ("offered", "u1"),
        ("no_mode", "u1"),
        ("stated", "u1"),
        ("sure_usable", "u1"),
    ],
    align=True,
)
"""What a search reads of one expert, side by side: one access to memory, where columns take one each.

As the columns of `Experts`, and: `row`; `pieces`, `n_pieces`, `n_promises`: where the pieces of time stand,
and how many loads and engagements come first; `track`: points of the track record; `offered`: `Mode` bits of
any window; `no_mode`: bit a, no window in the accepted modes a; `stated`: `Stated` bits; `sure_…`: as from
`spans.sure_spans`. Together 64 bytes, which is a line of the cache.
"""


class Stated(IntFlag):
    """What an expert has given, as bits of a card."""

    WINDOWS = 1
    TEXT = 2


@dataclass(frozen=True, slots=True)
class Postings:
    """Skill -> its holders: `ptr` (skills+1,); `place` int32 ascending within a skill; `level` int8 0-4."""

    ptr: I64
    place: I32
    level: I8

    def of(self, skill: int) -> slice:
        """Where the holders of a skill stand; nobody holds one that the segment has not seen."""
        if not 0 <= skill < len(self.ptr) - 1:
            return slice(0, 0)
        return slice(int(self.ptr[skill]), int(self.ptr[skill + 1]))


@dataclass(frozen=True, slots=True)
class Speakers:
    """Languages as bitmaps over places, 64 to a word, the lowest place in the lowest bit.

    `stated` (words,): has stated a language; `at_least` (codes, 6, words): speaks it at that CEFR level
    or above, or at a level not stated.
    """

    stated: U64
    at_least: U64


@dataclass(frozen=True, slots=True)
class Segment:
    """m listed experts of n at places, ready to be searched.

    Attributes
    ----------
    cards : (m,) `CARD`, all that is judged and scored of an expert but skills, languages and text
    pieces : (p,) `PIECE`, the pieces of time of one place after those of the other
    place : (n,) int32, place of a row, -1 not listed
    ends : (4,) int64, end of each class of places
    countries : (4, countries) int32, experts by class and country; those who state none are not counted
    """

    cards: NDArray
    pieces: NDArray
    place: I32
    ends: I64
    countries: I32
    postings: Postings
    speakers: Speakers

    def __len__(self) -> int:
        return len(self.cards)


def _class_of(experts: Experts) -> I64:
    unverified, inactive = ~experts.verified, experts.standing != Standing.ACTIVE
    return inactive.astype(np.int64) * 2 + unverified


def _postings(skills: Skills) -> Postings:
    # Sixteen bits are sorted by counting, which is several times faster.
    small = skills.skill.astype(np.uint16) if skills.skill.max(initial=0) < 1 << 16 else skills.skill
    order = np.argsort(small, kind="stable")
    return Postings(pointers(np.bincount(skills.skill)), owners(skills.ptr)[order], skills.level[order])


def bitmap(places: NDArray, size: int) -> U64:
    """Places as bits.

    >>> bitmap(np.array([0, 3, 64]), 70).tolist()
    [9, 1]
    """
    flags = np.zeros(-(-size // WORD) * WORD, dtype=bool)
    flags[places] = True
    return np.packbits(flags, bitorder="little").view(np.dtype("<u8")).astype(np.uint64)


def _speakers(spoken: Languages) -> Speakers:
    m, row = len(spoken.ptr) - 1, owners(spoken.ptr)
    n_codes = int(spoken.code.max(initial=-1)) + 1
    at_least = np.zeros((n_codes, N_LEVELS, -(-m // WORD)), np.uint64)
    order = np.argsort(spoken.code, kind="stable")
    bounds = np.searchsorted(spoken.code[order], np.arange(n_codes + 1))
    for code in range(n_codes):
        own = order[bounds[code] : bounds[code + 1]]
        level, who = spoken.level[own], row[own]
        for least in range(1, N_LEVELS + 1):
            at_least[code, least - 1] = bitmap(who[(level >= least) | (level == 0)], m)
    return Speakers(bitmap(np.flatnonzero(np.diff(spoken.ptr)), m), at_least)


def _in_lines(n: int) -> NDArray:
    """Empty cards, (n,), each in a line of the cache of its own, as they are when mapped from a file."""
    room = np.zeros((n + 1) * CARD.itemsize, np.uint8)
    first = -room.ctypes.data % CARD.itemsize
    return room[first : first + n * CARD.itemsize].view(CARD)


def _cards(experts: Experts, row: I64, no_mode: U8, ptr: I64, n_promises: I64) -> NDArray:
    """Cards of rows, their pieces standing where `ptr` (m+1,) says."""
    cards = _in_lines(len(row))
    for name in ("themes", "categories", "provinces", "country", "zone", "capacity", "seniority"):
        cards[name] = getattr(experts, name)[row]
    cards["row"], cards["no_mode"] = row, no_mode
    cards["pieces"], cards["n_pieces"], cards["n_promises"] = ptr[:-1], np.diff(ptr), n_promises
    cards["track"] = track_points(experts.n_completed[row], experts.n_ended_early[row])
    cards["offered"] = offered_modes(experts.windows, row)
    for ptr, stated in ((experts.windows.ptr, Stated.WINDOWS), (experts.texts.ptr, Stated.TEXT)):
        cards["stated"] |= np.where(np.diff(ptr)[row] > 0, np.uint8(stated), np.uint8(0))
    return cards


def build(experts: Experts) -> Segment:
    """The segment of these experts. Equal columns give equal arrays on every machine."""
    group = _class_of(experts)
    row = np.flatnonzero(experts.listed)
    row = row[np.argsort(group[row], kind="stable")]
    group = group[row]
    place = np.full(len(experts), -1, np.int32)
    place[row] = np.arange(len(row), dtype=np.int32)
    windows = take(experts.windows, row)
    usable, no_mode = usable_modes(windows)
    capacity, promised = experts.capacity[row], take(experts.commitments, row)
    ptr, pieces = pieces_of(capacity, promised, windows, usable)
    n_promises = np.bincount(owners(ptr), pieces["kind"] < Kind.SPAN, len(row)).astype(np.int64)
    cards = _cards(experts, row, no_mode, ptr, n_promises)
    may_fill = (capacity >= 0) & (np.diff(promised.ptr) >= capacity)
    for name, values in sure_spans(ptr, pieces, np.diff(windows.ptr) > 0, may_fill).items():
        cards[f"sure_{name}"] = values
    return Segment(
        cards=cards,
        pieces=pieces,
        place=place,
        ends=np.searchsorted(group, np.arange(1, N_CLASSES + 1)),
        countries=_countries(group, experts.country[row]),
        postings=_postings(take(experts.skills, row)),
        speakers=_speakers(take(experts.languages, row)),
    )


def _countries(group: I64, country: I16) -> I32:
    n = int(country.max(initial=-1)) + 1
    cells = (group * n + country)[country >= 0]
    return np.bincount(cells, minlength=N_CLASSES * n).reshape(N_CLASSES, n).astype(np.int32)
