"""The inner work of a search compiled by numba: what `plain` says, integer by integer.

Every function has the name, the arguments and the answer of the one in `plain`; what each does is said there.
"""

import numpy as np
from numpy.typing import NDArray

from .ahead import DISTANCE, compiled, fetch
from .columns import WantedSkills
from .compiled_text import lookup, sieve, text_points
from .plain import LEVELS, Asked, Ints, Places
from .score import level_credit
from .segment import Postings, Stated
from .spans import ALL_HOURS, Kind
from .spec import Constraint
from .worth import N_KINDS, OFFER_MASK, WEIGHT_SHIFT, Worths

__all__ = ["NAME", "coverage", "holders", "judge", "lookup", "sieve", "text_points", "worth_of"]

NAME = "numba"

LOAD, ENGAGEMENT = int(Kind.LOAD), int(Kind.ENGAGEMENT)
WINDOWS, TEXT = int(Stated.WINDOWS), int(Stated.TEXT)
LANGUAGE, MODE = np.uint16(1 << Constraint.LANGUAGE), np.uint16(1 << Constraint.MODE)
DATES, HOURS = np.uint16(1 << Constraint.DATES), np.uint16(1 << Constraint.HOURS)
CAPACITY = np.uint16(1 << Constraint.CAPACITY)
ONE = np.uint64(1)


def _bounds(postings: Postings, skills: NDArray[np.int32]) -> tuple[Ints, Ints]:
    own = [postings.of(skill) for skill in skills.tolist()]
    return np.array([each.start for each in own], np.int64), np.array([each.stop for each in own], np.int64)


@compiled
def _n_bits(word):
    word = word - ((word >> ONE) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


def holders(postings: Postings, skills: NDArray[np.int32], without: Places, end: int) -> tuple[Places, int]:
    return _holders(postings.place, *_bounds(postings, skills), without, end)


@compiled
def _holders(place, starts, stops, without, end):
    bits = np.zeros((end >> 6) + 1, np.uint64)
    walked = 0
    for skill in range(len(starts)):
        for at in range(starts[skill], stops[skill]):
            if place[at] >= end:
                break
            bits[place[at] >> 6] |= ONE << np.uint64(place[at] & 63)
            walked += 1
    for gone in without:
        if gone < end:
            bits[gone >> 6] &= ~(ONE << np.uint64(gone & 63))
    n = 0
    for word in bits:
        n += _n_bits(word)
    places = np.empty(n, np.int64)
    n = 0
    for at in range(len(bits)):
        word = bits[at]
        while word:
            places[n] = (at << 6) + _n_bits((word & (~word + ONE)) - ONE)
            word &= word - ONE
            n += 1
    return places, walked


def coverage(postings: Postings, wanted: WantedSkills, places: Places) -> tuple[Ints, int]:
    weight = wanted.weight.astype(np.int64)
    credit = level_credit(LEVELS, wanted.min_level[:, None]) * weight[:, None]
    bounds = _bounds(postings, wanted.skill)
    return _coverage(postings.place, postings.level, *bounds, credit, places, max(int(weight.sum()), 1))


@compiled
def _coverage(place, level, starts, stops, credit, places, whole):
    gained = np.zeros(len(places), np.int64)
    if not len(places):
        return gained, 0
    end = places[-1] + 1
    bits = np.zeros((end >> 6) + 1, np.uint64)
    before = np.zeros((end >> 6) + 1, np.int32)
    for n in range(len(places) - 1, -1, -1):
        bits[places[n] >> 6] |= ONE << np.uint64(places[n] & 63)
        before[places[n] >> 6] = n
    walked = 0
    for skill in range(len(starts)):
        for at in range(starts[skill], stops[skill]):
            if place[at] >= end:
                break
            walked += 1
            word, bit = bits[place[at] >> 6], ONE << np.uint64(place[at] & 63)
            if word & bit:
                gained[before[place[at] >> 6] + _n_bits(word & (bit - ONE))] += credit[skill, level[at]]
    for n in range(len(places)):
        gained[n] //= whole
    return gained, walked


def judge(
    cards: NDArray, pieces: NDArray, silent: NDArray[np.uint64], places: Places, asked: Asked
) -> tuple[NDArray[np.uint16], int]:
    return _judge(cards, pieces, silent, places, *asked)


@compiled
def _judge(cards, pieces, silent, places, start, end, hours, least, modes):
    failed = np.zeros(len(places), np.uint16)
    n_judged = 0
    for n in range(len(places)):
        if n + 2 * DISTANCE < len(places):
            fetch(cards, places[n + 2 * DISTANCE])
        if n + DISTANCE < len(places):
            _fetch_pieces(pieces, cards[places[n + DISTANCE]])
        place = places[n]
        card = cards[place]
        fails, bits = 0, np.uint16(0)
        if silent[place >> 6] >> np.uint64(place & 63) & ONE:
            fails, bits = 1, LANGUAGE
        if card.no_mode >> modes & 1:
            fails, bits = fails + 1, bits | MODE
        if fails < 2:
            fails, late = _by_time(card, pieces, fails, start, end, hours, least, modes)
            bits |= late
            n_judged += fails < 2
        failed[n] = bits
    return failed, n_judged


@compiled
def _fetch_pieces(pieces, card):
    if card.n_pieces:
        fetch(pieces, card.pieces)
        fetch(pieces, card.pieces + card.n_pieces - 1)


@compiled
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


def worth_of(cards: NDArray, places: Places, by: Worths) -> tuple[Ints, NDArray[np.int32], NDArray[np.bool_]]:
    return _worth_of(cards, places, by)


@compiled
def _worth_of(cards, places, by):
    found, has_text = np.empty(len(places), np.int64), np.empty(len(places), np.bool_)
    rows = np.empty(len(places), np.int32)
    for n in range(len(places)):
        if n + DISTANCE < len(places):
            fetch(cards, places[n + DISTANCE])
        card = cards[places[n]]
        shared = 1 + _n_bits(card.themes & by.themes) if card.themes else 0
        sum_ = by.theme[shared] + by.seniority[card.seniority & 255]
        sum_ += by.zone[min(card.zone + 1, len(by.zone) - 1)]
        sum_ += by.place[(card.offered & OFFER_MASK) * N_KINDS + by.kind[card.country + 1]]
        sum_ += by.wish[N_KINDS * _kind(card.categories, by.category) + _kind(card.provinces, by.province)]
        if card.track >= 0:
            sum_ += (by.track << WEIGHT_SHIFT) + by.track * card.track
        found[n], rows[n], has_text[n] = sum_, card.row, (card.stated & TEXT) > 0
    return found, rows, has_text


@compiled
def _kind(wishes, bit):
    return 1 + np.int64(wishes >> bit & ONE) if wishes else 0
