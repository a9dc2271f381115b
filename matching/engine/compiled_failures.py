"""What a candidate fails, compiled by numba: what `plain.judge` says, bit by bit."""

import numpy as np

from .ahead import inlined
from .compiled_listed import WINDOWS
from .spans import ALL_HOURS, Kind
from .spec import RELAXABLE, Constraint

LOAD = int(Kind.LOAD)
LANGUAGE, MODE = int(Constraint.LANGUAGE), int(Constraint.MODE)
DATES, HOURS, CAPACITY = int(Constraint.DATES), int(Constraint.HOURS), int(Constraint.CAPACITY)
RELAXED = np.uint16(sum(1 << constraint for constraint in RELAXABLE))
ONE = np.uint64(1)


@inlined
def failures_of(card, place, pieces, silent, start, end, hours, least, modes):
    """What one candidate fails, as bits."""
    silence = np.int64(silent[place >> 6] >> np.uint64(place & 63) & ONE)
    no_mode = np.int64(card.no_mode >> modes & 1)
    bits = np.uint16(silence << LANGUAGE | no_mode << MODE)
    if silence + no_mode < 2:
        _, late = by_time(card, pieces, silence + no_mode, start, end, hours, least, modes)
        bits |= late
    return bits


@inlined
def is_near(bits):
    """Whether these are one failure, and one that can be relaxed."""
    return bits & RELAXED > 0 and bits & (bits - 1) == 0


@inlined
def by_time(card, pieces, fails, start, end, hours, least, modes):
    """Failures before dates and hours, and bits of capacity, dates and hours."""
    asked, engaged = hours, 0
    spans = card.pieces + card.n_promises
    for at in range(card.pieces, spans):
        piece = pieces[at]
        touches = np.int64((piece.start < end) & (piece.end > start))
        is_load = np.int64(piece.kind == LOAD)
        asked = max(asked, touches * is_load * min(piece.hours + hours, ALL_HOURS))
        engaged += touches * (1 - is_load)
    full = np.int64((card.capacity >= 0) & (card.capacity <= engaged))
    fails, bits = fails + full, full << CAPACITY
    if fails < 2 and card.stated & WINDOWS:
        days, with_hours = 0, 0
        for at in range(spans, card.pieces + card.n_pieces):
            piece = pieces[at]
            shared = max(min(piece.end, end) - max(piece.start, start), 0) * (piece.usable >> modes & 1)
            days += shared
            with_hours += shared * np.int64(piece.hours >= asked)
        bits |= np.int64(days < least) << DATES | np.int64(with_hours < min(days, least)) << HOURS
    return fails, np.uint16(bits)
