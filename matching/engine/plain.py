"""The inner work of a search in NumPy: the reference for `compiled`, and what runs where numba is not."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import text, worth
from .columns import Experts, Need, WantedSkills
from .constraints import is_near_miss
from .csr import gather_from, take
from .plain_follow import differences
from .rank import Ranking, score_rows
from .score import Points, Weights, level_credit
from .segment import Postings, Segment, Stated
from .spans import ALL_HOURS, Kind
from .spec import FINE_BITS, Constraint
from .text import TextIndex, TextQuery
from .worth import N_KINDS, OFFER_MASK, WEIGHT_SHIFT, Worths

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

NAME = "numpy"

Ints, Places = NDArray[np.int64], NDArray[np.int64]

LEVELS = np.arange(128)


class Asked(NamedTuple):
    """What a need asks of time: first day and the day after the last, hours a week, days, modes."""

    start: int
    end: int
    hours: int
    least: int
    modes: int


class Scored(NamedTuple):
    """Places scored but for their text: `worths` (r,) int64; `row` (r,) int32; `has_text` (r,) bool."""

    worths: Ints
    row: NDArray[np.int32]
    has_text: NDArray[np.bool_]


class Judged(NamedTuple):
    """Candidates judged: the places (r,) of those who fail nothing or could be near-misses, ascending.

    `failed` (r,) uint16 bits of `Constraint`; `scored` without their skills; `counts` (2048,) int64, all
    candidates by their bits; `n_timed` were judged by their time.
    """

    places: Places
    failed: NDArray[np.uint16]
    scored: Scored
    counts: Ints
    n_timed: int


class Lookup(NamedTuple):
    """A need's text, ready to be compared with very many works."""

    query: TextQuery
    table: NDArray


def holders(postings: Postings, skills: NDArray[np.int32], without: Places, end: int) -> tuple[Places, int]:
    """Places below `end` that hold one of the skills, but for some `without`; and the postings walked."""
    holds, walked = np.zeros(end, dtype=bool), 0
    for skill in skills.tolist():
        own = postings.place[postings.of(skill)]
        n = int(np.searchsorted(own, end))
        holds[own[:n]] = True
        walked += n
    holds[without] = False
    return np.flatnonzero(holds), walked


def _coverage(postings: Postings, wanted: WantedSkills, places: Places) -> tuple[Ints, int]:
    """Weighted share of the wanted skills that places hold, 0..10,000; and the postings walked."""
    end = int(places[-1]) + 1 if len(places) else 0
    gained, walked = np.zeros(end, dtype=np.int64), 0
    for skill, least, weight in zip(wanted.skill.tolist(), wanted.min_level, wanted.weight, strict=True):
        own = postings.of(skill)
        n = int(np.searchsorted(postings.place[own], end))
        credit = level_credit(LEVELS, least) * np.int64(weight)
        gained[postings.place[own][:n]] += credit[postings.level[own][:n]]
        walked += n
    return gained[places] // max(int(wanted.weight.sum(dtype=np.int64)), 1), walked


def judge(
    cards: NDArray, pieces: NDArray, silent: NDArray[np.uint64], places: Places, asked: Asked, by: Worths
) -> Judged:
    """What places fail of language, mode, dates, hours and capacity; what those who matter are worth.

    Who fails language and mode is judged no further; who fails two of language, mode and capacity is not
    judged by time: neither the first failure nor whether it is the only one depends on it.
    """
    everybody = _records(cards, places)
    language = silent[places >> 6] >> (places & 63).astype(np.uint64) & np.uint64(1)
    failed = language.astype(np.uint16) << np.uint16(Constraint.LANGUAGE)
    failed |= (everybody["no_mode"] >> np.uint8(asked.modes) & np.uint8(1)).astype(np.uint16) << np.uint16(
        Constraint.MODE
    )
    may_fit = np.bitwise_count(failed) < 2
    sure = may_fit & _is_sure(everybody, asked)
    some = np.flatnonzero(may_fit & ~sure)
    own = _records(everybody, some)
    at, owner = gather_from(own["pieces"], own["n_pieces"])
    piece = _records(pieces, at)
    touches = np.flatnonzero((piece["start"] < asked.end) & (piece["end"] > asked.start))
    piece, owner = _records(piece, touches), owner[touches]
    kind, n = piece["kind"], len(some)
    n_engaged = np.bincount(owner[kind == Kind.ENGAGEMENT], minlength=n)
    full = (own["capacity"] >= 0) & (n_engaged >= own["capacity"])
    failed[some] |= full.astype(np.uint16) << np.uint16(Constraint.CAPACITY)
    judged = np.bitwise_count(failed[some]) < 2
    load = kind == Kind.LOAD
    hours = np.full(n, asked.hours, np.int32)
    np.maximum.at(hours, owner[load], piece["hours"][load] + np.int32(asked.hours))
    span = np.flatnonzero(
        (kind == Kind.SPAN) & ((piece["usable"] >> np.uint8(asked.modes) & np.uint8(1)) > 0)
    )
    piece, owner = _records(piece, span), owner[span]
    shared = np.minimum(piece["end"], asked.end) - np.maximum(piece["start"], asked.start)
    enough = piece["hours"] >= np.minimum(hours, ALL_HOURS)[owner]
    # Days of one expert stay below 2**31, which float64 adds exactly.
    days = np.bincount(owner, weights=np.maximum(shared, 0), minlength=n)
    with_hours = np.bincount(owner, weights=np.maximum(shared, 0) * enough, minlength=n)
    judged_here = judged & ((own["stated"] & Stated.WINDOWS) > 0)
    dates = judged_here & (days < asked.least)
    late = judged_here & (with_hours < np.minimum(days, asked.least))
    failed[some] |= dates.astype(np.uint16) << np.uint16(Constraint.DATES)
    failed[some] |= late.astype(np.uint16) << np.uint16(Constraint.HOURS)
    counts = np.bincount(failed, minlength=1 << len(Constraint))
    kept = np.flatnonzero((failed == 0) | is_near_miss(failed))
    scored = _by_card(_records(everybody, kept), by)
    n_timed = np.count_nonzero(judged) + np.count_nonzero(sure)
    return Judged(places[kept], failed[kept], scored, counts, int(n_timed))


def _is_sure(cards: NDArray, asked: Asked) -> NDArray[np.bool_]:
    """Whether a card alone proves that dates, hours and capacity hold."""
    shared = np.minimum(cards["sure_end"], asked.end) - np.maximum(cards["sure_start"], asked.start)
    serves = (cards["sure_usable"] >> np.uint8(asked.modes) & np.uint8(1)) > 0
    return serves & (shared >= asked.least) & (cards["sure_hours"] >= asked.hours)


def _records(records: NDArray, at: Places) -> NDArray:
    """Some of the records; NumPy copies numbers much faster than it copies records."""
    numbers = records.view(np.int32).reshape(len(records), records.dtype.itemsize // 4)
    return np.take(numbers, at, axis=0).view(records.dtype)[:, 0]


def _by_card(own: NDArray, by: Worths) -> Scored:
    """Experts scored by what their cards say."""
    themes, track = own["themes"], own["track"].astype(np.int64)
    found = by.theme[np.where(themes > 0, 1 + np.bitwise_count(themes & by.themes), 0)]
    found += by.seniority[own["seniority"].view(np.uint8)]
    found += by.zone[np.minimum(own["zone"] + 1, len(by.zone) - 1)]
    found += by.place[(own["offered"] & OFFER_MASK) * np.int64(N_KINDS) + by.kind[own["country"] + 1]]
    found += by.wish[N_KINDS * _kind(own["categories"], by.category) + _kind(own["provinces"], by.province)]
    found += np.where(track >= 0, (by.track << WEIGHT_SHIFT) + by.track * track, 0)
    return Scored(found, own["row"], (own["stated"] & Stated.TEXT) > 0)


def with_skills(
    postings: Postings, places: Places, known: Scored, need: Need, by: Worths
) -> tuple[Scored, int]:
    """Places scored by their skills as well, and the postings walked to know."""
    worths, n_walked = known.worths.copy(), 0
    for wanted, weight in ((need.must, by.must), (need.should, by.should)):
        if len(wanted):
            share, walked = _coverage(postings, wanted, places)
            worths += (weight << WEIGHT_SHIFT) + weight * share
            n_walked += walked
    return known._replace(worths=worths), n_walked


def _kind(wishes: NDArray[np.uint64], bit: np.uint64) -> Ints:
    return np.where(wishes > 0, 1 + (wishes >> bit & np.uint64(1)).astype(np.int64), 0)


def listed(
    experts: Experts, _: Segment, need: Need, weights: Weights, __: Worths, rows: NDArray, texts: Points
) -> Ranking:
    """The rows scored with all that a list says of them; `texts` (r,) as from `text_points`."""
    return score_rows(experts, need, weights, rows, texts)


def lookup(query: TextQuery) -> Lookup:
    """A need's text, ready for `text_points`."""
    return Lookup(query, text.weight_table(query))


def text_points(texts: TextIndex, rows: NDArray, asked: Lookup) -> NDArray[np.int16]:
    """Text component of rows, (r,) int16, -1 not known."""
    return text.score(asked.query, take(texts, rows), asked.table)


def sieve(
    texts: TextIndex, known: Scored, at: Places, weight: int, asked: Lookup, k: int
) -> tuple[Places, Ints, int]:
    """Of those `at` some positions, all who score at least as much as the k-th best of them.

    Their positions, their scores in 256ths, and how many texts were read: from the best bound down, k of
    them and then as many again as before, until the bound of all that are left falls below the k-th best so
    far. Each time in the order in which they lie in memory, whose pages are then found faster.
    """
    by_text = np.where(known.has_text[at], np.int64(weight), 0)
    worths = known.worths[at]
    falling = -(worth.fine_points(worths, by_text) >> FINE_BITS).astype(np.int16)
    order = np.argsort(falling, kind="stable")
    falling = falling[order]
    fine = np.zeros(len(at), np.int64)
    low = least = n_read = 0
    while low < (end := int(np.searchsorted(falling, -least, side="right"))):
        some = order[low : min(low + max(low, k), end)]
        some.sort()
        reads = np.flatnonzero(by_text[some])
        of_text = np.zeros(len(some), np.int64)
        of_text[reads] = text_points(texts, known.row[at[some[reads]]], asked)
        fine[low : low + len(some)] = worth.fine_points(worths[some], by_text[some], of_text)
        low, n_read = low + len(some), n_read + len(reads)
        least = int(np.partition(fine[:low], low - k)[low - k]) >> FINE_BITS if low >= k else 0
    leading = np.flatnonzero(fine[:low] >> FINE_BITS >= least)
    return at[order[leading]], fine[leading], n_read
