"""Time cut into pieces that never overlap, laid out so that whole columns are added at once.

Overlapping windows of one expert become *spans*: for every combination of accepted modes, the spans that
serve it are disjoint and together cover exactly the days of the usable windows, each with the most hours
that such a window offers. Commitments become *loads*: disjoint pieces with the hours promised on them.
Days shared with a need, and the busiest day, are then a sum and a maximum over pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Commitments, Windows
from .constraints import serves_mode
from .csr import gather, owners, pointers

I16, I32, I64, U8 = NDArray[np.int16], NDArray[np.int32], NDArray[np.int64], NDArray[np.uint8]

N_ACCEPTED = 8
"""Combinations of accepted modes, 0 (any) to 7: one bit each in a byte."""
ALL_HOURS = 2**15 - 1
"""Hours of a window that states none: always enough."""
FAR = 1 << 29
"""Days are held between -FAR and FAR, some 1.4 million years, so that a difference fits 32 bits."""
CHUNK = 50_000
"""Experts cut at a time while building: bounds the memory that it takes."""

Where = slice | NDArray
"""A range of positions, or ascending positions."""


@dataclass(frozen=True, slots=True)
class Runs:
    """Where the pieces of positions stand: positions `first`..`last`-1 have one piece each from `at` on.

    All (r,) int64. A position with j pieces lies in j runs. Positions sorted by their number of pieces
    make few and long runs, and work over a run is work over a contiguous column.
    """

    first: I64
    last: I64
    at: I64

    def over(self, where: Where) -> Iterator[tuple[slice, Where]]:
        """Per run: the part of `where` that lies in it, and where its pieces stand in the flat columns."""
        if isinstance(where, slice):
            low, high = where.start, where.stop
            inside = (self.first < high) & (self.last > low)
            for first, last, at in zip(*self._of(inside), strict=True):
                begin, end = max(first, low), min(last, high)
                yield slice(begin - low, end - low), slice(at + begin - first, at + end - first)
        else:
            begins, ends = np.searchsorted(where, self.first), np.searchsorted(where, self.last)
            inside = begins < ends
            parts = zip(begins[inside].tolist(), ends[inside].tolist(), *self._of(inside), strict=True)
            for begin, end, first, _, at in parts:
                yield slice(begin, end), where[begin:end] + (at - first)

    def _of(self, inside: NDArray[np.bool_]) -> tuple[list[int], list[int], list[int]]:
        return self.first[inside].tolist(), self.last[inside].tolist(), self.at[inside].tolist()


def lay_out(ptr: I64) -> tuple[Runs, I64]:
    """Runs of rows with these pointers, and the order of flat values that they expect.

    >>> runs, order = lay_out(np.array([0, 2, 3, 3, 4]))
    >>> runs.first.tolist(), runs.last.tolist(), runs.at.tolist(), order.tolist()
    ([0, 3, 0], [2, 4, 1], [0, 2, 3], [0, 2, 3, 1])
    """
    counts = np.diff(ptr)
    first, last, at, order, laid = [], [], [], [], 0
    for piece in range(int(counts.max(initial=0))):
        rows = np.flatnonzero(counts > piece)
        heads = np.flatnonzero(np.diff(rows, prepend=-2) > 1)
        first.append(rows[heads])
        last.append(rows[np.append(heads[1:], len(rows)) - 1] + 1)
        at.append(laid + heads)
        order.append(ptr[rows] + piece)
        laid += len(rows)
    nothing = [np.zeros(0, np.int64)]
    return Runs(*(np.concatenate(nothing + part) for part in (first, last, at))), np.concatenate(
        nothing + order
    )


@dataclass(frozen=True, slots=True)
class Spans:
    """`start`, `end` int32 days, the end excluded; `hours` int16; `usable` uint8, bit a: serves `a`."""

    runs: Runs
    start: I32
    end: I32
    hours: I16
    usable: U8


@dataclass(frozen=True, slots=True)
class Loads:
    """`start`, `end` int32 days, the end excluded; `hours` int32 a week promised on every day between."""

    runs: Runs
    start: I32
    end: I32
    hours: I32


def _cut(ptr: I64, start: I32, end: I32) -> tuple[I64, I64, I64, I64, I64]:
    """Cut every row at each beginning and end: pieces (row, start, end), and (piece, item) that cover them.

    Ends are included in what is given and excluded in what is returned; items that end before they begin
    cover nothing.
    """
    row, begins, ends = owners(ptr).astype(np.int64), start.astype(np.int64), end.astype(np.int64) + 1
    begins, ends = np.clip(begins, -FAR, FAR), np.clip(ends, -FAR, FAR + 1)
    rows, days = np.tile(row, 2), np.concatenate([begins, ends])
    order = np.lexsort((days, rows))
    rows, days = rows[order], days[order]
    piece = np.flatnonzero((rows[1:] == rows[:-1]) & (days[1:] > days[:-1]))
    rows, opens, closes = rows[piece], days[piece], days[piece + 1]
    item, owner = gather(ptr, rows)
    covers = (begins[item] <= opens[owner]) & (ends[item] >= closes[owner])
    return rows, opens, closes, owner[covers].astype(np.int64), item[covers]


def _joined(row: I64, start: I64, end: I64, *kinds: NDArray) -> tuple[NDArray, ...]:
    """Pieces of a row that touch and are alike, as one: (row, start, end, *kinds), rows ascending."""
    order = np.lexsort((start, *kinds, row))
    row, start, end = row[order], start[order], end[order]
    kinds = tuple(kind[order] for kind in kinds)
    alike = (row[1:] == row[:-1]) & (start[1:] == end[:-1])
    for kind in kinds:
        alike &= kind[1:] == kind[:-1]
    head = np.flatnonzero(np.concatenate([[True], ~alike])) if len(row) else np.zeros(0, np.int64)
    tail = np.append(head[1:], len(row)) - 1 if len(row) else head
    return row[head], start[head], end[tail], *(kind[head] for kind in kinds)


def usable_modes(windows: Windows) -> tuple[U8, U8]:
    """Per window and per row, bit a: usable under accepted modes a, and no window in a mode accepted."""
    n, row = len(windows.ptr) - 1, owners(windows.ptr)
    serving = np.zeros(len(windows.modes), np.uint8)
    for accepted in range(N_ACCEPTED):
        serving |= serves_mode(windows.modes, accepted).astype(np.uint8) << np.uint8(accepted)
    served = np.zeros(n, np.uint8)
    np.bitwise_or.at(served, row, serving)
    no_mode = np.where(np.diff(windows.ptr) > 0, ~served, np.uint8(0)).astype(np.uint8)
    return serving | no_mode[row], no_mode


def _spans_of(windows: Windows, usable: U8) -> tuple[NDArray, ...]:
    row, start, end, piece, item = _cut(windows.ptr, windows.start, windows.end)
    hours = np.where(windows.hours < 0, ALL_HOURS, windows.hours).astype(np.int16)[item]
    most = np.full((N_ACCEPTED, len(row)), -1, np.int16)
    for accepted in range(N_ACCEPTED):
        serves = (usable[item] >> np.uint8(accepted) & 1) > 0
        np.maximum.at(most[accepted], piece[serves], hours[serves])
    found = []
    for accepted in range(N_ACCEPTED):
        same = most == most[accepted]
        leads = np.flatnonzero((most[accepted] >= 0) & ~same[:accepted].any(axis=0))
        bits = (same[:, leads].astype(np.uint8) << np.arange(N_ACCEPTED, dtype=np.uint8)[:, None]).sum(
            axis=0, dtype=np.uint8
        )
        found.append((row[leads], start[leads], end[leads], most[accepted][leads], bits))
    return _joined(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _chunks(ptr: I64) -> Iterator[tuple[int, slice, I64]]:
    """First row, flat positions and pointers of some rows at a time."""
    for low in range(0, len(ptr) - 1, CHUNK):
        own = ptr[low : low + CHUNK + 1]
        yield low, slice(int(own[0]), int(own[-1])), own - own[0]


def _collected(parts: list[tuple[NDArray, ...]], dtypes: tuple[type, ...]) -> tuple[NDArray, ...]:
    columns = zip(*parts, strict=True) if parts else ([] for _ in dtypes)
    nothing = [np.zeros(0, np.int64)]
    pairs = zip(columns, dtypes, strict=True)
    return tuple(np.concatenate(nothing + list(column)).astype(dtype) for column, dtype in pairs)


def span_pieces(windows: Windows, usable: U8) -> tuple[NDArray, ...]:
    """(row, start, end, hours, usable) of all spans, rows ascending; `usable` as from `usable_modes`."""
    parts = []
    for low, flat, ptr in _chunks(windows.ptr):
        some = Windows(ptr, windows.start[flat], windows.end[flat], windows.hours[flat], windows.modes[flat])
        row, *columns = _spans_of(some, usable[flat])
        parts.append((row + low, *columns))
    return _collected(parts, (np.int64, np.int32, np.int32, np.int16, np.uint8))


def load_pieces(promised: Commitments) -> tuple[NDArray, ...]:
    """(row, start, end, hours) of all loads, rows ascending."""
    parts = []
    for low, flat, ptr in _chunks(promised.ptr):
        row, start, end, piece, item = _cut(ptr, promised.start[flat], promised.end[flat])
        hours = np.bincount(piece, weights=promised.hours[flat][item], minlength=len(row)).astype(np.int64)
        kept = hours > 0
        row, *columns = _joined(row[kept], start[kept], end[kept], hours[kept])
        parts.append((row + low, *columns))
    return _collected(parts, (np.int64, np.int32, np.int32, np.int32))


def at_places(pieces: tuple[NDArray, ...], place: NDArray, size: int) -> tuple[Runs, *tuple[NDArray, ...]]:
    """Pieces of rows laid out by the place of their row: runs, and the columns in their order."""
    where = place[pieces[0]]
    by_place = np.argsort(where, kind="stable")
    runs, order = lay_out(pointers(np.bincount(where, minlength=size)))
    return runs, *(column[by_place[order]] for column in pieces[1:])
