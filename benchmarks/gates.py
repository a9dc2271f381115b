"""What the figures of a run must reach, fitted to the number of experts."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

THOUSANDS_10, THOUSANDS_100, MILLION = 10_000, 100_000, 1_000_000


class Verdict(StrEnum):
    """How a figure stands to its gate."""

    PASS = "PASS"
    FAIL = "FAIL"
    ABSENT = "absent"  # nothing was measured: a suite left out, or a peer that is not installed
    SHOWN = "shown"  # measured, but no gate at this size


@dataclass(frozen=True, slots=True)
class Gate:
    """The figure at `key`, suite first, must be at least (or at most) the limit of the size."""

    code: str
    text: str
    key: str
    sign: str
    limits: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A gate, what was measured, and how it stands."""

    gate: Gate
    value: float | None
    limit: float | None
    verdict: Verdict


def _at(small: float | None, middle: float | None, large: float) -> dict[int, float]:
    sizes = ((THOUSANDS_10, small), (THOUSANDS_100, middle), (MILLION, large))
    return {n: limit for n, limit in sizes if limit is not None}


def _always(limit: float) -> dict[int, float]:
    return _at(limit, limit, limit)


AT_LEAST, AT_MOST = "≥", "≤"
_SQL = "peers/times_faster_than/SQL, exact score/median"
_TUNED = "peers/times_faster_than/SQL, tuned, two stages/median"
_TANTIVY = "peers/times_faster_than/Tantivy with filters/mean"

# The limits of a million are the goal. Smaller populations have less to save: what a need costs anyway
# weighs more, and what a peer scans, counts and skips is short. What has no limit at a size is shown there.
GATES = (
    Gate("T1", "times faster than the exact score in SQL, median", _SQL, AT_LEAST, _at(None, 20, 150)),
    Gate("T2", "times faster than tuned SQL in two stages, median", _TUNED, AT_LEAST, _at(None, 5, 15)),
    Gate("T3", "times faster than Tantivy with filters, mean", _TANTIVY, AT_LEAST, _at(None, 2, 10)),
    Gate("T4", "time over reading all open rows once", "need/over_scan_bound", AT_MOST, _at(None, 4, 0.5)),
    Gate("T6", "NumPy over numba, median", "kernels/numpy_over_numba", AT_MOST, _at(None, 6, 6)),
    Gate("T6", "needs on which NumPy and numba differ", "kernels/n_different", AT_MOST, _always(0)),
    Gate("T7", "processor seconds of a round of 10,000 needs", "need/round_cpu_s", AT_MOST, _at(30, 40, 60)),
    Gate("T8", "exponent of cost in the number of experts", "growth/exponent", AT_MOST, _always(1)),
    Gate("T9", "1,000 changes, times below a round", "delta/times_cheaper", AT_LEAST, _at(None, None, 50)),
    Gate("T9", "lists after 1,000 changes unlike a rebuild", "delta/n_different", AT_MOST, _always(0)),
    Gate("T11", "share of the float64 list that integers find", "precision/recall", AT_LEAST, _always(0.999)),
    Gate("T12", "snapshot, times faster than ORM objects", "build/times_faster", AT_LEAST, _at(None, 50, 50)),
    Gate("T13", "storing, times faster than bulk_create", "store/times_faster", AT_LEAST, _always(50)),
    Gate("T13", "rows that storing the same again changes", "store/n_changed_by_rerun", AT_MOST, _always(0)),
    Gate("T14", "assignments without proof of the best", "assignment/n_unproven", AT_MOST, _always(0)),
    Gate("T14", "assignment over a round", "assignment/share_of_round", AT_MOST, _at(None, None, 0.2)),
    Gate("T15", "list page, times cheaper than naive", "page/times_cheaper", AT_LEAST, _at(None, 5, 40)),
    Gate("T15", "shortlist, times cheaper than naive", "board/times_cheaper", AT_LEAST, _at(None, 5, 40)),
    Gate("T15", "largest page of the board, kB", "board/most_kb", AT_MOST, _always(200)),
    Gate("T15", "queries more for more rows", "board/n_queries_more_for_more_rows", AT_MOST, _always(0)),
    Gate("T15", "directory page, times cheaper", "directory/page_times_cheaper", AT_LEAST, _at(None, 5, 40)),
    Gate("T15", "directory API, times cheaper", "directory/api_times_cheaper", AT_LEAST, _at(None, 5, 40)),
    # The first count that differs ends the run without any time.
    Gate("T16", "counts compared with those of SQL", "directory/n_compared", AT_LEAST, _always(50)),
    Gate("T16", "exact count, times faster", "directory/count_times_faster", AT_LEAST, _at(None, 50, 500)),
)  # fmt: skip


def judge(found: Mapping[str, Any], n: int) -> list[Judged]:
    """Every gate on what the suites of a run found at n experts."""
    return [_judged(gate, _value(found, gate.key), gate.limits.get(n)) for gate in GATES]


def _judged(gate: Gate, value: float | None, limit: float | None) -> Judged:
    if value is None:
        return Judged(gate, None, limit, Verdict.ABSENT)
    if limit is None:
        return Judged(gate, value, None, Verdict.SHOWN)
    holds = value >= limit if gate.sign == AT_LEAST else value <= limit
    return Judged(gate, value, limit, Verdict.PASS if holds else Verdict.FAIL)


def _value(found: Mapping[str, Any], key: str) -> float | None:
    value: Any = found
    for name in key.split("/"):
        value = value.get(name)
        if value is None:
            return None
    return float(value)
