"""The score once more in float64, before anything is rounded: what whole numbers are compared with.

The weights of texts are drawn back to what they may have been before they were packed: anywhere within half a
step. Constraints are yes or no and the same for both.
"""

import numpy as np
from numpy.typing import NDArray

from matching.engine import score
from matching.engine.columns import Experts, Need, WantedSkills
from matching.engine.constraints import failures
from matching.engine.csr import owners, take
from matching.engine.epoch import N_TERMS, TERM_BITS
from matching.engine.score import Weights, held_levels
from matching.engine.spec import OVERLAP_FULL_TENTHS, POINTS_MAX, Component
from matching.engine.text import WEIGHT_BITS

Floats = NDArray[np.float64]
_STEPS = 1 << WEIGHT_BITS


def eligible_rows(experts: Experts, need: Need) -> NDArray[np.int64]:
    """Listed experts who fail no constraint."""
    return np.flatnonzero(experts.listed & (failures(experts, need) == 0))


def points(
    experts: Experts, need: Need, weights: Weights, rows: NDArray[np.int64], random: np.random.Generator
) -> Floats:
    """Scores of rows out of 10,000, (r,) float64."""
    # Components that are whole by definition, such as steps of seniority, are taken as they are.
    parts = score.components(experts, need, rows).astype(np.float64) / POINTS_MAX
    known = parts >= 0
    for component, wanted in ((Component.MUST, need.must), (Component.SHOULD, need.should)):
        parts[:, component] = _coverage(experts, wanted, rows)
    parts[:, Component.TEXT] = _text(experts, need, rows, random)
    zones = need.overlap_tenths[np.maximum(experts.zone[rows], 0)] if len(need.overlap_tenths) else 0
    parts[:, Component.OVERLAP] = np.minimum(zones / OVERLAP_FULL_TENTHS, 1)
    done, early = experts.n_completed[rows].astype(float), experts.n_ended_early[rows].astype(float)
    parts[:, Component.TRACK_RECORD] = (done + 1) / (done + early + 1)
    weight = np.where(known, weights.as_array(), 0)
    return POINTS_MAX * (weight * parts).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)


def _coverage(experts: Experts, wanted: WantedSkills, rows: NDArray[np.int64]) -> Floats:
    if not len(wanted):
        return np.zeros(len(rows))
    levels = held_levels(experts, wanted, rows).astype(float)
    shown = np.where(levels == 0, 1, np.maximum(levels, 0))
    credit = np.minimum(shown / np.maximum(wanted.min_level, 1), 1)
    return credit @ wanted.weight / wanted.weight.sum()


def _text(experts: Experts, need: Need, rows: NDArray[np.int64], random: np.random.Generator) -> Floats:
    texts = take(experts.texts, rows)
    wanted = np.zeros(N_TERMS)
    wanted[need.text.term] = need.text.weight
    step = texts.packed & np.uint32(_STEPS - 1)
    weight = ((step + random.uniform(-0.5, 0.5, len(step))) / _STEPS) ** 2
    products = wanted[texts.packed >> np.uint32(WEIGHT_BITS) & np.uint32(N_TERMS - 1)] * weight
    is_first = texts.packed >> np.uint32(WEIGHT_BITS + TERM_BITS) > 0
    cosine = np.bincount(np.cumsum(is_first) - 1, products)
    squares = np.bincount(owners(texts.ptr)[is_first], cosine**2, minlength=len(rows))
    n_works = np.bincount(owners(texts.ptr)[is_first], minlength=len(rows))
    close = np.sqrt(squares / np.maximum(n_works, 1))
    return np.minimum(close / need.text.full, 1)
