"""An immutable search structure beside the columns: what makes one need cheap against very many experts.

It holds the listed experts alone, at *places*: the open ones (active and verified) first, so that standing
and verification are a limit and not a test. Everything is a plain array that can be mapped from a file.
The columns stay the truth: a segment is derived from them, says nothing that they do not say, and is built
anew rather than changed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Commitments, Experts, Languages, Skills
from .csr import owners, pointers, take
from .score import offered_modes
from .spans import Loads, Runs, Spans, at_places, lay_out, load_pieces, span_pieces, usable_modes
from .spec import Standing

I8, I16, I32, I64 = NDArray[np.int8], NDArray[np.int16], NDArray[np.int32], NDArray[np.int64]
U8, U64 = NDArray[np.uint8], NDArray[np.uint64]

N_CLASSES = 4
"""Active and verified; active; verified; neither: the order of places."""
N_LEVELS = 6
"""CEFR levels A1 to C2."""
WORD = 64


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
class Engaged:
    """Those whom commitments may fill: with at least as many of them as they take at a time.

    `member` (m,) int32 number of a place among the f members, -1 for all others; `capacity` (f,) int16;
    commitments as pieces over members, `start`, `end` int32 days, both included. `never` (m,) bool takes
    no engagement at all.
    """

    member: I32
    capacity: I16
    runs: Runs
    start: I32
    end: I32
    never: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Segment:
    """m listed experts of n at places, ready to be searched.

    Attributes
    ----------
    row : (m,) int32, row of a place; place : (n,) int32, place of a row, -1 not listed
    ends : (4,) int64, end of each class of places
    countries : (4, countries) int32, experts by class and country; those who state none are not counted
    no_mode : (m,) uint8, bit a: no window in the accepted modes a
    offered : (m,) uint8, `Mode` bits offered in any window
    has_windows, has_text : (m,) bool
    """

    row: I32
    place: I32
    ends: I64
    countries: I32
    no_mode: U8
    offered: U8
    has_windows: NDArray[np.bool_]
    has_text: NDArray[np.bool_]
    postings: Postings
    speakers: Speakers
    spans: Spans
    loads: Loads
    engaged: Engaged

    def __len__(self) -> int:
        return len(self.row)


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


def _engaged(capacity: I16, promised: Commitments) -> Engaged:
    counts = np.diff(promised.ptr)
    places = np.flatnonzero((capacity > 0) & (counts >= capacity))
    places = places[np.argsort(-counts[places], kind="stable")]
    own = take(promised, places)
    runs, order = lay_out(own.ptr)
    member = np.full(len(capacity), -1, np.int32)
    member[places] = np.arange(len(places), dtype=np.int32)
    return Engaged(member, capacity[places], runs, own.start[order], own.end[order], capacity == 0)


def build(experts: Experts) -> Segment:
    """The segment of these experts. Equal columns give equal arrays on every machine."""
    listed = np.flatnonzero(experts.listed)
    m, windows = len(listed), take(experts.windows, listed)
    usable, no_mode = usable_modes(windows)
    spans, loads = span_pieces(windows, usable), load_pieces(take(experts.commitments, listed))
    group = _class_of(experts)[listed]
    # Within a class by the number of pieces, so that the runs of pieces are few and long.
    order = np.lexsort((-np.bincount(loads[0], minlength=m), -np.bincount(spans[0], minlength=m), group))
    at = np.empty(m, np.int32)
    at[order] = np.arange(m, dtype=np.int32)
    row, group, no_mode = listed[order], group[order], no_mode[order]
    place = np.full(len(experts), -1, np.int32)
    place[listed] = at
    return Segment(
        row=row.astype(np.int32),
        place=place,
        ends=np.searchsorted(group, np.arange(1, N_CLASSES + 1)),
        countries=_countries(group, experts.country[row]),
        no_mode=no_mode,
        offered=offered_modes(experts.windows, row),
        has_windows=np.diff(windows.ptr)[order] > 0,
        has_text=np.diff(experts.texts.ptr)[row] > 0,
        postings=_postings(take(experts.skills, row)),
        speakers=_speakers(take(experts.languages, row)),
        spans=Spans(*at_places(spans, at, m)),
        loads=Loads(*at_places(loads, at, m)),
        engaged=_engaged(experts.capacity[row], take(experts.commitments, row)),
    )


def _countries(group: I64, country: I16) -> I32:
    n = int(country.max(initial=-1)) + 1
    cells = (group * n + country)[country >= 0]
    return np.bincount(cells, minlength=N_CLASSES * n).reshape(N_CLASSES, n).astype(np.int32)
