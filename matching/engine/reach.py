"""One expert against very many needs at once: which constraints keep them apart.

The same answer as `constraints.failures` for each need, which a test compares; but there one need is held
against everybody, and here everybody is one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .columns import Experts
from .constraints import serves_mode
from .csr import owners
from .spec import Constraint, Standing

I64, Mask = NDArray[np.int64], NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Asking:
    """What m needs ask of an expert, as columns.

    `must_ptr`, `language_ptr` (m+1,) mark the ragged must-skills, languages and their least levels. `first`,
    `last` int64 days; `least_days` to share; `hours` a week; `modes` bits accepted; `is_barred` (m,) for what
    lies between this expert and a need: excluded, in conflict, or living in a barred country.
    """

    must_ptr: I64
    must: I64
    language_ptr: I64
    language: I64
    level: I64
    first: I64
    last: I64
    least_days: I64
    hours: I64
    modes: I64
    requires_verified: Mask
    is_barred: Mask

    def __len__(self) -> int:
        return len(self.first)


def obstacles(one: Experts, needs: Asking) -> NDArray[np.uint16]:
    """Constraints that the only expert of `one` fails, (m,) uint16 with bit `c` for `Constraint(c)`.

    Whatever bars them from a need counts as excluded.
    """
    m = len(needs)
    no_mode, too_few_days, too_few_hours = _time(one, needs)
    masks = {
        Constraint.STANDING: np.full(m, one.standing[0] != Standing.ACTIVE),
        Constraint.VERIFIED: needs.requires_verified & ~one.verified[0],
        Constraint.EXCLUDED: needs.is_barred,
        Constraint.MUST_SKILL: _none_of(needs.must_ptr, np.isin(needs.must, one.skills.skill)),
        Constraint.LANGUAGE: _silent(one, needs),
        Constraint.MODE: no_mode,
        Constraint.DATES: too_few_days,
        Constraint.HOURS: too_few_hours,
        Constraint.CAPACITY: _full(one, needs),
    }
    failed = np.zeros(m, np.uint16)
    for constraint, mask in masks.items():
        failed |= mask.astype(np.uint16) << np.uint16(constraint)
    return failed


def _none_of(ptr: I64, hits: Mask) -> Mask:
    """Needs that ask for something of which nothing is there."""
    row = owners(ptr)
    return (np.diff(ptr) > 0) & (np.bincount(row[hits], minlength=len(ptr) - 1) == 0)


def _silent(one: Experts, needs: Asking) -> Mask:
    spoken = one.languages
    if not len(spoken.code):
        return np.zeros(len(needs), dtype=bool)
    shared = np.zeros(len(needs.language), dtype=bool)
    for code, level in zip(spoken.code.tolist(), spoken.level.tolist(), strict=True):
        shared |= (needs.language == code) & ((needs.level <= level) | (level == 0))
    return _none_of(needs.language_ptr, shared)


def _full(one: Experts, needs: Asking) -> Mask:
    promised, capacity = one.commitments, int(one.capacity[0])
    starts, ends = promised.start.astype(np.int64)[:, None], promised.end.astype(np.int64)[:, None]
    n_engaged = ((starts <= needs.last) & (ends >= needs.first)).sum(axis=0)
    return (capacity >= 0) & (n_engaged >= capacity)


def _time(one: Experts, needs: Asking) -> tuple[Mask, Mask, Mask]:
    """No window in an accepted mode; too few shared days; too few free hours on them. Three (m,) bool."""
    windows, m = one.windows, len(needs)
    if not len(windows.start):
        return np.zeros(m, dtype=bool), np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    serving = np.zeros((len(windows.start), m), dtype=bool)
    for accepted in np.unique(needs.modes).tolist():
        serving[:, needs.modes == accepted] = serves_mode(windows.modes, accepted)[:, None]
    no_mode = ~serving.any(axis=0)
    usable = serving | no_mode
    days = _shared_days(one, needs, usable)
    free = windows.hours.astype(np.int64)[:, None] - _peak(one, needs)
    enough = (windows.hours[:, None] < 0) | (free >= needs.hours)
    with_hours = _shared_days(one, needs, usable & enough)
    return no_mode, days < needs.least_days, with_hours < np.minimum(needs.least_days, days)


def _shared_days(one: Experts, needs: Asking, kept: Mask) -> I64:
    """Days of each need that the kept windows cover, every day once; windows begin in ascending order."""
    reached, days = needs.first - 1, np.zeros(len(needs), np.int64)
    for at, (start, end) in enumerate(zip(one.windows.start.tolist(), one.windows.end.tolist(), strict=True)):
        first, last = np.maximum(reached + 1, start), np.minimum(needs.last, end)
        covered = kept[at] & (last >= first)
        days += np.where(covered, last - first + 1, 0)
        reached = np.where(covered, last, reached)
    return days


def _peak(one: Experts, needs: Asking) -> I64:
    """Promised hours a week on the busiest day of each need: one on which some promise begins to count."""
    promised, peak = one.commitments, np.zeros(len(needs), np.int64)
    starts, ends = promised.start.astype(np.int64)[:, None], promised.end.astype(np.int64)[:, None]
    hours = promised.hours.astype(np.int64)[:, None]
    for start, end in zip(promised.start.tolist(), promised.end.tolist(), strict=True):
        day = np.maximum(needs.first, start)
        load = np.where((starts <= day) & (ends >= day), hours, 0).sum(axis=0)
        peak = np.maximum(peak, np.where((day <= needs.last) & (day <= end), load, 0))
    return peak
