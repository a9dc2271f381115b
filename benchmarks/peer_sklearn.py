"""scikit-learn: the text alone, by brute force over all experts, without any other component."""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.neighbors import NearestNeighbors

from benchmarks.population import K
from matching.engine.columns import Experts, Need
from matching.engine.epoch import N_TERMS
from matching.engine.text import WEIGHT_BITS


def asker(experts: Experts) -> Callable[[Need], Any]:
    """Need -> rows of the k nearest texts by cosine."""
    packed = experts.texts.packed
    term = (packed >> np.uint32(WEIGHT_BITS) & np.uint32(N_TERMS - 1)).astype(np.int32)
    weight = (packed & np.uint32((1 << WEIGHT_BITS) - 1)).astype(np.float32) ** 2
    texts = csr_matrix((weight, term, experts.texts.ptr), shape=(len(experts), N_TERMS))
    texts.sum_duplicates()
    nearest = NearestNeighbors(n_neighbors=min(K, len(experts)), metric="cosine", algorithm="brute").fit(
        texts
    )

    def ask(need: Need) -> Any:
        row = (np.zeros(len(need.text.term), np.int32), need.text.term)
        asked = csr_matrix((need.text.weight.astype(np.float32), row), shape=(1, N_TERMS))
        return nearest.kneighbors(asked, return_distance=False)[0]

    return ask
