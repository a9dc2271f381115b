"""PostgreSQL's COPY as a source of arrays: the only way in which experts enter the engine."""

import csv
import io
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

_HEADER_BYTES = 19  # signature 11, flags 4, length of the extension 4: PostgreSQL, "COPY", binary format
_TRAILER_BYTES = 2
_LENGTH = struct.Struct(">i")
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
    body = _body(_copy(query, parameters, "binary"))
    if len(body) % row.itemsize:
        kinds = " ".join(fields.values())
        raise ValueError(f"{len(body)} bytes do not divide into rows of {kinds}")
    return _values(np.frombuffer(body, dtype=row), fields)


@dataclass(frozen=True, slots=True)
class Stretches:
    """Bytes of n rows within one buffer: `start`, `length` (n,) int64."""

    buffer: bytes
    start: NDArray[np.int64]
    length: NDArray[np.int64]

    def take(self, rows: NDArray) -> "Stretches":
        return Stretches(self.buffer, self.start[rows], self.length[rows])

    def cut(self, skipped: NDArray | int, length: NDArray | int) -> bytes:
        """Of each row so many bytes behind the skipped ones, all rows' together.

        Slices are joined at the speed of memory, which masks and index arrays over all bytes are far from.
        """
        starts = self.start + skipped
        ends = starts + length
        whole = self.buffer
        return b"".join([whole[low:high] for low, high in zip(starts.tolist(), ends.tolist(), strict=True)])


def copy_stretches(
    query: str, fields: Mapping[str, str], parameters: dict[str, Any]
) -> tuple[NDArray, Stretches]:
    """As `copy_rows` for a query with one column more, the last one: bytea of any length, not null."""
    row = _row_of(fields)
    body = bytes(_body(_copy(query, parameters, "binary")))
    starts, lengths, at = [], [], 0
    while at < len(body):
        starts.append(at)
        [n_bytes] = _LENGTH.unpack_from(body, at + row.itemsize)
        lengths.append(n_bytes)
        at += row.itemsize + _LENGTH.size + n_bytes
    start, length = np.array(starts, dtype=np.int64), np.array(lengths, dtype=np.int64)
    fixed = Stretches(body, start, length).cut(0, row.itemsize)
    values = Stretches(body, start + row.itemsize + _LENGTH.size, length)
    return _values(np.frombuffer(fixed, row), fields), values


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
