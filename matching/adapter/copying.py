"""PostgreSQL's COPY as a source of arrays: the only way in which experts enter the engine."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

_HEADER_BYTES = 19  # signature 11, flags 4, length of the extension 4: PostgreSQL, "COPY", binary format
_TRAILER_BYTES = 2
_LENGTH_BYTES = 4
_ROWS_AT_A_TIME = 1_000
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
    row = _row_of(fields)
    body = _body(_copied(query, parameters, "binary"))
    if len(body) % row.itemsize:
        kinds = " ".join(fields.values())
        raise ValueError(f"{len(body)} bytes do not divide into rows of {kinds}")
    return _values(np.frombuffer(body, dtype=row), fields)


@dataclass(frozen=True, slots=True)
class Led:
    """Rows of a query that ends in bytes of any length; `start` is where these begin in each row."""

    rows: list[bytes]
    start: int

    @property
    def length(self) -> NDArray[np.int64]:
        """(n,) bytes of each row from the start on."""
        return np.fromiter(map(len, self.rows), dtype=np.int64, count=len(self.rows)) - self.start

    def take(self, order: NDArray) -> "Led":
        return Led([self.rows[row] for row in order.tolist()], self.start)

    def cut(self, first: NDArray, end: NDArray, dtype: str) -> NDArray:
        """Of each row the bytes from `first` to before `end` (n,), all rows' together.

        A thousand rows at a time stay in the processor's cache, and joined slices need no index arrays.
        """
        found, at = np.empty(int((end - first).sum()), dtype=np.uint8), 0
        lows, highs = (first + self.start).tolist(), (end + self.start).tolist()
        for block in range(0, len(self.rows), _ROWS_AT_A_TIME):
            some = slice(block, block + _ROWS_AT_A_TIME)
            whole = zip(self.rows[some], lows[some], highs[some], strict=True)
            part = np.frombuffer(b"".join([row[low:high] for row, low, high in whole]), dtype=np.uint8)
            found[at : at + len(part)] = part
            at += len(part)
        return found.view(dtype)


def copy_led(query: str, fields: Mapping[str, str], parameters: dict[str, Any]) -> tuple[NDArray, Led]:
    """As `copy_rows` for a query with one column more, the last one: bytea, not null.

    PostgreSQL sends every row as a message of its own, so that no length has to be read to find the next.
    """
    rows: list[bytes] = []
    _copy(query, parameters, "binary", _Messages(rows.append))
    rows[0] = rows[0][_HEADER_BYTES:]
    if len(rows.pop()) > _TRAILER_BYTES:
        raise ValueError("the end of the rows has not come alone")
    row = _row_of(fields)
    led = Led(rows, row.itemsize + _LENGTH_BYTES)
    nothing = np.zeros(len(rows), dtype=np.int64)
    fixed = led.cut(nothing - led.start, nothing - _LENGTH_BYTES, "u1").view(row)
    return _values(fixed, fields), led


@dataclass(frozen=True, slots=True)
class _Messages:
    """A file to psycopg2, which writes one message at a time."""

    write: Callable[[bytes], object]


def _row_of(fields: Mapping[str, str]) -> np.dtype:
    parts = (part for name, kind in fields.items() for part in _binary(name, kind))
    return np.dtype([("n_fields", ">i2"), *parts])


def _binary(name: str, kind: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (f"{name}_bytes", ">i4"), (name, kind if kind.startswith("S") else f">{kind}")


def _values(rows: NDArray, fields: Mapping[str, str]) -> NDArray:
    found = np.empty(len(rows), dtype=list(fields.items()))
    for name in fields:
        if (rows[f"{name}_bytes"] != found.dtype[name].itemsize).any():
            raise ValueError(f"a value of {name} is not {found.dtype[name].itemsize} bytes wide")
        found[name] = rows[name]
    return found


def copy_integers(query: str, names: tuple[str, ...], parameters: dict[str, Any]) -> NDArray:
    """Rows of a query whose columns are all int4 and not null, as a structured array."""
    return copy_rows(query, dict.fromkeys(names, "i4"), parameters)


def copy_texts(query: str, parameters: dict[str, Any]) -> list[list[str]]:
    """Rows of a query as lists of strings; null reads as the empty string."""
    stream = _copied(query, parameters, "csv")
    return list(csv.reader(io.StringIO(stream.getvalue().decode())))


def _body(stream: io.BytesIO) -> memoryview:
    return memoryview(stream.getbuffer())[_HEADER_BYTES:-_TRAILER_BYTES]


def _copied(query: str, parameters: dict[str, Any], form: str) -> io.BytesIO:
    stream = io.BytesIO()
    _copy(query, parameters, form, stream)
    return stream


def _copy(query: str, parameters: dict[str, Any], form: str, into: Any) -> None:
    with connection.cursor() as cursor:
        bound = cursor.mogrify(query, parameters).decode()
        cursor.copy_expert(f"COPY ({bound}) TO STDOUT (FORMAT {form})", into)
