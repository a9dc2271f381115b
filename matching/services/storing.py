"""Lists into the database: one array row per need, and nothing written where nothing has changed."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from matching.adapter import sending
from matching.models import MatchList, MatchRun
from matching.selectors.results import NeedResult

_NUMBERS = {"weights_number": "i2", "n_must": "i2", "asked": "i2", "n_considered": "i4", "n_eligible": "i4"}
_ARRAYS = {
    "weights": "i2", "skill_ids": "i4", "expert_ids": "i8", "points": "i2", "components": "i2",
    "skill_bits": "i8", "low_bits": "i8", "unknown": "i2", "near_expert_ids": "i8", "near_points": "i2",
}  # fmt: skip
_CODES = ("near_codes",)
_JSON = ("near_counts", "excluded")
_VALUES = (*_NUMBERS, *_ARRAYS, *_CODES, *_JSON)
_JSON_OF = json.JSONEncoder(separators=(",", ":")).encode


def store_lists(*, match_run: MatchRun, results: Sequence[NeedResult], at: datetime) -> int:
    """Store results as the run's lists by one COPY; returns how many rows were written.

    A list that stands there already with the same values, because a block was computed twice, is not
    touched. The caller holds the transaction, and the ledger lets nobody else store the same block.
    """
    if not results:
        return 0
    need_ids = [result.need_id for result in results]
    # A block's needs follow one another: its ends find what stands there sooner than a list of all.
    near = match_run.lists.filter(need__gte=min(need_ids), need__lte=max(need_ids))
    standing = {row.need_id: row for row in near}
    fresh = [result for result in results if result.need_id not in standing]
    if fresh:
        sending.copy_into(MatchList._meta.db_table, _columns(fresh, match_run, at))
    n_changed = 0
    for result in results:
        if result.need_id in standing and not _is_like(standing[result.need_id], result):
            values = {name: _plain(getattr(result, name)) for name in _VALUES}
            n_changed += match_run.lists.filter(need=result.need_id).update(matched_at=at, **values)
    return len(fresh) + n_changed


def _columns(results: Sequence[NeedResult], match_run: MatchRun, at: datetime) -> dict[str, sending.Column]:
    n = len(results)

    def each(name: str) -> list[Any]:
        return [getattr(result, name) for result in results]

    return {
        "run_id": sending.integers([match_run.pk] * n, "i8"),
        "need_id": sending.integers(each("need_id"), "i8"),
        "matched_at": [sending.moment(at)] * n,
        "is_current": [sending.FALSE] * n,
        **{name: sending.integers(each(name), kind) for name, kind in _NUMBERS.items()},
        **{name: sending.arrays(each(name), kind) for name, kind in _ARRAYS.items()},
        **{name: sending.text_arrays(each(name)) for name in _CODES},
        **{name: sending.documents([_JSON_OF(counts) for counts in each(name)]) for name in _JSON},
    }


def _is_like(row: MatchList, result: NeedResult) -> bool:
    return all(getattr(row, name) == _plain(getattr(result, name)) for name in _VALUES)


def _plain(value: Any) -> Any:
    return value.tolist() if isinstance(value, np.ndarray) else value
