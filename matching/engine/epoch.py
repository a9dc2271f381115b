"""What a text score may depend on besides the two texts: frozen together, named by a digest.

An epoch holds how rare every feature is, a sample of reference texts among which a new text finds its
neighbours. Needs are never epoch texts. From the idf table on everything is integer arithmetic, so that
every machine gets the same numbers.

A reference text is also a term: an expert's vector names the reference texts in the neighbourhood of the
works, and a need's vector says how close the need is to each of them. So the words of colleagues count
without being copied into every profile.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt, log
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .csr import pack
from .features import Work, feature_hash, features
from .tokens import Folds, fold_table

UNIT = 1 << 15
"""Length of a vector: weights are whole numbers from 0 to this."""
MAX_REFERENCES = 20_000
"""Texts that an epoch is fitted on; of a larger population, an even sample."""
TERM_BITS = 20
N_TERMS = 1 << TERM_BITS
FIRST_REFERENCE = N_TERMS - MAX_REFERENCES
N_KNOWN = 3 << (TERM_BITS - 2)
"""Features that the reference texts hold have a term of their own, up to this many."""
N_UNKNOWN = FIRST_REFERENCE - N_KNOWN
"""Terms that all other features share by their hash, so that a word written after the epoch was frozen
still meets the same word in another text."""
N_NEIGHBOURS = 8
_TOO_ALIKE = UNIT * 97 // 100
"""A reference text as close as this is the same text once more, and no neighbour."""
_IDF_UNIT = 1_000
_TF = tuple(round(_IDF_UNIT * (1 + log(n))) for n in range(1, 65))

Vector = dict[int, int]
"""Term -> weight. A term is a feature, or `FIRST_REFERENCE` plus the number of a reference text."""


@dataclass(frozen=True)
class Epoch:
    """A frozen sample of texts.

    Attributes
    ----------
    known : (v,) uint64 ascending, hashes of the features that the reference texts hold
    idf : (v,) int16, thousandths
    ptr, term, weight : the reference texts' vectors: (n_texts + 1,) int64; (nnz,) int32 ascending in a
        row; (nnz,) uint16
    folds : alias table in force
    """

    known: NDArray[np.uint64]
    idf: NDArray[np.int16]
    ptr: NDArray[np.int64]
    term: NDArray[np.int32]
    weight: NDArray[np.uint16]
    folds: Folds = field(default_factory=dict)

    @property
    def n_texts(self) -> int:
        return len(self.ptr) - 1

    @cached_property
    def _postings(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64]]:
        """Reference texts by term: pointers (N_TERMS + 1,), texts and weights (nnz,)."""
        order = np.argsort(self.term, kind="stable")
        text = np.repeat(np.arange(self.n_texts, dtype=np.int32), np.diff(self.ptr))[order]
        counts = np.bincount(self.term, minlength=N_TERMS)
        ptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        return ptr, text, self.weight[order].astype(np.int64)

    def terms(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Terms of features and their idf, both (f,) int64. What no reference text holds is rarest."""
        terms = N_KNOWN + (hashes % np.uint64(N_UNKNOWN)).astype(np.int64)
        idf = np.full(len(hashes), _idf(self.n_texts, 0), np.int64)
        if len(self.known):
            at = np.minimum(np.searchsorted(self.known, hashes), len(self.known) - 1)
            hit = self.known[at] == hashes
            terms[hit], idf[hit] = at[hit], self.idf[at[hit]]
        return terms, idf

    def vector(self, work: Work) -> Vector:
        """Weights of a text's features, together of length `UNIT`; empty when it has none."""
        return self._vector(features(work, self.folds))

    def _vector(self, counts: Mapping[str, int]) -> Vector:
        hashes = np.array([feature_hash(feature) for feature in counts], dtype=np.uint64)
        terms, idf = self.terms(hashes)
        weights: Counter[int] = Counter()
        for term, rarity, count in zip(terms.tolist(), idf.tolist(), counts.values(), strict=True):
            weights[term] += _TF[min(count, len(_TF)) - 1] * rarity
        length = isqrt(sum(weight * weight for weight in weights.values()))
        return {term: (2 * weight * UNIT + length) // (2 * length) for term, weight in weights.items()}

    def cosines(self, vector: Vector) -> NDArray[np.int64]:
        """Cosine of a text with every reference text, (n_texts,) int64 out of `UNIT`."""
        ptr, texts, weights = self._postings
        spans = [(ptr[at], ptr[at + 1], weight) for at, weight in vector.items() if ptr[at] < ptr[at + 1]]
        if not spans:
            return np.zeros(self.n_texts, np.int64)
        text = np.concatenate([texts[start:end] for start, end, _ in spans])
        product = np.concatenate([weights[start:end] * weight for start, end, weight in spans])
        # Sums stay below 2**53, so that the float64 of bincount is exact.
        return np.bincount(text, weights=product, minlength=self.n_texts).astype(np.int64) // UNIT

    def neighbourhood(self, vectors: Sequence[Vector]) -> Vector:
        """Shares, together about `UNIT`, of the reference texts nearest to these texts, as terms."""
        total: Counter[int] = Counter()
        for vector in vectors:
            cosine = self.cosines(vector)
            cosine[cosine > _TOO_ALIKE] = 0
            near = np.argsort(-cosine, kind="stable")[:N_NEIGHBOURS]
            near = near[cosine[near] > 0]
            for text, share in zip(near, cosine[near] * UNIT // max(cosine[near].sum(), 1), strict=True):
                total[FIRST_REFERENCE + int(text)] += int(share)
        return {term: share // len(vectors) for term, share in total.items()}

    def digest(self) -> str:
        """Name of this epoch, 16 hexadecimal digits, equal on every machine."""
        state = hashlib.sha256()
        for column in (self.known, self.idf, self.ptr, self.term, self.weight):
            state.update(np.ascontiguousarray(column).tobytes())
        state.update(repr(sorted(self.folds.items())).encode())
        return state.hexdigest()[:16]

    @classmethod
    def empty(cls) -> Self:
        """The epoch of nobody: every feature is equally rare, no text has a neighbour."""
        return fit_epoch([])


def _idf(n_texts: int, n_with: int) -> int:
    return round(_IDF_UNIT * (log((1 + n_texts) / (1 + n_with)) + 1))


def fit_epoch(texts: Iterable[Work], aliases: Mapping[str, Iterable[str]] | None = None) -> Epoch:
    """Freeze idf and reference texts.

    >>> epoch = fit_epoch([Work("water"), Work("water pump")])
    >>> epoch.n_texts, sorted(epoch.idf.tolist())
    (2, [1000, 1405, 1405])
    """
    everything = list(texts)
    step = max(-(-len(everything) // MAX_REFERENCES), 1)
    folds = fold_table(aliases or {})
    sample = [features(work, folds) for work in everything[::step]]
    n_with = Counter(feature_hash(feature) for counts in sample for feature in counts)
    # Of very many features, those of a single text are left out first: they tell no two texts alike.
    kept = sorted(n_with, key=lambda feature: (n_with[feature] == 1, feature))[:N_KNOWN]
    known = np.array(sorted(kept), dtype=np.uint64)
    idf = np.array([_idf(len(sample), n_with[feature]) for feature in known.tolist()], dtype=np.int16)
    bare = Epoch(
        known,
        idf,
        ptr=np.zeros(len(sample) + 1, np.int64),
        term=np.zeros(0, np.int32),
        weight=np.zeros(0, np.uint16),
    )
    vectors = [sorted(bare._vector(counts).items()) for counts in sample]
    ptr, term = pack([[at for at, _ in vector] for vector in vectors], np.int32)
    _, weight = pack([[weight for _, weight in vector] for vector in vectors], np.uint16)
    return Epoch(known, idf, ptr, term, weight, folds)
