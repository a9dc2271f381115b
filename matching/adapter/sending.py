"""Values as PostgreSQL's binary COPY takes them: columns of integers and arrays, laid out a block at a time.

A column here is a list of bytes, one entry per row, each led by its length.
"""

import io
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db import connection
from numpy.typing import NDArray

Column = list[bytes]

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # signature, no flags, no extension
_TRAILER = b"\xff\xff"
_TYPES = {"i2": 21, "i4": 23, "i8": 20}
_VARCHAR = 1043
_JSONB_VERSION = b"\x01"
# An array of one dimension: is it null, of which type, how many, numbered from where.
_ARRAY = struct.Struct(">iiiiii")
_ARRAY_BYTES = _ARRAY.size - 4
_LENGTH = struct.Struct(">i")
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
FALSE = _LENGTH.pack(1) + b"\x00"


def copy_into(table: str, columns: Mapping[str, Column]) -> None:
    """Append the rows of these columns to a table."""
    n_fields = struct.pack(">h", len(columns))
    rows = (b"".join((n_fields, *row)) for row in zip(*columns.values(), strict=True))
    stream = io.BytesIO(b"".join((_HEADER, *rows, _TRAILER)))
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)", stream)


def integers(values: Sequence[int], kind: str) -> Column:
    """One integer a row, "i2", "i4" or "i8". Raises ValueError for one that is too large."""
    return _cut(_items(np.array(values, dtype=np.int64), kind), np.ones(len(values), dtype=np.int64))


def arrays(values: Sequence[NDArray], kind: str) -> Column:
    """One array of integers a row, "i2", "i4" or "i8". Raises ValueError for a value that is too large."""
    lengths = np.fromiter(map(len, values), dtype=np.int64)
    items = _items(np.concatenate(values), kind)
    n_bytes = (lengths * items.itemsize).tolist()
    return [
        _array(size, _TYPES[kind], n) + body
        for size, n, body in zip(n_bytes, lengths.tolist(), _cut(items, lengths), strict=True)
    ]


def text_arrays(values: Sequence[Sequence[str]]) -> Column:
    """One array of short words a row, `varchar[]`."""
    bodies = [b"".join(_led(word.encode()) for word in words) for words in values]
    return [
        _array(len(body), _VARCHAR, len(words)) + body for body, words in zip(bodies, values, strict=True)
    ]


def moment(value: datetime) -> bytes:
    """One value of `timestamptz`: microseconds since its beginning."""
    return _led(struct.pack(">q", (value - _BEGINNING) // timedelta(microseconds=1)))


def documents(values: Sequence[str]) -> Column:
    """One JSON text a row, `jsonb`."""
    return [_led(_JSONB_VERSION + value.encode()) for value in values]


def _items(values: NDArray, kind: str) -> NDArray:
    items = np.empty(len(values), dtype=[("length", ">i4"), ("value", f">{kind}")])
    items["length"], items["value"] = np.dtype(kind).itemsize, values
    if (items["value"] != values).any():
        raise ValueError(f"a value does not fit into {np.dtype(kind).itemsize} bytes: {values}")
    return items


def _cut(items: NDArray, lengths: NDArray) -> Column:
    """Bytes of so many items for each row."""
    whole, ends = items.tobytes(), (np.cumsum(lengths) * items.itemsize).tolist()
    return [whole[low:high] for low, high in zip([0, *ends], ends, strict=False)]


def _array(n_bytes: int, kind: int, n: int) -> bytes:
    return _ARRAY.pack(_ARRAY_BYTES + n_bytes, 1, 0, kind, n, 1)


def _led(value: bytes) -> bytes:
    return _LENGTH.pack(len(value)) + value
