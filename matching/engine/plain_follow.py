"""What changed experts change in results, in NumPy: the reference for `compiled_follow`."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .columns import Experts, Need
from .constraints import exclusions, failures, is_near_miss
from .rank import score_rows
from .score import Weights, fine_points
from .segment import Segment
from .spec import POINTS_MAX, Component, Constraint

Ints = NDArray[np.int64]

N_FAILURES = 1 << len(Constraint)
"""Combinations of constraints that fail."""


class Differences(NamedTuple):
    """What changed experts change in the results of n needs.

    `eligible` (n,), `first`, `near` (n, 11) int64: to be added to the counts of before. `need`, `row` (p,)
    int32, `failed` (p,) uint16 bits of `Constraint`: experts as they are now who may enter a list, by need
    and place. `n_texts` were read to know.
    """

    eligible: Ints
    first: Ints
    near: Ints
    need: NDArray[np.int32]
    row: NDArray[np.int32]
    failed: NDArray[np.uint16]
    n_texts: int


def differences(
    experts: Experts,
    segment: Segment,
    n_before: int,
    needs: Sequence[Need],
    weights: Sequence[Weights],
    least: Ints,
) -> Differences:
    """What it changes for needs that the first `n_before` of the rows have gone and the others have come.

    Who has come may enter the list with a score of at least `least[n, 0]`, the near-misses with
    `least[n, 1]`, in 256ths of a point. A text is read where full points for it would reach that. `needs`
    list rows of these experts.
    """
    rows = segment.cards["row"].astype(np.int64)
    has_come = rows >= n_before
    counts, entrants, n_texts = [], [np.zeros((3, 0), np.int64)], 0
    for at, (need, by) in enumerate(zip(needs, weights, strict=True)):
        failed = failures(experts, need)[rows]
        come, gone = (np.bincount(failed[some], minlength=N_FAILURES) for some in (has_come, ~has_come))
        counts.append(come - gone)
        some = np.flatnonzero(has_come & ((failed == 0) | is_near_miss(failed)))
        asked = np.where(failed[some] == 0, *least[at])
        scored = score_rows(experts, need, by, rows[some])
        bound, known = scored.components.copy(), scored.components[:, Component.TEXT] >= 0
        bound[known, Component.TEXT] = POINTS_MAX
        n_texts += int(np.count_nonzero(known & (fine_points(bound, by) >= asked)))
        enters = some[scored.fine >= asked]
        entrants.append(np.stack([np.full(len(enters), at), rows[enters], failed[enters]]))
    found, size = [exclusions(each) for each in counts], (len(needs), len(Constraint))
    need_at, row, failed_bits = np.concatenate(entrants, axis=1)
    return Differences(
        np.array([each[0] for each in counts], np.int64),
        np.array([each.first for each in found], np.int64).reshape(size),
        np.array([each.near for each in found], np.int64).reshape(size),
        need_at.astype(np.int32),
        row.astype(np.int32),
        failed_bits.astype(np.uint16),
        n_texts,
    )
