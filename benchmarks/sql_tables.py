"""The population as tables of a normal schema, loaded by binary COPY: what the SQL peers ask."""

import io
import struct
from collections.abc import Mapping

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from matching.engine.columns import Experts
from matching.engine.csr import owners
from matching.engine.epoch import TERM_BITS
from matching.engine.spec import Standing
from matching.engine.text import WEIGHT_BITS

Columns = Mapping[str, NDArray]

_HEADER = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER = struct.pack(">h", -1)
_TYPES = {1: ("smallint", ">i2"), 2: ("smallint", ">i2"), 4: ("integer", ">i4"), 8: ("bigint", ">i8")}
_ROWS_AT_A_TIME = 500_000
LOAD_SECONDS = 1_800


def _kind(values: NDArray) -> tuple[str, str]:
    return ("boolean", "?") if values.dtype == bool else _TYPES[values.dtype.itemsize]


def create(name: str, columns: Columns) -> None:
    """An unlogged table of these columns with all their rows."""
    spelt = ", ".join(f"{column} {_kind(values)[0]} NOT NULL" for column, values in columns.items())
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE UNLOGGED TABLE {name} ({spelt})")
        for low in range(0, len(next(iter(columns.values()))), _ROWS_AT_A_TIME):
            part = {column: values[low : low + _ROWS_AT_A_TIME] for column, values in columns.items()}
            cursor.copy_expert(f"COPY {name} FROM STDIN (FORMAT binary)", io.BytesIO(copy_stream(part)))


def copy_stream(columns: Columns) -> bytes:
    """Columns of equal length as one binary COPY stream."""
    layout: list[tuple[str, str]] = [("n_fields", ">i2")]
    for column, values in columns.items():
        layout += [(f"{column}_bytes", ">i4"), (column, _kind(values)[1])]
    rows = np.empty(len(next(iter(columns.values()))), dtype=layout)
    rows["n_fields"] = len(columns)
    for column, values in columns.items():
        rows[column] = values
        rows[f"{column}_bytes"] = rows.dtype[column].itemsize
    return _HEADER + rows.tobytes() + _TRAILER


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def load(experts: Experts) -> None:
    """All tables, with the indexes that the queries want and fresh statistics.

    Themes and wishes stay bits in the expert's row, and so does the number of works: a normal schema
    would make the exact query slower still.
    """
    run(
        f"SET statement_timeout = '{LOAD_SECONDS}s'",
        "DROP SCHEMA IF EXISTS bench CASCADE",
        "CREATE SCHEMA bench",
    )
    ids = np.arange(len(experts), dtype=np.int32)
    create("bench.expert", _expert_columns(experts, ids))
    windows, promised = experts.windows, experts.commitments
    create(
        "bench.availability",
        {
            "expert": owners(windows.ptr).astype(np.int32),
            "starts": windows.start,
            "ends": windows.end,
            "hours": windows.hours,
            "modes": windows.modes,
        },
    )
    create(
        "bench.commitment",
        {
            "expert": owners(promised.ptr).astype(np.int32),
            "starts": promised.start,
            "ends": promised.end,
            "hours": promised.hours,
        },
    )
    spoken, skills = experts.languages, experts.skills
    create(
        "bench.language",
        {"expert": owners(spoken.ptr).astype(np.int32), "code": spoken.code, "level": spoken.level},
    )
    create(
        "bench.skill",
        {"expert": owners(skills.ptr).astype(np.int32), "skill": skills.skill, "level": skills.level},
    )
    _load_terms(experts)
    run(
        "ALTER TABLE bench.expert ADD PRIMARY KEY (id)",
        "CREATE INDEX ON bench.availability (expert)",
        "CREATE INDEX ON bench.commitment (expert)",
        "CREATE INDEX ON bench.language (expert)",
        "CREATE UNIQUE INDEX ON bench.skill (skill, expert) INCLUDE (level)",
        "CREATE INDEX ON bench.term (expert)",
        *(f"ANALYZE bench.{name}" for name in TABLES),
    )


TABLES = ("expert", "availability", "commitment", "language", "skill", "term")


def _expert_columns(experts: Experts, ids: NDArray[np.int32]) -> Columns:
    names = ("listed", "verified", "country", "zone", "seniority", "capacity", "n_completed", "n_ended_early")
    bits = ("themes", "categories", "provinces")
    works = np.add.reduceat(_is_first(experts), experts.texts.ptr[:-1]) if len(experts.texts.packed) else 0
    has_text = np.diff(experts.texts.ptr) > 0
    return {
        "id": ids,
        "tie": experts.tie_key,
        "is_active": experts.standing == Standing.ACTIVE,
        **{name: getattr(experts, name) for name in names},
        **{name: getattr(experts, name).view(np.int64) for name in bits},
        "n_works": np.where(has_text, works, 0).astype(np.int16),
    }


def _is_first(experts: Experts) -> NDArray[np.int64]:
    return (experts.texts.packed >> np.uint32(TERM_BITS + WEIGHT_BITS)).astype(np.int64)


def _load_terms(experts: Experts) -> None:
    texts, work = experts.texts, np.cumsum(_is_first(experts))
    create(
        "bench.term",
        {
            "expert": owners(texts.ptr).astype(np.int32),
            "work": work.astype(np.int32),
            "term": (texts.packed >> np.uint32(WEIGHT_BITS) & np.uint32((1 << TERM_BITS) - 1)).astype(
                np.int32
            ),
            "weight": (texts.packed & np.uint32((1 << WEIGHT_BITS) - 1)).astype(np.int32) ** 2,
        },
    )


def megabytes() -> int:
    """What all tables and indexes of the peers take on disk."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(c.oid)) / 1000000 FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'bench' AND c.relkind = 'r'"
        )
        return int(cursor.fetchone()[0])
