"""Who may do a need, from a segment: candidates, what each of them fails, and counts of the others.

The order of constraints does the work: an expert who fails standing, verification, the row lists, the
country or the must-skill is counted there by a table or a bitmap and never looked at. Only the rest, the
candidates, are judged one by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import kernels
from .columns import Need
from .plain import Asked, Judged
from .segment import N_LEVELS, Segment
from .spans import ALL_HOURS, FAR
from .spec import Constraint
from .worth import Worths

Mask, Places = NDArray[np.bool_], NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places (c,) ascending of those who pass everything up to the must-skill, and how they were found.

    `first` (11,) int64: experts who first fail an earlier constraint; `n_alive` are listed and not dead;
    `postings` were walked to know.
    """

    places: Places
    first: NDArray[np.int64]
    n_alive: int
    postings: int


def find(segment: Segment, need: Need, dead: Places) -> Candidates:
    """The candidates of a need, and counts of the constraints before them, as if `dead` places were not."""
    n_open = 1 if need.requires_verified else 2
    open_end = int(segment.ends[n_open - 1])
    alive = _alive_by_class(segment, dead)
    excluded, conflict = (_listed(segment, rows, dead) for rows in (need.excluded_rows, need.conflict_rows))
    named = np.union1d(excluded, conflict) if len(conflict) else excluded
    named = named[named < open_end]
    gone = dead[: np.searchsorted(dead, open_end)]
    without = np.concatenate([named, gone])
    if len(need.must):
        places, walked = kernels.in_use().holders(segment.postings, need.must.skill, without, open_end)
    else:
        places, walked = np.delete(np.arange(open_end), without), 0
    first = np.zeros(len(Constraint), dtype=np.int64)
    first[Constraint.STANDING] = alive[2:].sum()
    first[Constraint.VERIFIED] = alive[n_open:2].sum()
    first[Constraint.EXCLUDED] = np.count_nonzero(excluded < open_end)
    first[Constraint.CONFLICT] = len(named) - first[Constraint.EXCLUDED]
    if len(need.barred_countries):
        places = places[~_lives_barred(segment, need, places)]
        n_barred = _in_countries(segment, need)[:n_open].sum()
        first[Constraint.COUNTRY] = n_barred - np.count_nonzero(_lives_barred(segment, need, without))
    first[Constraint.MUST_SKILL] = alive[:n_open].sum() - len(places) - first[2 : Constraint.MUST_SKILL].sum()
    return Candidates(places, first, int(alive.sum()), walked)


def _alive_by_class(segment: Segment, dead: Places) -> NDArray[np.int64]:
    ends = segment.ends - np.searchsorted(dead, segment.ends)
    ends[1:] -= ends[:-1].copy()
    return ends


def _listed(segment: Segment, rows: NDArray, dead: Places) -> NDArray:
    if not len(rows):
        return np.zeros(0, np.int64)
    places = np.unique(segment.place[rows])
    return np.setdiff1d(places[places >= 0], dead, assume_unique=True)


def _lives_barred(segment: Segment, need: Need, places: NDArray) -> Mask:
    country = segment.cards["country"][places]
    return (country >= 0) & np.isin(country, need.barred_countries)


def _in_countries(segment: Segment, need: Need) -> NDArray[np.int64]:
    """Experts who live in a barred country, (4,) by class."""
    known = np.unique(need.barred_countries)
    known = known[(known >= 0) & (known < segment.countries.shape[1])]
    return segment.countries[:, known].sum(axis=1, dtype=np.int64)


def _silent_in(segment: Segment, need: Need) -> NDArray[np.uint64]:
    """Those who have stated languages but none of those asked, (words,) bitmap; none asked = nobody."""
    speakers = segment.speakers
    if not len(need.language_codes):
        return np.zeros_like(speakers.stated)
    spoken = np.zeros_like(speakers.stated)
    for code, level in zip(need.language_codes.tolist(), need.language_levels.tolist(), strict=True):
        if 0 <= code < len(speakers.at_least):
            spoken |= speakers.at_least[code, min(max(level, 1), N_LEVELS) - 1]
    return speakers.stated & ~spoken


def judge(segment: Segment, need: Need, places: Places, by: Worths) -> Judged:
    """What candidates fail after the must-skill, who of them matters, and what these are worth."""
    silent = _silent_in(segment, need)
    return kernels.in_use().judge(segment.cards, segment.pieces, silent, places, asked_by(need), by)


def asked_by(need: Need) -> Asked:
    """What a need asks of time, within what pieces of time can hold."""
    start, end = (int(min(max(day, -FAR), FAR)) for day in (need.start_day, need.end_day))
    hours, least = min(need.hours_per_week, ALL_HOURS), min(need.min_overlap_days, FAR)
    return Asked(start, end + 1, hours, least, need.modes)
