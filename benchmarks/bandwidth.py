"""What the machine can do at best: the speed of reading memory, in order and at random."""

import time
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from benchmarks.population import SEED
from matching.engine.columns import Experts
from matching.engine.spec import Standing

READ_MB = 400
N_RANDOM = 2_000_000
REPEATS = 3


def _least_seconds(work: Any) -> float:
    taken = []
    for _ in range(REPEATS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)


@lru_cache(maxsize=1)
def read_gb_per_second(megabytes: int = READ_MB) -> float:
    """Gigabytes a second of summing a large array, by processor time; measured once per process."""
    values = np.ones(megabytes * 125_000, dtype=np.int64)
    return values.nbytes / _least_seconds(values.sum) / 1e9


def random_read_ns(megabytes: int = READ_MB // 2) -> float:
    """Nanoseconds of one read at a random place of a large array."""
    values = np.ones(megabytes * 125_000, dtype=np.int64)
    places = np.random.default_rng(SEED).integers(0, len(values), N_RANDOM)
    return _least_seconds(lambda: values[places]) / N_RANDOM * 1e9


def _bytes_of(part: Any) -> int:
    values = (getattr(part, each.name) for each in fields(part))
    return sum(_bytes_of(value) if is_dataclass(value) else value.nbytes for value in values)


def scanned_bytes(experts: Experts) -> int:
    """Bytes of all columns of the experts who are listed, active and verified: what a scan would read."""
    is_open = experts.listed & experts.verified & (experts.standing == Standing.ACTIVE)
    return _bytes_of(experts) * int(np.count_nonzero(is_open)) // max(len(experts), 1)


def run() -> dict[str, Any]:
    """The whole suite."""
    return {
        "suite": "bandwidth",
        "read_gb_per_second": round(read_gb_per_second(), 2),
        "random_read_ns": round(random_read_ns(), 2),
    }


def table(found: dict[str, Any]) -> str:
    """The result in words."""
    return (
        f"Reading in order {found['read_gb_per_second']} GB/s, "
        f"at a random place {found['random_read_ns']} ns a value"
    )
