"""The reading of texts compiled by numba: what `plain` says, integer by integer."""

from math import floor, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .ahead import DISTANCE, compiled, fetch, inlined
from .compiled_bits import sort
from .plain import Ints, Places, Scored
from .spec import FINE_BITS, NOT_KNOWN, POINTS_MAX
from .text import _FIRST, _TERM_MASK, _WEIGHT_MASK, SQUARE_BITS, WEIGHT_BITS, TextIndex, TextQuery
from .worth import GAINED_MASK, WEIGHT_SHIFT

ONE, HALF, LOW_HALF = np.uint64(1), np.uint64(32), np.uint64(0xFFFFFFFF)
SPARSE, DENSE, NEAR = 16, 4, 1 << 13
"""Places of a hash table for every term in it: most terms looked for are not there, and are found not to be
at the first look. Where the nearest cache would not hold that many places, there are fewer."""
PER_LINE, FETCHED = 16, 64
"""Terms in a line of the cache, and terms of a text that are asked for ahead."""


class Lookup(NamedTuple):
    """A need's text as a hash table, (2**b,) uint64: term + 1 in the upper half, its weight in the lower.

    `full` as of the query, 0 where it has no term and nothing is known of anybody.
    """

    table: NDArray[np.uint64]
    full: int


def lookup(query: TextQuery) -> Lookup:
    return Lookup(hashed(query.term, query.weight), query.full if len(query.term) else 0)


@compiled
def hashed(terms, weights):
    size = 64
    while size < DENSE * len(terms) or size < min(SPARSE * len(terms), NEAR):
        size *= 2
    table = np.zeros(size, np.uint64)
    for n in range(len(terms)):
        at = _slot(np.uint32(terms[n]), size)
        while table[at]:
            at = (at + 1) & (size - 1)
        table[at] = np.uint64(terms[n] + 1) << HALF | np.uint64(weights[n])
    return table


@inlined
def _slot(term, size):
    return np.int64((np.uint64(term) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(40)) & (size - 1)


def text_points(texts: TextIndex, rows: NDArray, asked: Lookup) -> NDArray[np.int16]:
    return _text_points(texts.ptr, texts.packed, rows, *asked)


@compiled
def _text_points(ptr, packed, rows, table, full):
    found = np.empty(len(rows), np.int16)
    for n in range(len(rows)):
        first, last = _fetch_text(ptr, packed, rows, n)
        found[n] = text_of(packed, first, last, table, full)
    return found


@inlined
def _fetch_text(ptr, packed, rows, n):
    """Where the works of row `n` lie; the beginnings of those soon to be read are asked for."""
    if n + 2 * DISTANCE < len(rows):
        fetch(ptr, rows[n + 2 * DISTANCE])
    if n + DISTANCE < len(rows):
        first, last = ptr[rows[n + DISTANCE]], ptr[rows[n + DISTANCE] + 1]
        for at in range(first, min(first + FETCHED, last), PER_LINE):
            fetch(packed, at)
    return ptr[rows[n]], ptr[rows[n] + 1]


@inlined
def text_of(packed, first, last, table, full):
    if first == last or not full:
        return NOT_KNOWN
    product, squares, works = np.int64(0), np.int64(0), 0
    mask = len(table) - 1
    for at in range(first, last):
        value = packed[at]
        if value >= _FIRST:
            squares += (product >> SQUARE_BITS) * (product >> SQUARE_BITS)
            works, product = works + 1, np.int64(0)
        term = (value >> np.uint32(WEIGHT_BITS)) & _TERM_MASK
        slot = _slot(term, len(table))
        while table[slot]:
            if table[slot] >> HALF == np.uint64(term) + ONE:
                root = np.int64(value & _WEIGHT_MASK)
                product += np.int64(table[slot] & LOW_HALF) * root * root
                break
            slot = (slot + 1) & mask
    squares += (product >> SQUARE_BITS) * (product >> SQUARE_BITS)
    close = np.int64(floor(sqrt(np.float64(squares // works))))
    return min(close * POINTS_MAX // full, POINTS_MAX)


def sieve(
    texts: TextIndex, known: Scored, at: Places, weight: int, asked: Lookup, k: int
) -> tuple[Places, Ints, int]:
    return _sieve(texts.ptr, texts.packed, *known, at, weight, *asked, k)


@compiled
def _sieve(ptr, packed, worths, row, has_text, at, weight, table, full, k):
    order, falling = _by_bound(worths, has_text, at, weight)
    fine, n_with = np.empty(len(at), np.int64), np.zeros(POINTS_MAX + 1, np.int32)
    bits = np.zeros((len(row) >> 6) + 1, np.uint64)
    low, least, n_read = 0, 0, 0
    while low < len(at) and falling[low] >= least:
        high = min(low + max(low, k), len(at))
        while falling[high - 1] < least:
            high -= 1
        sort(order[low:high], bits)
        rows = row[order[low:high]]
        for n in range(low, high):
            first, last = _fetch_text(ptr, packed, rows, n - low)
            worth, of_text, by_text = worths[order[n]], POINTS_MAX, 0
            if weight and has_text[order[n]]:
                by_text, of_text = weight, text_of(packed, first, last, table, full)
                n_read += 1
            fine[n] = _fine_points(worth, by_text, of_text)
            n_with[fine[n] >> FINE_BITS] += 1
        low, least = high, _kth(n_with, k)
    leading = np.flatnonzero(fine[:low] >> FINE_BITS >= least)
    return order[leading], fine[leading], n_read


@inlined
def _fine_points(worth, weight, of_text):
    whole = max((worth >> WEIGHT_SHIFT) + weight, 1)
    return (((worth & GAINED_MASK) + weight * of_text) << FINE_BITS) // whole


@compiled
def _by_bound(worths, has_text, at, weight):
    """Positions by the bound of their score, best first; the bounds."""
    bounds, first = np.empty(len(at), np.int16), np.zeros(POINTS_MAX + 2, np.int64)
    for n in range(len(at)):
        bounds[n] = _fine_points(worths[at[n]], weight if has_text[at[n]] else 0, POINTS_MAX) >> FINE_BITS
        first[POINTS_MAX - bounds[n] + 1] += 1
    for bound in range(1, len(first)):
        first[bound] += first[bound - 1]
    order, falling = np.empty(len(at), np.int64), np.empty(len(at), np.int16)
    for n in range(len(at)):
        to = first[POINTS_MAX - bounds[n]]
        order[to], falling[to] = at[n], bounds[n]
        first[POINTS_MAX - bounds[n]] += 1
    return order, falling


@compiled
def _kth(n_with, k):
    """The k-th best of points counted, or 0 where there are fewer."""
    points, above = POINTS_MAX, n_with[POINTS_MAX]
    while points > 0 and above < k:
        points -= 1
        above += n_with[points]
    return points
