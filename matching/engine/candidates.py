"""Who may do a need, from a segment: candidates, what each of them fails, and counts of the others.

The order of constraints does the work: an expert who fails standing, verification, the row lists, the
country or the must-skill is counted there by a table or a bitmap and never looked at. Only the rest, the
candidates, are judged one by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Experts, Need
from .segment import N_LEVELS, Segment
from .spans import ALL_HOURS, FAR, Where
from .spec import Constraint

Mask, Places = NDArray[np.bool_], NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places (c,) ascending of those who pass everything up to the must-skill, and how they were found.

    `first` (11,) int64: experts who first fail an earlier constraint; `postings` were walked to know.
    """

    places: Places
    first: NDArray[np.int64]
    postings: int


def find(experts: Experts, segment: Segment, need: Need) -> Candidates:
    """The candidates of a need, and the counts of the constraints before them."""
    open_end = int(segment.ends[0 if need.requires_verified else 1])
    if len(need.must):
        holds = np.zeros(len(segment), dtype=bool)
        postings = [segment.postings.of(skill) for skill in need.must.skill.tolist()]
        for own in postings:
            holds[segment.postings.place[own]] = True
        places = np.flatnonzero(holds[:open_end])
        walked = sum(own.stop - own.start for own in postings)
    else:
        places, walked = np.arange(open_end), 0
    excluded, conflict = _listed(segment, need.excluded_rows), _listed(segment, need.conflict_rows)
    named = np.union1d(excluded, conflict)
    named = named[named < open_end]
    if len(named):
        places = places[~np.isin(places, named)]
    if len(need.barred_countries):
        places = places[~_lives_barred(experts, segment, need, places)]
    first = np.zeros(len(Constraint), dtype=np.int64)
    first[Constraint.STANDING] = len(segment) - segment.ends[1]
    first[Constraint.VERIFIED] = segment.ends[1] - open_end
    first[Constraint.EXCLUDED] = np.count_nonzero(excluded < open_end)
    first[Constraint.CONFLICT] = len(named) - first[Constraint.EXCLUDED]
    in_open = _in_countries(segment, need)[: 1 if need.requires_verified else 2].sum()
    first[Constraint.COUNTRY] = in_open - np.count_nonzero(_lives_barred(experts, segment, need, named))
    first[Constraint.MUST_SKILL] = (
        open_end - len(places) - first[Constraint.EXCLUDED : Constraint.MUST_SKILL].sum()
    )
    return Candidates(places, first, walked)


def _listed(segment: Segment, rows: NDArray) -> NDArray:
    places = np.unique(segment.place[rows])
    return places[places >= 0]


def _lives_barred(experts: Experts, segment: Segment, need: Need, places: NDArray) -> Mask:
    country = experts.country[segment.row[places]]
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


def time_failures(segment: Segment, need: Need, where: Where) -> tuple[Mask, Mask]:
    """Too few shared days, and too few free hours on them, of the places given. Two masks."""
    start, end = (int(np.clip(day, -FAR, FAR)) for day in (need.start_day, need.end_day))
    stated = segment.has_windows[where]
    loads, spans = segment.loads, segment.spans
    # Narrow and equal types throughout: each of these lines is one pass at the speed of memory.
    asked = np.full(len(stated), min(need.hours_per_week, ALL_HOURS), dtype=np.int16)
    for part, at in loads.runs.over(where):
        touches = (loads.start[at] <= end) & (loads.end[at] > start)
        busy = loads.hours[at] & -touches.view(np.int8).astype(np.int32)
        busy = np.minimum(busy + np.int32(need.hours_per_week), ALL_HOURS).astype(np.int16)
        np.maximum(asked[part], busy, out=asked[part])
    days, days_with_hours = np.zeros(len(stated), np.int32), np.zeros(len(stated), np.int32)
    for part, at in spans.runs.over(where):
        shared = np.minimum(spans.end[at], np.int32(end + 1)) - np.maximum(spans.start[at], np.int32(start))
        serves = (spans.usable[at] & np.uint8(1 << need.modes)) > 0
        np.maximum(shared, 0, out=shared)
        shared &= -serves.view(np.int8).astype(np.int32)
        days[part] += shared
        shared &= -(spans.hours[at] >= asked[part]).view(np.int8).astype(np.int32)
        days_with_hours[part] += shared
    least = min(need.min_overlap_days, FAR)
    return stated & (days < least), stated & (days_with_hours < np.minimum(days, least))


def _is_full(segment: Segment, need: Need, members: Where) -> Mask:
    engaged = segment.engaged
    taken = np.zeros(len(engaged.capacity[members]), dtype=np.int16)
    for part, at in engaged.runs.over(members):
        taken[part] += (engaged.start[at] <= need.end_day) & (engaged.end[at] >= need.start_day)
    return taken >= engaged.capacity[members]


def _full_places(segment: Segment, need: Need, places: Places) -> Mask:
    member = segment.engaged.member[places]
    full = segment.engaged.never[places]
    by_member = np.argsort(member, kind="stable")
    by_member = by_member[np.searchsorted(member[by_member], 0) :]
    full[by_member] = _is_full(segment, need, member[by_member])
    return full


def failures(segment: Segment, need: Need, places: Places) -> tuple[NDArray[np.uint16], int]:
    """What each candidate fails after the must-skill, (c,) uint16 bits, and how many were judged by time.

    Whoever fails two of language, mode and capacity is not judged by time: neither the first failure
    nor whether it is the only one depends on it.
    """
    silent = _silent_in(segment, need)
    checks = {
        Constraint.LANGUAGE: silent[places >> 6] >> (places & 63).astype(np.uint64) & np.uint64(1),
        Constraint.MODE: segment.no_mode[places] >> np.uint8(need.modes) & np.uint8(1),
        Constraint.CAPACITY: _full_places(segment, need, places),
    }
    failed = np.zeros(len(places), dtype=np.uint16)
    for constraint, fails in checks.items():
        failed |= fails.astype(np.uint16) << np.uint16(constraint)
    judged = np.flatnonzero(np.bitwise_count(failed) < 2)
    dates, hours = time_failures(segment, need, places[judged])
    failed[judged] |= dates.astype(np.uint16) << np.uint16(Constraint.DATES)
    failed[judged] |= hours.astype(np.uint16) << np.uint16(Constraint.HOURS)
    return failed, len(judged)
