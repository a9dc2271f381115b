"""The inner work of a search compiled by numba: what `plain` says, integer by integer.

Every function has the name, the arguments and the answer of the one in `plain`; what each does is said there.
"""

import warnings

import numpy as np
from numba.core.errors import NumbaExperimentalFeatureWarning
from numpy.typing import NDArray

from .ahead import DISTANCE, compiled, fetch, inlined
from .columns import Need
from .compiled_bits import lowest, n_bits
from .compiled_failures import LANGUAGE, MODE, RELAXED, by_time
from .compiled_follow import differences
from .compiled_listed import by_cards, listed
from .compiled_text import lookup, sieve, text_points
from .plain import LEVELS, Asked, Ints, Judged, Places, Scored
from .score import level_credit
from .segment import Postings
from .spec import Constraint
from .worth import WEIGHT_SHIFT, Worths

__all__ = [
    "NAME",
    "differences",
    "holders",
    "judge",
    "listed",
    "lookup",
    "sieve",
    "text_points",
    "with_skills",
]

NAME = "numba"
# Cards of mapped files are read-only records, those of arrays are not; the kernels take both.
warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)

N_CONSTRAINTS = len(Constraint)
ONE = np.uint64(1)


def _bounds(postings: Postings, skills: NDArray[np.int32]) -> tuple[Ints, Ints]:
    own = [postings.of(skill) for skill in skills.tolist()]
    return np.array([each.start for each in own], np.int64), np.array([each.stop for each in own], np.int64)


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
        bits[gone >> 6] &= ~(ONE << np.uint64(gone & 63))
    n = 0
    for word in bits:
        n += n_bits(word)
    places = np.empty(n, np.int64)
    n = 0
    for at in range(len(bits)):
        word = bits[at]
        while word:
            places[n] = (at << 6) + lowest(word)
            word &= word - ONE
            n += 1
    return places, walked


@compiled
def _numbered(places):
    """Places as bits, and the number of the first of each word: what finds the number of any of them."""
    n_words = (places[-1] >> 6) + 1 if len(places) else 0
    bits, before = np.zeros(n_words, np.uint64), np.zeros(n_words, np.int32)
    for n in range(len(places) - 1, -1, -1):
        bits[places[n] >> 6] |= ONE << np.uint64(places[n] & 63)
        before[places[n] >> 6] = n
    return bits, before


@compiled
def _coverage(place, level, starts, stops, credit, bits, before, end, gained):
    """Credits of wanted skills added for all places that are bits, and the postings walked."""
    walked = 0
    for skill in range(len(starts)):
        for at in range(starts[skill], stops[skill]):
            if place[at] >= end:
                break
            walked += 1
            word, bit = bits[place[at] >> 6], ONE << np.uint64(place[at] & 63)
            if word & bit:
                gained[before[place[at] >> 6] + n_bits(word & (bit - ONE))] += credit[skill, level[at]]
    return walked


def judge(
    cards: NDArray, pieces: NDArray, silent: NDArray[np.uint64], places: Places, asked: Asked, by: Worths
) -> Judged:
    kept, failed, scored, counts, n_timed = _judge(cards, pieces, silent, places, *asked, by)
    return Judged(kept, failed, Scored(*scored), counts, n_timed)


@compiled
def _judge(cards, pieces, silent, places, start, end, hours, least, modes, by):
    failed = np.empty(len(places), np.uint16)
    unsure, n_timed = _unsure(cards, silent, places, start, end, hours, least, modes, failed)
    for n in range(len(unsure)):
        if n + 2 * DISTANCE < len(unsure):
            fetch(cards, places[unsure[n + 2 * DISTANCE]])
        if n + DISTANCE < len(unsure):
            _fetch_pieces(pieces, cards[places[unsure[n + DISTANCE]]])
        fails = np.int64(failed[unsure[n]] > 0)
        card = cards[places[unsure[n]]]
        fails, late = by_time(card, pieces, fails, start, end, hours, least, modes)
        failed[unsure[n]] |= late
        n_timed += fails < 2
    kept, counts = _kept(failed)
    own = places[kept]
    return own, failed[kept], by_cards(cards, own, by), counts, n_timed


@compiled
def _unsure(cards, silent, places, start, end, hours, least, modes, failed):
    """Failures of language and mode; who is to be judged by time, and how many a card alone lets pass.

    Without branches: what strangers fail cannot be foretold, and a wrong guess costs more than the work.
    """
    unsure, n_unsure, n_sure = np.empty(len(places), np.int32), 0, 0
    for n in range(len(places)):
        if n + 2 * DISTANCE < len(places):
            fetch(cards, places[n + 2 * DISTANCE])
        place = places[n]
        card = cards[place]
        silence = np.int64(silent[place >> 6] >> np.uint64(place & 63) & ONE)
        no_mode = np.int64(card.no_mode >> modes & 1)
        failed[n] = silence << LANGUAGE | no_mode << MODE
        shared = min(card.sure_end, end) - max(card.sure_start, start)
        sure = (card.sure_usable >> modes & 1) & (shared >= least) & (card.sure_hours >= hours)
        may_fit = 1 - (silence & no_mode)
        unsure[n_unsure] = n
        n_unsure += may_fit & (1 - sure)
        n_sure += may_fit & sure
    return unsure[:n_unsure], n_sure


@compiled
def _kept(failed):
    """Positions of those who fail nothing or could be near-misses; counts of all by what they fail."""
    kept, n_kept = np.empty(len(failed), np.int32), 0
    counts = np.zeros(1 << N_CONSTRAINTS, np.int64)
    for n in range(len(failed)):
        bits = failed[n]
        counts[bits] += 1
        kept[n_kept] = n
        n_kept += np.int64(bits == 0) | (np.int64(bits & RELAXED > 0) & np.int64(bits & (bits - 1) == 0))
    return kept[:n_kept], counts


@inlined
def _fetch_pieces(pieces, card):
    if card.n_pieces:
        fetch(pieces, card.pieces)
        fetch(pieces, card.pieces + card.n_pieces - 1)


def with_skills(
    postings: Postings, places: Places, known: Scored, need: Need, by: Worths
) -> tuple[Scored, int]:
    worths = known.worths.copy()
    bits, before = _numbered(places)
    end = int(places[-1]) + 1 if len(places) else 0
    n_walked = 0
    for wanted, weight in ((need.must, by.must), (need.should, by.should)):
        if len(wanted):
            of_skill = wanted.weight.astype(np.int64)
            credit = level_credit(LEVELS, wanted.min_level[:, None]) * of_skill[:, None]
            gained = np.zeros(len(places), np.int64)
            n_walked += _coverage(
                postings.place,
                postings.level,
                *_bounds(postings, wanted.skill),
                credit,
                bits,
                before,
                end,
                gained,
            )
            _add(worths, gained, weight, of_skill.sum())
    return known._replace(worths=worths), n_walked


@compiled
def _add(worths, gained, weight, whole):
    for n in range(len(worths)):
        worths[n] += (weight << WEIGHT_SHIFT) + weight * (gained[n] // whole)
