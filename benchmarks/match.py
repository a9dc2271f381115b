"""Whether the search by each kernel, the plain reference and a plain Python loop agree; before any time."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from benchmarks.population import SEED, WEIGHTS, K, draw_experts, draw_need
from matching.engine import kernels, oracle, rank, search
from matching.engine.check import WrongResult, check
from matching.engine.columns import Experts, Need
from matching.engine.segment import Segment, build

CHECKED_ROWS = 400


def same(results: Sequence[rank.MatchResult]) -> bool:
    """Whether results agree in every number."""
    first, *others = (_numbers(result) for result in results)
    return all(first == other for other in others)


def _numbers(result: rank.MatchResult) -> list[Any]:
    parts = (result.best, result.near, result.excluded)
    arrays = [getattr(part, column.name).tolist() for part in parts for column in fields(part)]
    return [*arrays, result.near_constraint.tolist(), result.n_considered, result.n_eligible]


def prove(n_needs: int) -> None:
    """Search, reference and plain loop agree on needs of every looseness; raises WrongResult if not."""
    random = np.random.default_rng(SEED)
    few = draw_experts(CHECKED_ROWS, random)
    segment = build(few)
    for at in range(n_needs):
        need = _loosened(draw_need(random), at)
        plain, *fast = (way(need) for way in _ways(few, segment).values())
        check(few, need, WEIGHTS, K, plain)
        listed = list(zip(plain.best.rows.tolist(), plain.best.points.tolist(), strict=True))
        if not same([plain, *fast]) or listed != oracle.best(few, need, WEIGHTS, K):
            raise WrongResult(f"need {at}: search, reference and plain loop disagree")


def _ways(experts: Experts, segment: Segment) -> dict[str, Callable[[Need], rank.MatchResult]]:
    """The reference, and the search by each kernel."""

    def by(name: str) -> Callable[[Need], rank.MatchResult]:
        def way(need: Need) -> rank.MatchResult:
            with kernels.using(name):
                return search.match_need(experts, segment, need, WEIGHTS, K)

        return way

    plain = {"reference": lambda need: rank.match_need(experts, need, WEIGHTS, K)}
    return plain | {name: by(name) for name in kernels.installed()}


def _loosened(need: Need, at: int) -> Need:
    """Every second need without hours and dates, every third in any language, so that lists fill up."""
    if at % 2:
        need = replace(need, hours_per_week=0, min_overlap_days=1)
    if at % 3 == 0:
        need = replace(need, language_codes=need.language_codes[:0], language_levels=need.language_levels[:0])
    return need
