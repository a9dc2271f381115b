"""Text relevance of an expert's works to a need: TF-IDF cosine over a frozen epoch, in integers.

An expert is a bag of works; each work becomes a vector of length 1 and the expert the mean of them,
so that a score is the mean cosine of a need with the works: it stays fair between people with long
and short lists. It depends on the epoch and on the two texts alone, hence shards, deltas and reruns
agree to the last digit. Everything after the idf table is integer arithmetic.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isqrt, log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .csr import pack, row_sums
from .spec import NOT_KNOWN, POINTS_MAX, TEXT_FULL
from .tokens import Folds, fold_table, tokens

UNIT = 1 << 15
"""Length of a quantised vector: weights are whole numbers from 0 to this."""
MAX_TERMS = 400
"""Heaviest terms kept per expert, so that a row is bounded however long the list of works is."""
_IDF_UNIT = 1_000
_TF = tuple(round(_IDF_UNIT * (1 + log(n))) for n in range(1, 65))


class Work(NamedTuple):
    """One text of an expert, or the text of a need."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Epoch:
    """What scores may depend on besides the two texts, frozen until the next epoch.

    Attributes
    ----------
    terms : (V,) sorted tokens; a term's position is its id
    idf : (V,) int32, thousandths
    n_texts : texts that the idf was counted over
    folds : alias table in force
    """

    terms: tuple[str, ...]
    idf: NDArray[np.int32]
    n_texts: int
    folds: Folds = field(default_factory=dict)
    ids: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ids", {term: at for at, term in enumerate(self.terms)})

    def digest(self) -> str:
        """Name of this epoch, 16 hexadecimal digits, equal on every machine."""
        state = hashlib.sha256(str(self.n_texts).encode())
        state.update("\n".join(self.terms).encode())
        state.update(np.ascontiguousarray(self.idf, dtype="<i4").tobytes())
        state.update(repr(sorted(self.folds.items())).encode())
        return state.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Works of n experts: `ptr` (n+1,); `term` (nnz,) int32, ascending in a row; `weight` (nnz,) uint16."""

    ptr: NDArray[np.int64]
    term: NDArray[np.int32]
    weight: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class TextQuery:
    """A need's text: `term` (t,) int32 ascending, `weight` (t,) int32 out of `UNIT`."""

    term: NDArray[np.int32]
    weight: NDArray[np.int32]


def counted_tokens(work: Work, folds: Folds | None = None) -> Counter[str]:
    """Tokens of title and text with their counts.

    >>> sorted(counted_tokens(Work("solar water pumps", "pumps")).items())
    [('pump', 2), ('solar', 1), ('water', 1)]
    """
    return Counter(tokens(work.title, folds)) + Counter(tokens(work.text, folds))


def fit_epoch(texts: Iterable[Work], aliases: Mapping[str, Iterable[str]] | None = None) -> Epoch:
    """Freeze the idf of all tokens of these texts. Needs are never epoch texts.

    >>> epoch = fit_epoch([Work("water"), Work("water pump")])
    >>> epoch.terms, epoch.idf.tolist()
    (('pump', 'water'), [1405, 1000])
    """
    folds = fold_table(aliases or {})
    counts: Counter[str] = Counter()
    n_texts = 0
    for text in texts:
        counts.update(counted_tokens(text, folds).keys())
        n_texts += 1
    terms = tuple(sorted(counts))
    idf = [round(_IDF_UNIT * (log((1 + n_texts) / (1 + counts[term])) + 1)) for term in terms]
    return Epoch(terms, np.array(idf, dtype=np.int32), n_texts, folds)


def _unit_vector(weights: Mapping[int, int]) -> dict[int, int]:
    length = isqrt(sum(weight * weight for weight in weights.values()))
    if not length:
        return {}
    return {term: (2 * weight * UNIT + length) // (2 * length) for term, weight in weights.items()}


def work_vector(work: Work, epoch: Epoch) -> dict[int, int]:
    """Term id -> integer weight, length `UNIT`; terms that the epoch does not know are left out."""
    weights = {}
    for term, count in counted_tokens(work, epoch.folds).items():
        if (at := epoch.ids.get(term)) is not None:
            weights[at] = _TF[min(count, len(_TF)) - 1] * int(epoch.idf[at])
    return _unit_vector(weights)


def expert_vector(works: Iterable[Work], epoch: Epoch) -> list[tuple[int, int]]:
    """The expert's (term, weight) pairs by term: mean of the works' vectors, at most `MAX_TERMS`."""
    vectors = [vector for work in works if (vector := work_vector(work, epoch))]
    total: Counter[int] = Counter()
    for vector in vectors:
        total.update(vector)
    mean = [(term, weight // len(vectors)) for term, weight in total.items()]
    heaviest = sorted(mean, key=lambda pair: (-pair[1], pair[0]))[:MAX_TERMS]
    return sorted((term, weight) for term, weight in heaviest if weight)


def index(works: Sequence[Iterable[Work]], epoch: Epoch) -> TextIndex:
    """Index of n experts' works under an epoch."""
    vectors = [expert_vector(bag, epoch) for bag in works]
    ptr, term = pack([[term for term, _ in vector] for vector in vectors], np.int32)
    _, weight = pack([[weight for _, weight in vector] for vector in vectors], np.uint16)
    return TextIndex(ptr, term, weight)


def query(text: Work, epoch: Epoch) -> TextQuery:
    """A need's text as a vector of the epoch's terms."""
    vector = sorted(work_vector(text, epoch).items())
    return TextQuery(
        np.array([term for term, _ in vector], dtype=np.int32),
        np.array([weight for _, weight in vector], dtype=np.int32),
    )


def cosine(need: TextQuery, texts: TextIndex, n_terms: int) -> NDArray[np.int32]:
    """Mean cosine of every row's works with the need, (n,) int32 in 1/10,000; 0 where a side has no term."""
    dense = np.zeros(n_terms, dtype=np.int64)
    dense[need.term] = need.weight
    products = row_sums(dense[texts.term] * texts.weight, texts.ptr)
    return (products * POINTS_MAX // (UNIT * UNIT)).astype(np.int32)


def score(need: TextQuery, texts: TextIndex, n_terms: int) -> NDArray[np.int16]:
    """Text component of every row, (n,) int16: cosine against its saturation, -1 where not known."""
    if not len(need.term):
        return np.full(len(texts.ptr) - 1, NOT_KNOWN, dtype=np.int16)
    points = np.minimum(cosine(need, texts, n_terms) * POINTS_MAX // TEXT_FULL, POINTS_MAX)
    return np.where(np.diff(texts.ptr) == 0, NOT_KNOWN, points).astype(np.int16)


Document = Mapping[str, Any]


def rank(
    experts: Mapping[str, Sequence[Document]], needs: Mapping[str, Document]
) -> tuple[list[str], list[str], NDArray[np.int32]]:
    """Rank experts for needs by text alone: fit, index and score on the given texts.

    Documents are mappings with "title" and "text". Returns (expert ids, need ids, matrix) where
    `matrix[i, j]` is the cosine in 1/10,000, the same integers that production saturates.
    """
    bags = [[Work(doc["title"], doc["text"]) for doc in bag] for bag in experts.values()]
    epoch = fit_epoch(work for bag in bags for work in bag)
    texts = index(bags, epoch)
    queries = [query(Work(need["title"], need["text"]), epoch) for need in needs.values()]
    columns = [cosine(need, texts, len(epoch.terms)) for need in queries]
    return list(experts), list(needs), np.stack(columns, axis=1)
