"""Text relevance of an expert's works to a need, in integers: one score per pair, depending on nobody else.

An expert is a bag of works. Each work has a vector under a frozen epoch, and what the works' neighbours
among the reference texts say counts as one work more: it knows the words that colleagues use for the
same matter. The need is compared with every one of them, and the expert gets the root of the mean
square: a person who mostly works on the matter and one who has done it exactly both rank well, and a
long list of works is no advantage. Needs differ in how common their words are; each is measured against
what all reference texts have in common with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .csr import pack
from .epoch import FIRST_REFERENCE, N_TERMS, TERM_BITS, UNIT, Epoch, Vector, fit_epoch
from .features import Work
from .spec import BACKGROUND_FLOOR, NOT_KNOWN, POINTS_MAX, TEXT_FULL

MAX_WORKS = 40
"""Works kept per expert, the first ones given."""
MAX_TERMS = 2_000
"""Heaviest terms kept per work."""
WEIGHT_BITS = 11
SQUARE_BITS = 2 * WEIGHT_BITS
"""A packed weight is the root of a weight, in 2,048ths: a text of many words has small weights, which are
then nearly as exact as large ones."""
_TERM_MASK = np.uint32(N_TERMS - 1)
_WEIGHT_MASK = np.uint32((1 << WEIGHT_BITS) - 1)
_FIRST = np.uint32(1 << (WEIGHT_BITS + TERM_BITS))

Table = NDArray[np.unsignedinteger] | None
"""A need's `weight_table`, or none to have it made."""

__all__ = [
    "Epoch",
    "TextIndex",
    "TextQuery",
    "Work",
    "fit_epoch",
    "index",
    "query",
    "rank",
    "score",
]


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Works of n experts: `ptr` (n+1,) int64 into `packed` (nnz,) uint32.

    A value is, from the highest bit down: 1 bit, set on the first term of each work; 20 bits, the term;
    11 bits, the root of its weight. The last work of everybody with works is the neighbourhood.
    """

    ptr: NDArray[np.int64]
    packed: NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A need's text: `term` (t,) int32 ascending, `weight` (t,) int32 out of `UNIT`.

    `full` is the closeness, of `UNIT`, that counts as a full match: the less common the need's words
    are, the less of them it takes.
    """

    term: NDArray[np.int32]
    weight: NDArray[np.int32]
    full: int = UNIT


def packed_work(vector: Vector) -> list[int]:
    """A work's vector as packed values, terms ascending; a work without any weight is one empty value."""
    heaviest = sorted(vector.items(), key=lambda pair: (-pair[1], pair[0]))[:MAX_TERMS]
    roots = sorted((at, _root(weight)) for at, weight in heaviest)
    values = [at << WEIGHT_BITS | root for at, root in roots if root] or [0]
    return [values[0] | int(_FIRST), *values[1:]]


def _root(weight: int) -> int:
    """The root of a weight out of `UNIT`, rounded to 2,048ths, below 1.

    >>> _root(0), _root(UNIT // 4), _root(UNIT)
    (0, 1024, 2047)
    """
    return min((isqrt((weight << SQUARE_BITS + 2) // UNIT) + 1) // 2, int(_WEIGHT_MASK))


def packed_expert(works: Iterable[Work], epoch: Epoch) -> list[int]:
    """An expert's works and their neighbourhood as one row of a `TextIndex`; empty without any word."""
    vectors = [vector for work in works if (vector := epoch.vector(work))][:MAX_WORKS]
    if not vectors:
        return []
    rows = [packed_work(vector) for vector in (*vectors, epoch.neighbourhood(vectors))]
    return [value for row in rows for value in row]


def index(works: Sequence[Iterable[Work]], epoch: Epoch) -> TextIndex:
    """Index of n experts' works under an epoch."""
    return TextIndex(*pack([packed_expert(bag, epoch) for bag in works], np.uint32))


def query(text: Work, epoch: Epoch) -> TextQuery:
    """A need's text as a vector under the epoch, with the closeness at which it is fully met.

    Without reference texts nothing can be said of a text: the query is empty, the component not known.
    """
    own = sorted(epoch.vector(text).items()) if epoch.n_texts else []
    cosines = epoch.cosines(dict(own))
    near = np.flatnonzero(cosines)
    term = np.concatenate([np.array([at for at, _ in own], dtype=np.int64), FIRST_REFERENCE + near])
    weight = np.concatenate([np.array([weight for _, weight in own], dtype=np.int64), cosines[near]])
    common = int(cosines.sum()) * UNIT // max(epoch.n_texts, 1)
    full = isqrt(max(common, BACKGROUND_FLOOR)) * TEXT_FULL // POINTS_MAX
    return TextQuery(term.astype(np.int32), weight.astype(np.int32), full)


def weight_table(need: TextQuery) -> NDArray[np.unsignedinteger]:
    """The need's weight of every term, (N_TERMS,): made once where texts are scored in several goes.

    As narrow as the weights allow: it is read at random, so that its size in the cache is what counts.
    """
    wanted = np.zeros(N_TERMS, dtype=np.min_scalar_type(int(need.weight.max(initial=0))))
    wanted[need.term] = need.weight
    return wanted


def closeness(need: TextQuery, texts: TextIndex, table: Table = None) -> NDArray[np.int64]:
    """Root mean square of the cosines of every row's works with the need, (n,) int64 out of `UNIT`."""
    wanted = weight_table(need) if table is None else table
    values = texts.packed
    asked = wanted.take((values >> np.uint32(WEIGHT_BITS)) & _TERM_MASK)
    root = values & _WEIGHT_MASK
    products = asked.astype(np.int64) * (root * root)
    first = np.flatnonzero(values >= _FIRST)
    if not len(first):
        return np.zeros(len(texts.ptr) - 1, dtype=np.int64)
    cosine = np.add.reduceat(products, first) >> SQUARE_BITS
    # Squares stay below 2**31 and their sums below 2**37: float64 takes an exact root of their mean.
    running = np.concatenate([np.zeros(1, np.int64), np.cumsum(cosine * cosine)])
    ptr = np.searchsorted(first, texts.ptr)
    n_works = np.diff(ptr)
    mean = (running[ptr[1:]] - running[ptr[:-1]]) // np.maximum(n_works, 1)
    return np.floor(np.sqrt(mean.astype(np.float64))).astype(np.int64)


def points(need: TextQuery, texts: TextIndex, table: Table = None) -> NDArray[np.int64]:
    """Closeness against the need's full closeness, (n,) int64, 10,000 and above where it is fully met."""
    return closeness(need, texts, table) * POINTS_MAX // need.full


def score(need: TextQuery, texts: TextIndex, table: Table = None) -> NDArray[np.int16]:
    """Text component of every row, (n,) int16: 0 to 10,000, -1 where not known."""
    if not len(need.term):
        return np.full(len(texts.ptr) - 1, NOT_KNOWN, dtype=np.int16)
    reached = np.minimum(points(need, texts, table), POINTS_MAX)
    return np.where(np.diff(texts.ptr) == 0, NOT_KNOWN, reached).astype(np.int16)


Document = Mapping[str, Any]


def rank(
    experts: Mapping[str, Sequence[Document]], needs: Mapping[str, Document]
) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """Rank experts for needs by text alone: fit, index and score on the given texts.

    Documents are mappings with "title" and "text". Returns (expert ids, need ids, matrix), where
    `matrix[i, j]` is the text component that production computes for the pair.

    >>> experts = {"a": [{"title": "Solar pumps", "text": ""}], "b": [{"title": "Wheat", "text": ""}]}
    >>> (rank(experts, {"n": {"title": "Pumps", "text": ""}})[2] > 0).tolist()
    [[True], [False]]
    """
    bags = [[_work(document) for document in bag] for bag in experts.values()]
    epoch = fit_epoch(work for bag in bags for work in bag)
    texts = index(bags, epoch)
    columns = [score(query(_work(need), epoch), texts) for need in needs.values()]
    matrix = np.array(columns, dtype=np.int64).reshape(len(needs), len(experts)).T
    return list(experts), list(needs), matrix


def _work(document: Document) -> Work:
    return Work(document["title"] or "", document["text"] or "")
