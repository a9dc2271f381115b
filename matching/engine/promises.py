"""What a result promises beyond its own numbers, tried on a handful of rows: for one need of many.

Whoever stands in a list would stand there in any order of the experts, in shards put together, in a base
with a delta, and in the expert's own view of the need; and learning a skill costs nobody a point.
"""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from . import parts
from .check import WrongResult
from .columns import Experts, Need, Skills
from .constraints import failures
from .csr import owners, pointers
from .rank import MatchResult, Ranking, match_need, merge, score_rows, why_not
from .score import Weights
from .segment import build

OTHERS = 128
"""Rows tried beside those of the result."""
N_SHARDS = 2
_TOP_LEVEL = 4

Rows = NDArray[np.int64]


def check_promises(experts: Experts, need: Need, weights: Weights, k: int, result: MatchResult) -> None:
    """Try a result's promises on its rows and up to `OTHERS` more.

    Raises
    ------
    WrongResult
        naming the promise that does not hold.
    """
    rows = _tried(len(experts), result)
    few, asked = experts.take(rows), need.for_rows(rows)
    shards = _in_shards(few, asked, weights, k)
    _refuse_if_different("in shards and another order", result, _moved(shards, rows))
    changed = np.arange(0, len(rows), N_SHARDS)
    _refuse_if_different("with a delta", result, _with_delta(few, asked, weights, k, rows, changed))
    listed = result.best.take(np.arange(len(result.best))[:: max(len(result.best) - 1, 1)])
    _check_own_view(experts, need, weights, listed)
    _check_learning(few, asked, weights)


def _tried(n: int, result: MatchResult) -> Rows:
    """The rows of the result and evenly spread others, the last one first."""
    others = np.linspace(0, n - 1, min(n, OTHERS), dtype=np.int64)
    return np.unique(np.concatenate([result.best.rows, result.near.rows, others]))[::-1]


def _moved(result: MatchResult, rows: Rows) -> MatchResult:
    """The same result with rows numbered as in the whole."""

    def moved(scored: Ranking) -> Ranking:
        return replace(scored, rows=rows[scored.rows].astype(np.int32))

    return replace(result, best=moved(result.best), near=moved(result.near))


def _in_shards(few: Experts, need: Need, weights: Weights, k: int) -> MatchResult:
    shards = np.array_split(np.arange(len(few)), N_SHARDS)
    found = [_moved(match_need(few.take(own), need.for_rows(own), weights, k), own) for own in shards]
    return merge(found, k, need.pinned_rows)


def _with_delta(few: Experts, need: Need, weights: Weights, k: int, rows: Rows, changed: Rows) -> MatchResult:
    """As if the rows `changed` had been written anew behind the others, and their old form were dead."""
    base = parts.Part(few, build(few))
    both = parts.with_delta(base, few.take(changed), changed)
    written = np.concatenate([np.arange(len(few)), changed])
    asked = need.for_rows(np.arange(len(few)))
    behind = {
        name: np.flatnonzero(np.isin(written, getattr(asked, name))).astype(np.int32)
        for name in ("excluded_rows", "conflict_rows", "pinned_rows")
    }
    return _moved(parts.match_need(both, replace(asked, **behind), weights, k).result, rows[written])


def _numbers(scored: Ranking) -> list[list]:
    return [getattr(scored, column.name).tolist() for column in fields(scored)]


def _refuse_if_different(how: str, result: MatchResult, again: MatchResult) -> None:
    for what, ours, theirs in (("list", result.best, again.best), ("near-misses", result.near, again.near)):
        if _numbers(ours) != _numbers(theirs):
            raise WrongResult(f"{what}: {how}, other rows or other numbers come out")
    if result.near_constraint.tolist() != again.near_constraint.tolist():
        raise WrongResult(f"near-misses: {how}, they fail other constraints")


def _check_own_view(experts: Experts, need: Need, weights: Weights, listed: Ranking) -> None:
    for at, row in enumerate(listed.rows.tolist()):
        verdict = why_not(experts, need, weights, row)
        if verdict.failed or _numbers(verdict.scored) != _numbers(listed.take(np.array([at]))):
            raise WrongResult(f"row {row} is listed, but sees the need in another way")


def _check_learning(few: Experts, need: Need, weights: Weights) -> None:
    rows, learned = np.arange(len(few)), replace(few, skills=_with_all(few.skills, need))
    before, after = (score_rows(each, need, weights, rows).fine for each in (few, learned))
    if (after < before).any():
        raise WrongResult("somebody who learns what the need asks for has fewer points")
    if (failures(learned, need) & ~failures(few, need)).any():
        raise WrongResult("somebody who learns what the need asks for is excluded")


def _with_all(skills: Skills, need: Need) -> Skills:
    """The same skills, and with everybody every one that the need asks for, at the highest level."""
    n, wanted = len(skills.ptr) - 1, np.unique(np.concatenate([need.must.skill, need.should.skill]))
    row = np.concatenate([owners(skills.ptr), np.repeat(np.arange(n), len(wanted))])
    taught = {"skill": np.tile(wanted, n), "level": np.full(n * len(wanted), _TOP_LEVEL)}
    not_stated = np.full(n * len(wanted), -1)
    both = {
        name: np.concatenate([getattr(skills, name), taught.get(name, not_stated)]).astype(
            getattr(skills, name).dtype
        )
        for name in ("skill", "level", "years", "last_used")
    }
    order = np.lexsort((-both["level"], both["skill"], row))
    told_apart = np.stack([row[order], both["skill"][order]])
    kept = order[np.append(True, (told_apart[:, 1:] != told_apart[:, :-1]).any(axis=0))[: len(order)]]
    ptr = pointers(np.bincount(row[kept], minlength=n))
    return Skills(ptr, **{name: values[kept] for name, values in both.items()})
