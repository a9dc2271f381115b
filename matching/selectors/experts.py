"""Which experts a list may show now, whatever was true when it was computed."""

from collections.abc import Iterable

from experts.enums import State, Visibility
from experts.models import Expert
from experts.querysets import ExpertQuerySet

_LISTED = (Visibility.AFTER_MATCHING, Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC)
_NAMED = (Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC)
_STANDING = (State.SUBMITTED, State.CHANGES_REQUESTED, State.VERIFIED)


def all_shown() -> ExpertQuerySet:
    """Everybody whom a list may show at all."""
    return Expert.objects.filter(visibility__in=_LISTED, state__in=_STANDING)


def shown_experts(ids: Iterable[int]) -> ExpertQuerySet:
    """Those of these experts who have not hidden, paused or lost their profile in the meantime."""
    return all_shown().filter(pk__in=list(ids))


def shows_name(expert: Expert, *, host_is_verified: bool) -> bool:
    """Whether a host may read the name on a card: only what the person chose to show verified hosts."""
    return host_is_verified and expert.visibility in _NAMED
