"""How well scores agree with what people said, and how sure that is.

A measure is a sum over groups (a person, an anchor, a need) of something gained, over a sum of something
possible. Groups are what intervals are drawn over: the judgements of one person are not independent.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Tally = dict[str, NDArray[np.float64]]
"""Measure -> (groups, 2): gained and possible, group by group."""
Scores = Mapping[tuple[str, str], float]
"""(expert, need) -> score, higher is better."""
Misplaced = tuple[float, float, bool]
"""Of one pair of judgements: how far apart they are, how much of that is lost, and whether it is right."""

GOOD, POOR = 4.0, 2.0
"""Ratings of 1 to 5 from which an expert knows a matter well, and up to which hardly."""
DRAWS, SEED = 1_000, 20_261_123


def ordered(better: float, worse: float, apart: float) -> Misplaced:
    """One pair that people ordered: all of the distance is lost when scores say the opposite, half on a tie.

    >>> ordered(0.9, 0.1, 2.0), ordered(0.5, 0.5, 2.0), ordered(0.1, 0.9, 2.0)
    ((2.0, 0.0, True), (2.0, 1.0, False), (2.0, 2.0, False))
    """
    lost = apart * (0.0 if better > worse else 0.5 if better == worse else 1.0)
    return apart, lost, better > worse


def loss_of(pairs: Iterable[Misplaced]) -> tuple[float, float]:
    """Distance lost and distance in all: 0 is best, half is chance."""
    found = list(pairs)
    return sum(lost for _, lost, _ in found), sum(apart for apart, _, _ in found)


def accuracy_of(pairs: Iterable[Misplaced]) -> tuple[int, int]:
    """Pairs that scores order as people did, and pairs in all."""
    found = list(pairs)
    return sum(right for _, _, right in found), len(found)


def rated(ratings: Mapping[str, float], scores: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """One person's ratings of several matters against scores: weighted loss, and easy and hard pairs.

    An easy pair is one known well and one hardly known; a hard pair is two that are known well.

    >>> rated({"a": 5, "b": 4, "c": 1}, {"a": 0.2, "b": 0.9, "c": 0.1})
    {'loss': (1.0, 8), 'easy': (2, 2), 'hard': (0, 1)}
    """
    all_pairs, easy, hard = [], [], []
    for one, other in combinations(ratings, 2):
        better, worse = (one, other) if ratings[one] > ratings[other] else (other, one)
        high, low = ratings[better], ratings[worse]
        if high == low:
            continue
        pair = ordered(scores[better], scores[worse], high - low)
        all_pairs.append(pair)
        if high >= GOOD and low <= POOR:
            easy.append(pair)
        if low >= GOOD:
            hard.append(pair)
    return {"loss": loss_of(all_pairs), "easy": accuracy_of(easy), "hard": accuracy_of(hard)}


def average_precision(ranked: Sequence[str], relevant: Set[str]) -> float:
    """Mean, over the relevant ones, of the share of relevant ones down to there.

    >>> average_precision(["a", "x", "b"], {"a", "b"})
    0.8333333333333333
    """
    ranks = [at for at, item in enumerate(ranked, 1) if item in relevant]
    return sum(found / at for found, at in enumerate(ranks, 1)) / len(relevant)


def stack(groups: Sequence[Mapping[str, tuple[float, float]]]) -> Tally:
    """Measures of many groups as one tally."""
    return {name: np.array([group[name] for group in groups], dtype=np.float64) for name in groups[0]}


def value(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gained over possible, along the last axis; no number where nothing was possible."""
    with np.errstate(invalid="ignore"):
        return sums[..., 0] / sums[..., 1]


def _drawn(tally: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sums of `DRAWS` samples of as many groups, with replacement; the same draws for equal sizes."""
    chosen = np.random.default_rng(SEED).integers(0, len(tally), (DRAWS, len(tally)))
    return tally[chosen].sum(axis=1)


def _middle(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def estimate(tally: NDArray[np.float64]) -> dict[str, float]:
    """A measure with its 95 % interval, by bootstrap over groups.

    >>> estimate(np.array([[1.0, 4.0], [1.0, 4.0]]))
    {'value': 0.25, 'low': 0.25, 'high': 0.25}
    """
    low, high = _middle(value(_drawn(tally)))
    return {"value": float(value(tally.sum(axis=0))), "low": low, "high": high}


def difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> dict[str, float]:
    """One measure minus another over the same groups, with its 95 % interval from the same draws."""
    low, high = _middle(value(_drawn(one)) - value(_drawn(other)))
    return {"value": float(value(one.sum(axis=0)) - value(other.sum(axis=0))), "low": low, "high": high}


Judge = Callable[[Sequence[Scores]], Tally]
"""Scores under each population of a set -> its tally."""
