"""PostgreSQL's COPY as a source of arrays: the only way in which experts enter the engine."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

_HEADER_BYTES = 19  # signature 11, flags 4, length of the extension 4: PostgreSQL, "COPY", binary format
_TRAILER_BYTES = 2
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


def copy_integers(query: str, names: tuple[str, ...], parameters: dict[str, Any]) -> NDArray:
    """Rows of a query as a structured array of int32 fields.

    Every column of the query must be `int4` and not null: then each binary row has the same width and
    the stream is an array already.
    """
    stream = _copy(query, parameters, "binary")
    row = np.dtype([("n_fields", ">i2"), *((f, ">i4") for name in names for f in (f"{name}_bytes", name))])
    body = memoryview(stream.getbuffer())[_HEADER_BYTES:-_TRAILER_BYTES]
    if len(body) % row.itemsize:
        raise ValueError(f"{len(body)} bytes do not divide into rows of {len(names)} int4 columns")
    rows = np.frombuffer(body, dtype=row)
    found = np.empty(len(rows), dtype=[(name, np.int32) for name in names])
    for name in names:
        found[name] = rows[name]
    return found


def copy_texts(query: str, parameters: dict[str, Any]) -> list[list[str]]:
    """Rows of a query as lists of strings; null reads as the empty string."""
    stream = _copy(query, parameters, "csv")
    return list(csv.reader(io.StringIO(stream.getvalue().decode())))


def _copy(query: str, parameters: dict[str, Any], form: str) -> io.BytesIO:
    stream = io.BytesIO()
    with connection.cursor() as cursor:
        bound = cursor.mogrify(query, parameters).decode()
        cursor.copy_expert(f"COPY ({bound}) TO STDOUT (FORMAT {form})", stream)
    return stream
