"""PostgreSQL's COPY as a source of arrays: the only way in which experts enter the engine."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

_HEADER_BYTES = 19  # signature 11, flags 4, length of the extension 4: PostgreSQL, "COPY", binary format
_TRAILER_BYTES = 2
_BLOB_HEADER_BYTES = 6  # of a row of one column: number of fields 2, length 4
csv.field_size_limit(1 << 24)


@contextmanager
def one_moment() -> Iterator[None]:
    """Let several COPYs see the same moment; inside a caller's transaction that one decides."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def copy_rows(query: str, fields: Mapping[str, str], parameters: dict[str, Any]) -> NDArray:
    """Rows of a query as a structured array.

    `fields` says for each column, in order, "i4" (int4), "i8" (int8) or "S<n>" (text of exactly n bytes).
    None may be null: then each binary row has the same width and the stream is an array already.
    """
    row = np.dtype(
        [("n_fields", ">i2"), *(part for name, kind in fields.items() for part in _binary(name, kind))]
    )
    body = _body(_copy(query, parameters, "binary"))
    if len(body) % row.itemsize:
        kinds = " ".join(fields.values())
        raise ValueError(f"{len(body)} bytes do not divide into rows of {kinds}")
    rows = np.frombuffer(body, dtype=row)
    found = np.empty(len(rows), dtype=list(fields.items()))
    for name in fields:
        if (rows[f"{name}_bytes"] != found.dtype[name].itemsize).any():
            raise ValueError(f"a value of {name} is not {found.dtype[name].itemsize} bytes wide")
        found[name] = rows[name]
    return found


def _binary(name: str, kind: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"{name}_bytes", ">i4"), (name, kind if kind.startswith("S") else f">{kind}")


def copy_integers(query: str, names: tuple[str, ...], parameters: dict[str, Any]) -> NDArray:
    """Rows of a query whose columns are all int4 and not null, as a structured array."""
    return copy_rows(query, dict.fromkeys(names, "i4"), parameters)


def copy_blob(query: str, lengths: NDArray[np.int64], parameters: dict[str, Any]) -> memoryview:
    """The bytes of one bytea column as one stretch, whose lengths (rows,) are known, nulls excepted."""
    body = np.frombuffer(_body(_copy(query, parameters, "binary")), np.uint8)
    if len(body) != int(lengths.sum()) + _BLOB_HEADER_BYTES * len(lengths):
        raise ValueError(f"{len(body)} bytes are not {len(lengths)} values of these lengths")
    starts = np.cumsum(lengths + _BLOB_HEADER_BYTES) - lengths
    is_value = np.ones(len(body), dtype=bool)
    for before in range(1, _BLOB_HEADER_BYTES + 1):
        is_value[starts - before] = False
    return memoryview(body[is_value])


def copy_texts(query: str, parameters: dict[str, Any]) -> list[list[str]]:
    """Rows of a query as lists of strings; null reads as the empty string."""
    stream = _copy(query, parameters, "csv")
    return list(csv.reader(io.StringIO(stream.getvalue().decode())))


def _body(stream: io.BytesIO) -> memoryview:
    return memoryview(stream.getbuffer())[_HEADER_BYTES:-_TRAILER_BYTES]


def _copy(query: str, parameters: dict[str, Any], form: str) -> io.BytesIO:
    stream = io.BytesIO()
    with connection.cursor() as cursor:
        bound = cursor.mogrify(query, parameters).decode()
        cursor.copy_expert(f"COPY ({bound}) TO STDOUT (FORMAT {form})", stream)
    return stream
