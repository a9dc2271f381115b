"""How a sample is drawn: from a seed and a list, the same by whomever and wherever it is done again."""

import hashlib
from collections.abc import Iterable


def n_to_draw(n_eligible: int, percent: int) -> int:
    """A share of a number, rounded up: a share of something is never nothing.

    >>> n_to_draw(21, 10), n_to_draw(1, 10), n_to_draw(0, 10), n_to_draw(7, 100)
    (3, 1, 0, 7)
    """
    return -(-n_eligible * percent // 100)


def place_of(code: str, seed: str) -> str:
    """Where a case stands in the order of the draw: SHA-256 of the seed, a colon and its code, in hex.

    On a command line: `printf '%s' 'SEED:CODE' | sha256sum`.

    >>> place_of("abc", "1")[:12]
    'fac4d75282e3'
    """
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def draw(codes: Iterable[str], *, seed: str, percent: int) -> list[str]:
    """The sample in the order in which it is drawn: whoever has the seed and the list draws the same.

    Every code gets its place by `place_of`; the list is put into the order of these places, and the first
    share of it is the sample. The order in which the codes are given does not matter, nor does a code that
    is given twice: without the seed nobody can say which codes come first, with it everybody can.

    >>> draw(["b", "a", "c"], seed="1", percent=50) == draw(["c", "b", "a", "a"], seed="1", percent=50)
    True
    >>> len(draw("abcdefghij", seed="1", percent=25))
    3
    """
    ordered = sorted(set(codes), key=lambda code: place_of(code, seed))
    return ordered[: n_to_draw(len(ordered), percent)]
