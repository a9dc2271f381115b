"""Hard constraints, vectorised: for every expert the set of those that fail, as bits."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Commitments, Experts, Need, Skills, Windows
from .csr import owners
from .spec import RELAXABLE, Constraint, Mode, Standing

Mask = NDArray[np.bool_]


def _rows_mask(n: int, rows: NDArray) -> Mask:
    mask = np.zeros(n, dtype=bool)
    mask[rows] = True
    return mask


def _any_in_row(hits: NDArray, ptr: NDArray[np.int64], n: int) -> Mask:
    """Rows that own at least one of the flat positions `hits`."""
    return _rows_mask(n, np.searchsorted(ptr, hits, side="right") - 1)


def lacks_must_skill(skills: Skills, need: Need) -> Mask:
    """Holds none of the must-skills at any level; a need without must-skills asks for none. (n,) bool."""
    n = len(skills.ptr) - 1
    if not len(need.must):
        return np.zeros(n, dtype=bool)
    hits = np.flatnonzero(np.isin(skills.skill, need.must.skill))
    return ~_any_in_row(hits, skills.ptr, n)


def lacks_language(experts: Experts, need: Need) -> Mask:
    """Has stated languages, but none of those asked at the level asked. (n,) bool."""
    spoken, n = experts.languages, len(experts)
    if not len(need.language_codes):
        return np.zeros(n, dtype=bool)
    shared = np.zeros(len(spoken.code), dtype=bool)
    for code, level in zip(need.language_codes, need.language_levels, strict=True):
        shared |= (spoken.code == code) & ((spoken.level >= level) | (spoken.level == 0))
    stated = np.diff(spoken.ptr) > 0
    return stated & ~_any_in_row(np.flatnonzero(shared), spoken.ptr, n)


def serves_mode(offered: NDArray[np.uint8], accepted: int) -> Mask:
    """Whether modes offered meet the modes accepted; remote and in person together make hybrid. As `offered`.

    >>> serves_mode(np.array([1, 5, 4, 0], dtype=np.uint8), Mode.HYBRID).tolist()
    [False, True, False, True]
    """
    if not accepted:
        return np.ones(len(offered), dtype=bool)
    both = (offered & (Mode.REMOTE | Mode.IN_PERSON)) == (Mode.REMOTE | Mode.IN_PERSON)
    can = offered | np.where(both, np.uint8(Mode.HYBRID), np.uint8(0))
    return (offered == 0) | ((can & accepted) > 0)


def shared_days(windows: Windows, start_day: int, end_day: int, kept: Mask) -> NDArray[np.int64]:
    """Days of start..end that each expert's kept windows cover, every day once, (n,) int64.

    Within a row a window adds only what lies behind the ends of the windows before it. Rows are told
    apart by a stride longer than any window, so that one running maximum serves all of them.
    """
    start = np.maximum(windows.start.astype(np.int64), start_day)
    end = np.minimum(windows.end.astype(np.int64), end_day)
    row = owners(windows.ptr).astype(np.int64)
    covered = np.where(kept & (end >= start), end - start_day + 1, 0)
    stride = np.int64(end_day) - start_day + 2
    reached = np.maximum.accumulate(np.concatenate([[0], row * stride + covered]))[:-1] - row * stride
    added = np.maximum(covered - np.maximum(start - start_day, reached), 0)
    per_row = np.zeros(len(windows.ptr) - 1, dtype=np.int64)
    np.add.at(per_row, row, added)
    return per_row


def peak_hours(promised: Commitments, start_day: int, end_day: int) -> NDArray[np.int64]:
    """Promised hours a week on each expert's busiest day of start..end, (n,) int64.

    A sweep over the days on which promises begin and end; each row's changes add up to zero, so one
    running sum serves all rows.
    """
    peak = np.zeros(len(promised.ptr) - 1, dtype=np.int64)
    touching = (promised.start <= end_day) & (promised.end >= start_day)
    row = owners(promised.ptr)[touching]
    if not len(row):
        return peak
    begin = np.maximum(promised.start[touching].astype(np.int64), start_day)
    after = np.minimum(promised.end[touching].astype(np.int64), end_day) + 1
    hours = promised.hours[touching].astype(np.int64)
    rows, days, change = np.tile(row, 2), np.concatenate([begin, after]), np.concatenate([hours, -hours])
    order = np.lexsort((change, days, rows))
    np.maximum.at(peak, rows[order], np.cumsum(change[order]))
    return peak


def time_failures(experts: Experts, need: Need) -> tuple[Mask, Mask, Mask]:
    """No window in an accepted mode; too few shared days; too few free hours on them. Three (n,) bool.

    Days are counted over the windows that serve the mode, or over all when none does, and hours are
    judged on the days that are shared: so each of the three can fail alone.
    """
    windows = experts.windows
    row = owners(windows.ptr)
    stated = np.diff(windows.ptr) > 0
    serving = serves_mode(windows.modes, need.modes)
    no_mode = stated & ~_rows_mask(len(experts), row[serving])
    usable = serving | no_mode[row]
    days = shared_days(windows, need.start_day, need.end_day, usable)
    free = windows.hours - peak_hours(experts.commitments, need.start_day, need.end_day)[row]
    enough = (windows.hours < 0) | (free >= need.hours_per_week)
    days_with_hours = shared_days(windows, need.start_day, need.end_day, usable & enough)
    too_few_days = stated & (days < need.min_overlap_days)
    too_few_hours = stated & (days_with_hours < np.minimum(need.min_overlap_days, days))
    return no_mode, too_few_days, too_few_hours


def is_full(experts: Experts, need: Need) -> Mask:
    """As many engagements touch the need's window as the expert takes at a time. (n,) bool."""
    promised = experts.commitments
    touching = (promised.start <= need.end_day) & (promised.end >= need.start_day)
    n_engaged = np.bincount(owners(promised.ptr)[touching], minlength=len(experts))
    return (experts.capacity >= 0) & (n_engaged >= experts.capacity)


def failures(experts: Experts, need: Need) -> NDArray[np.uint16]:
    """Constraints that each expert fails, (n,) uint16 with bit `c` for `Constraint(c)`."""
    n = len(experts)
    no_mode, too_few_days, too_few_hours = time_failures(experts, need)
    masks = {
        Constraint.STANDING: experts.standing != Standing.ACTIVE,
        Constraint.VERIFIED: ~experts.verified & need.requires_verified,
        Constraint.EXCLUDED: _rows_mask(n, need.excluded_rows),
        Constraint.CONFLICT: _rows_mask(n, need.conflict_rows),
        Constraint.COUNTRY: (experts.country >= 0) & np.isin(experts.country, need.barred_countries),
        Constraint.MUST_SKILL: lacks_must_skill(experts.skills, need),
        Constraint.LANGUAGE: lacks_language(experts, need),
        Constraint.MODE: no_mode,
        Constraint.DATES: too_few_days,
        Constraint.HOURS: too_few_hours,
        Constraint.CAPACITY: is_full(experts, need),
    }
    failed = np.zeros(n, dtype=np.uint16)
    for constraint, mask in masks.items():
        failed |= mask.astype(np.uint16) << np.uint16(constraint)
    return failed


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Counts over the experts considered, all (11,) int32 by `Constraint`.

    `first` counts each expert once, under the first constraint that fails, so that it adds up with
    the eligible to all considered; `near` counts those who fail just that one.
    """

    first: NDArray[np.int32]
    near: NDArray[np.int32]


def count_exclusions(failed: NDArray[np.uint16]) -> Exclusions:
    """Count failures of the experts considered.

    >>> counts = count_exclusions(np.array([0, 0b10000000, 0b110000000], dtype=np.uint16))
    >>> counts.first[Constraint.MODE].item(), counts.near[Constraint.MODE].item()
    (2, 1)
    """
    return exclusions(np.bincount(failed, minlength=1))


def exclusions(counts: NDArray[np.int64]) -> Exclusions:
    """The same from the number of experts by what they fail, all bits together."""
    first = np.zeros(len(Constraint), dtype=np.int32)
    near = np.zeros(len(Constraint), dtype=np.int32)
    for bits in np.flatnonzero(counts[1:]).tolist():
        failing = bits + 1
        lowest = Constraint((failing & -failing).bit_length() - 1)
        first[lowest] += counts[failing]
        if failing == 1 << lowest and lowest in RELAXABLE:
            near[lowest] = counts[failing]
    return Exclusions(first, near)


def is_near_miss(failed: NDArray[np.uint16]) -> Mask:
    """Experts who fail exactly one constraint, and one that the need's owner could relax. (n,) bool."""
    relaxable = np.uint16(sum(1 << constraint for constraint in RELAXABLE))
    return (np.bitwise_count(failed) == 1) & ((failed & relaxable) > 0)
