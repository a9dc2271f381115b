"""How many could fit a need that is being written, in words that point at nobody."""

from dataclasses import dataclass
from datetime import datetime

from common.counts import coarse, coarse_words
from incubators.models import Need
from matching.labels.estimate import (
    COULD_FIT,
    FEW_HOLDERS,
    HARDEST,
    NO_HARDEST,
    NO_MUST_SKILL,
    NO_SNAPSHOT,
)
from matching.selectors.results import Counted

MANY_HOLDERS = 50
"""Where fewer list a must-have skill, and no other answer keeps people away, more skills would help most."""


@dataclass(frozen=True, slots=True)
class EstimatePage:
    """`sentence` says how many, `hardest` which requirement keeps most away; both may say what is missing.

    `as_of` is when the profiles were read, None where nothing was counted.
    """

    need: Need
    sentence: str
    hardest: str = ""
    as_of: datetime | None = None


def estimate_page(need: Need, found: Counted | None, as_of: datetime | None) -> EstimatePage:
    if found is None:
        return EstimatePage(need, str(NO_SNAPSHOT))
    sentence = str(COULD_FIT) % {"count": coarse_words(found.n_fits)}
    return EstimatePage(need, sentence, _hardest(found), as_of)


def page_without_must_skill(need: Need) -> EstimatePage:
    return EstimatePage(need, str(NO_MUST_SKILL))


def _hardest(found: Counted) -> str:
    """The requirement that keeps most away, if it keeps enough away that nobody can be told by it."""
    constraint, n_more = max(found.keeps_away.items(), key=lambda pair: pair[1])
    if coarse(n_more):
        return str(HARDEST[constraint]) % {"count": coarse_words(n_more)}
    if found.n_candidates < MANY_HOLDERS:
        return str(FEW_HOLDERS) % {"count": coarse_words(found.n_candidates)}
    return str(NO_HARDEST)
