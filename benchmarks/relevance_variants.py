"""Ways to rank experts by their texts: what production does, simpler forms, and with a sentence model.

All are scored by production's own code as far as they share it, so that their costs can be compared.
"""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.relevance_data import Bags, Document
from benchmarks.sentence_model import INT8_UNIT, Encode, cosines
from matching.engine import text
from matching.engine.check import WrongResult
from matching.engine.csr import pack, pointers, row_sums
from matching.engine.epoch import UNIT, Epoch, Vector, fit_epoch
from matching.engine.spec import NOT_KNOWN, POINTS_MAX

PRODUCTION = "per work, neighbourhood"
MODEL, MODEL_PERSON = "sentence model", "sentence model, whole person"
Matrices = dict[str, NDArray[np.int64]]
"""Variant -> (experts, needs)."""
Costs = dict[str, dict[str, float]]

Variant = Callable[[Sequence[Vector], Epoch], list[Vector]]
"""Vectors of an expert's works -> the vectors that are stored and compared with a need."""


def _mean(vectors: Sequence[Vector]) -> Vector:
    """One vector of length `UNIT` in the direction of the mean."""
    total: dict[int, int] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0) + weight
    length = sum(weight * weight for weight in total.values()) ** 0.5
    return {term: round(weight * UNIT / length) for term, weight in total.items()}


VARIANTS: dict[str, Variant] = {
    PRODUCTION: lambda vectors, epoch: [*vectors, epoch.neighbourhood(vectors)],
    "per work": lambda vectors, _: list(vectors),
    "mean vector, neighbourhood": lambda vectors, epoch: [_mean(vectors), epoch.neighbourhood(vectors)],
    "mean vector": lambda vectors, _: [_mean(vectors)],
}


def _works(bag: Sequence[Document]) -> list[text.Work]:
    return [text.Work(each["title"], each["text"]) for each in bag]


def _indexed(bags: Sequence[Sequence[Vector]], epoch: Epoch, variant: Variant) -> text.TextIndex:
    rows = []
    for vectors in bags:
        stored = variant(vectors, epoch) if vectors else []
        rows.append([value for vector in stored for value in text.packed_work(vector)])
    return text.TextIndex(*pack(rows, np.uint32))


def rank_all(
    bags: Bags, needs: Mapping[str, Document], encode: Encode | None = None
) -> tuple[Matrices, Costs]:
    """Matrix (experts, needs) and costs of each variant over one population; with a model, three more.

    Raises
    ------
    WrongResult
        if what is measured as production is not what `text.rank` gives.
    """
    works = [_works(bag) for bag in bags.values()]
    epoch = fit_epoch(work for own in works for work in own)
    vectors = [[vector for work in own if (vector := epoch.vector(work))][: text.MAX_WORKS] for own in works]
    queries = [text.query(work, epoch) for work in _works(list(needs.values()))]
    matrices, costs = {}, {}
    for name, variant in VARIANTS.items():
        began = time.process_time()
        texts = _indexed(vectors, epoch, variant)
        stored = time.process_time() - began
        matrices[name], spent = _scored(queries, texts)
        costs[name] = _costs(matrices[name], stored, spent, texts.packed.nbytes + texts.ptr.nbytes)
    if not np.array_equal(matrices[PRODUCTION], text.rank(bags, needs)[2]):
        raise WrongResult("the variant measured as production is not what rank() gives")
    if encode is not None:
        by_work, by_person, costs[MODEL] = _by_model(works, _works(list(needs.values())), encode)
        matrices |= {MODEL: by_work, MODEL_PERSON: by_person}
        costs[MODEL_PERSON] = costs[MODEL]
        for name, views in FUSIONS.items():
            matrices[name] = _in_deviations([matrices[view] for view in views])
            costs[name] = {
                what: costs[PRODUCTION][what] + costs[MODEL][what] for what in ("store_s", "score_s", "bytes")
            }
            costs[name] |= {what: costs[MODEL][what] for what in ("experts", "pairs")}
    return matrices, costs


def _costs(matrix: NDArray[np.int64], stored: float, scored: float, n_bytes: int) -> dict[str, float]:
    return {
        "store_s": stored,
        "score_s": scored,
        "bytes": float(n_bytes),
        "experts": float(len(matrix)),
        "pairs": float(matrix.size),
    }


def _by_model(
    works: Sequence[Sequence[text.Work]], needs: Sequence[text.Work], encode: Encode
) -> tuple[NDArray[np.int64], NDArray[np.int64], dict[str, float]]:
    """Points by the model alone: the root mean square of a need's cosines with an expert's works, and its
    cosine with the mean of these; costs are of both.

    A text that was met before is not encoded again, so that over several draws of the same works the time
    to store an expert is less than it would be once.
    """
    bags = [[". ".join(work) for work in own[: text.MAX_WORKS] if any(work)] for own in works]
    asked = encode([". ".join(need) for need in needs])
    began = time.process_time()
    vectors = encode([written for own in bags for written in own])
    stored = time.process_time() - began
    ptr = pointers([len(own) for own in bags])
    squares = np.rint((cosines(vectors, asked) * POINTS_MAX) ** 2).astype(np.int64)
    n_works = np.diff(ptr)[:, None]
    mean = np.stack([row_sums(column, ptr) for column in squares.T], axis=1) // np.maximum(n_works, 1)
    by_work = np.where(n_works > 0, np.sqrt(mean), NOT_KNOWN).astype(np.int64)
    people = np.stack([row_sums(column, ptr) for column in vectors.astype(np.int64).T], axis=1)
    length = np.maximum(np.linalg.norm(people, axis=1, keepdims=True), 1.0)
    near = people / length @ asked.T.astype(np.float64) / INT8_UNIT
    by_person = np.where(n_works > 0, np.maximum(near, 0.0) * POINTS_MAX, NOT_KNOWN).astype(np.int64)
    spent = time.process_time() - began - stored
    return by_work, by_person, _costs(by_work, stored, spent, vectors.nbytes)


def _in_deviations(views: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Views in deviations from their mean over all pairs, added; ten thousandths."""
    standard = [(each - each.mean()) / max(each.std(), 1e-9) for each in views]
    return np.rint(sum(standard) * POINTS_MAX).astype(np.int64)


# A few ways of adding what is seen, each view with the same weight: no constant is tuned.
FUSIONS = {
    "with sentence model": (PRODUCTION, MODEL),
    "with model, works and person": (PRODUCTION, MODEL, MODEL_PERSON),
}


def _scored(queries: Sequence[text.TextQuery], texts: text.TextIndex) -> tuple[NDArray[np.int64], float]:
    """Matrix (experts, needs), and processor seconds to score; a need's weight table is made before."""
    columns, spent = [], 0.0
    for query in queries:
        table = text.weight_table(query)
        began = time.process_time()
        columns.append(text.score(query, texts, table))
        spent += time.process_time() - began
    return np.stack(columns, axis=1).astype(np.int64), spent
