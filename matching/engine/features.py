"""From a text to counted features: single tokens and pairs of neighbouring tokens, each under a hash."""

from collections import Counter
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from .tokens import Folds, joined_tokens


class Work(NamedTuple):
    """One text of an expert, or the text of a need."""

    title: str
    text: str = ""


@lru_cache(maxsize=200_000)
def feature_hash(feature: str) -> int:
    """64 bits that name a feature on every machine.

    >>> feature_hash("solar") == feature_hash("wind")
    False
    """
    return int.from_bytes(blake2b(feature.encode(), digest_size=8).digest(), "little")


def features(work: Work, folds: Folds | None = None) -> Counter[str]:
    """Tokens of title and text, and pairs of tokens that stand side by side, with their counts.

    A pair never reaches over a stop word or from the title into the text. What holds a digit says
    something only beside another word: it is no feature of its own.

    >>> sorted(features(Work("Solar pumps for ISO 9001", "2026")))
    ['iso', 'iso 9001', 'pump', 'solar', 'solar pump']
    """
    counts: Counter[str] = Counter()
    for part in work:
        before = ""
        for token, follows in joined_tokens(part, folds):
            if token.isalpha() or not any(letter.isdigit() for letter in token):
                counts[token] += 1
            if follows:
                counts[f"{before} {token}"] += 1
            before = token
    return counts
