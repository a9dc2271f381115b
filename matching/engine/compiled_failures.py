"""What a candidate fails, compiled by numba: what `plain.judge` says, bit by bit."""

import numpy as np

from .ahead import inlined
from .compiled_listed import WINDOWS
from .spans import ALL_HOURS, Kind
from .spec import RELAXABLE, Constraint

LOAD, ENGAGEMENT = int(Kind.LOAD), int(Kind.ENGAGEMENT)
LANGUAGE, MODE = np.uint16(1 << Constraint.LANGUAGE), np.uint16(1 << Constraint.MODE)
DATES, HOURS = np.uint16(1 << Constraint.DATES), np.uint16(1 << Constraint.HOURS)
CAPACITY = np.uint16(1 << Constraint.CAPACITY)
RELAXED = np.uint16(sum(1 << constraint for constraint in RELAXABLE))
ONE = np.uint64(1)


@inlined
def failures_of(card, place, pieces, silent, start, end, hours, least, modes):
    """What a candidate fails, as bits, and whether they were judged by time."""
    fails, bits, timed = 0, np.uint16(0), False
    if silent[place >> 6] >> np.uint64(place & 63) & ONE:
        fails, bits = 1, LANGUAGE
    if card.no_mode >> modes & 1:
        fails, bits = fails + 1, bits | MODE
    if fails < 2:
        fails, late = _by_time(card, pieces, fails, start, end, hours, least, modes)
        bits |= late
        timed = fails < 2
    return bits, timed


@inlined
def is_near(bits):
    """Whether these are one failure, and one that can be relaxed."""
    return bits & RELAXED and not bits & (bits - np.uint16(1))


@inlined
def _by_time(card, pieces, fails, start, end, hours, least, modes):
    """Failures before dates and hours, and bits of capacity, dates and hours."""
    bits, asked, engaged = np.uint16(0), hours, 0
    at, last = card.pieces, card.pieces + card.n_pieces
    while at < last and pieces[at].kind <= ENGAGEMENT:
        piece = pieces[at]
        at += 1
        if piece.start < end and piece.end > start:
            if piece.kind == LOAD:
                asked = max(asked, min(piece.hours + hours, ALL_HOURS))
            else:
                engaged += 1
    if 0 <= card.capacity <= engaged:
        fails, bits = fails + 1, CAPACITY
    if fails < 2 and card.stated & WINDOWS:
        days, with_hours = 0, 0
        for span in range(at, last):
            piece = pieces[span]
            if piece.usable >> modes & 1:
                shared = max(min(piece.end, end) - max(piece.start, start), 0)
                days += shared
                if piece.hours >= asked:
                    with_hours += shared
        if days < least:
            bits |= DATES
        if with_hours < min(days, least):
            bits |= HOURS
    return fails, bits
