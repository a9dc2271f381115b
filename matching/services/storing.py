"""Lists into the database: one array row per need, and nothing written where nothing has changed."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg2.extras import execute_values

from matching.models import MatchList, MatchRun
from matching.selectors.results import NeedResult

_NUMBERS = ("weights_number", "n_must", "asked", "n_considered", "n_eligible")
_INTEGERS = (
    "weights", "skill_ids", "expert_ids", "points", "components", "skill_bits", "low_bits",
    "unknown", "near_expert_ids", "near_points",
)  # fmt: skip
_CODES = ("near_codes",)
_JSON = ("near_counts", "excluded")
_VALUES = (*_NUMBERS, *_INTEGERS, *_CODES, *_JSON)
_JSON_OF = json.JSONEncoder(separators=(",", ":")).encode
_STORE = f"""INSERT INTO {MatchList._meta.db_table} AS l
    (run_id, need_id, matched_at, is_current, {", ".join(_VALUES)}) VALUES %s
ON CONFLICT (run_id, need_id) DO UPDATE
SET matched_at = excluded.matched_at, {", ".join(f"{name} = excluded.{name}" for name in _VALUES)}
WHERE ({", ".join(f"l.{name}" for name in _VALUES)})
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _VALUES)})"""


def store_lists(*, match_run: MatchRun, results: Sequence[NeedResult], at: datetime) -> int:
    """Store results as the run's lists in one statement; returns how many rows were written.

    A list that stands there already with the same values, because a block was computed twice, is not
    touched. The caller holds the transaction.
    """
    if not results:
        return 0
    rows = [(match_run.pk, result.need_id, at, False, *_values(result)) for result in results]
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, _STORE, rows, page_size=len(rows))
        return cursor.rowcount


def _values(result: NeedResult) -> Iterator[Any]:
    yield from (getattr(result, name) for name in _NUMBERS)
    # A list of integers reads "[1, 2]" in half the time that joining them takes.
    yield from ("{" + str(getattr(result, name))[1:-1] + "}" for name in _INTEGERS)
    yield from ("{" + ",".join(getattr(result, name)) + "}" for name in _CODES)
    yield from (_JSON_OF(getattr(result, name)) for name in _JSON)
