"""Time cut into pieces that never overlap, so that days are added and hours compared piece by piece.

Overlapping windows of one expert become *spans*: for every combination of accepted modes, the spans that
serve it are disjoint and together cover exactly the days of the usable windows, each with the most hours
that such a window offers. Commitments become *loads*: disjoint pieces with the hours promised on them.
Days shared with a need, and the busiest day, are then a sum and a maximum over pieces.
"""

from collections.abc import Iterator
from enum import IntEnum

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
YEAR, FULL_WEEK = 366, 40
"""Days and hours a week beyond which a span is no better for being longer or freer."""
CHUNK = 50_000
"""Experts cut at a time while building: bounds the memory that it takes."""


PIECE = np.dtype([("start", "i4"), ("end", "i4"), ("hours", "i2"), ("kind", "u1"), ("usable", "u1")])
"""A piece of time of somebody: days from `start`, `end` excluded, at `hours` a week; of a `Kind`.

`usable` is of spans: bit a says that the span serves the accepted modes `a`.
"""


class Kind(IntEnum):
    """What a piece of time is, in the order in which a place's pieces stand."""

    LOAD = 0
    """Hours promised on every day between; the loads of one expert never overlap."""
    ENGAGEMENT = 1
    """One commitment, of an expert who may be filled by them: with as many as they take at a time."""
    SPAN = 2
    """Hours offered."""


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
    """(row, start, end, hours) of all loads, rows ascending.

    >>> promised = Commitments(np.array([0, 2]), np.array([0, 5]), np.array([9, 14]), np.array([2, 3]))
    >>> [column.tolist() for column in load_pieces(promised)]
    [[0, 0, 0], [0, 10, 5], [5, 15, 10], [2, 3, 5]]
    """
    parts = []
    for low, flat, ptr in _chunks(promised.ptr):
        row, start, end, piece, item = _cut(ptr, promised.start[flat], promised.end[flat])
        hours = np.bincount(piece, weights=promised.hours[flat][item], minlength=len(row)).astype(np.int64)
        kept = hours > 0
        row, *columns = _joined(row[kept], start[kept], end[kept], np.minimum(hours[kept], ALL_HOURS))
        parts.append((row + low, *columns))
    return _collected(parts, (np.int64, np.int32, np.int32, np.int16))


def engagement_pieces(capacity: I16, promised: Commitments) -> tuple[NDArray, ...]:
    """(row, start, end, hours) of the commitments of all who may be filled by them, rows ascending."""
    counts = np.diff(promised.ptr)
    item, owner = gather(promised.ptr, rows := np.flatnonzero((capacity > 0) & (counts >= capacity)))
    start, end = (np.clip(days[item].astype(np.int64), -FAR, FAR) for days in (promised.start, promised.end))
    return rows[owner], start, end + 1, promised.hours[item]


def sure_spans(
    ptr: I64, pieces: NDArray, has_windows: NDArray[np.bool_], may_fill: NDArray[np.bool_]
) -> dict[str, NDArray]:
    """Of every row one span that proves alone that dates, hours and capacity hold, by name (n,) each.

    It has days from `start` to `end` (excluded) and `hours` a week even beside the busiest day of all, and
    serves the accepted modes `usable`, bits as of a piece: none where somebody may be filled by commitments
    or has no span. Who has stated no windows is always sure. Of several spans the one that offers most
    within a year is taken.
    """
    n = len(ptr) - 1
    row, kind = owners(ptr), pieces["kind"]
    load, span = np.flatnonzero(kind == Kind.LOAD), np.flatnonzero(kind == Kind.SPAN)
    busiest = _largest(row[load], pieces["hours"][load].astype(np.int64), n)
    offered = pieces["hours"][span].astype(np.int64)
    left = np.where(offered == ALL_HOURS, ALL_HOURS, offered - busiest[row[span]])
    days = pieces["end"][span].astype(np.int64) - pieces["start"][span]
    offers = np.minimum(days, YEAR) * (np.clip(left, -1, FULL_WEEK) + 1)
    leads = np.flatnonzero(offers == _largest(row[span], offers, n)[row[span]])[::-1]
    found = {
        "start": np.full(n, -FAR, np.int32),
        "end": np.full(n, FAR + 1, np.int32),
        "hours": np.full(n, ALL_HOURS, np.int16),
        "usable": np.where(has_windows | may_fill, 0, 255).astype(np.uint8),
    }
    owner, best = row[span][leads], span[leads]
    found["start"][owner], found["end"][owner] = pieces["start"][best], pieces["end"][best]
    found["hours"][owner] = left[leads]
    found["usable"][owner] = np.where(may_fill[owner], 0, pieces["usable"][best])
    return found


def _largest(row: NDArray, values: I64, n: int) -> I64:
    """The largest value of each of n rows, 0 for a row without any; `row` is ascending."""
    found = np.zeros(n, np.int64)
    if len(row):
        first = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
        found[row[first]] = np.maximum.reduceat(values, first)
    return found


def pieces_of(capacity: I16, promised: Commitments, windows: Windows, usable: U8) -> tuple[I64, NDArray]:
    """All pieces of time of all rows, by kind: pointers (n+1,) int64, and `PIECE` records."""
    by_kind = {
        Kind.LOAD: load_pieces(promised),
        Kind.ENGAGEMENT: engagement_pieces(capacity, promised),
        Kind.SPAN: span_pieces(windows, usable),
    }
    rows = np.concatenate([columns[0] for columns in by_kind.values()])
    found = np.zeros(len(rows), PIECE)
    filled = 0
    for kind, (row, *columns) in by_kind.items():
        own = found[filled : filled + len(row)]
        own["kind"] = kind
        for name, column in zip(("start", "end", "hours", "usable"), columns, strict=False):
            own[name] = column
        filled += len(row)
    return pointers(np.bincount(rows, minlength=len(capacity))), found[np.argsort(rows, kind="stable")]
