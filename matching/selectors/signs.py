"""One sign about an expert that a higher app knows and a list or a card may show."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

Approached = Callable[[Collection[int], Any, datetime], set[int]]
_APPROACHED: list[Approached] = []


def whoever_was_approached(ask: Approached) -> Approached:
    """Let a higher app answer which of these experts somebody else approached lately."""
    _APPROACHED[:] = [ask]
    return ask


def approached_lately(expert_ids: Collection[int], user: Any, at: datetime) -> set[int]:
    """Those of these experts whom somebody else approached lately, as far as this person may know."""
    if not _APPROACHED or not expert_ids or not user.is_authenticated:
        return set()
    return _APPROACHED[0](expert_ids, user, at)
