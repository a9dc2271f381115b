"""Ragged columns: `ptr` (n+1,) int64 marks where each row's values start in the flat columns."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int64]
Ragged = TypeVar("Ragged")
"""A frozen dataclass of `ptr` and flat columns of one length."""


def pointers(lengths: Iterable[int]) -> Int:
    """Row pointers (n+1,) int64 from row lengths.

    >>> pointers([2, 0, 1]).tolist()
    [0, 2, 2, 3]
    """
    counts = lengths if isinstance(lengths, np.ndarray) else np.fromiter(lengths, dtype=np.int64)
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])


def pack(rows: Sequence[Sequence[int]], dtype: type) -> tuple[Int, NDArray]:
    """Lists of values per row -> (ptr, flat).

    >>> ptr, flat = pack([[7, 8], [], [9]], np.int16)
    >>> ptr.tolist(), flat.tolist()
    ([0, 2, 2, 3], [7, 8, 9])
    """
    flat = np.fromiter((value for row in rows for value in row), dtype=dtype)
    return pointers(len(row) for row in rows), flat


def owners(ptr: Int) -> NDArray[np.int32]:
    """Row of each flat position, (nnz,) int32.

    >>> owners(np.array([0, 2, 2, 3])).tolist()
    [0, 0, 2]
    """
    return np.repeat(np.arange(len(ptr) - 1, dtype=np.int32), np.diff(ptr))


def gather(ptr: Int, rows: NDArray) -> tuple[Int, NDArray[np.int32]]:
    """Flat positions of the given rows, and for each the index *into rows* that owns it.

    >>> positions, owner = gather(np.array([0, 2, 2, 3]), np.array([2, 0]))
    >>> positions.tolist(), owner.tolist()
    ([2, 0, 1], [0, 1, 1])
    """
    return gather_from(ptr[rows], ptr[rows + 1] - ptr[rows])


def gather_from(starts: NDArray, counts: NDArray) -> tuple[Int, NDArray[np.int32]]:
    """Flat positions of stretches of `counts` values that begin at `starts`, and which of them owns each.

    >>> positions, owner = gather_from(np.array([4, 0]), np.array([1, 2]))
    >>> positions.tolist(), owner.tolist()
    ([4, 0, 1], [0, 1, 1])
    """
    owner = np.repeat(np.arange(len(starts), dtype=np.int32), counts)
    before = np.cumsum(counts) - counts
    positions = np.arange(len(owner), dtype=np.int64) + np.repeat(starts - before, counts)
    return positions, owner


def row_sums(values: NDArray, ptr: Int) -> Int:
    """Sum of each row's values, (n,) int64, exact for integers; empty rows give 0.

    >>> row_sums(np.array([1, 2, 5]), np.array([0, 2, 2, 3])).tolist()
    [3, 0, 5]
    """
    running = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(values, dtype=np.int64)])
    return running[ptr[1:]] - running[ptr[:-1]]


def take(part: Ragged, rows: NDArray) -> Ragged:
    """The same ragged columns for some rows only, in the order given."""
    positions, owner = gather(part.ptr, rows)
    flat = {each.name: getattr(part, each.name)[positions] for each in fields(part) if each.name != "ptr"}
    return type(part)(ptr=pointers(np.bincount(owner, minlength=len(rows))), **flat)


def joined(parts: Sequence[Ragged]) -> Ragged:
    """The same ragged columns of several parts, one after the other."""
    lengths = np.concatenate([np.diff(part.ptr) for part in parts])
    flat = {
        each.name: np.concatenate([getattr(part, each.name) for part in parts])
        for each in fields(parts[0])
        if each.name != "ptr"
    }
    return type(parts[0])(ptr=pointers(lengths), **flat)
