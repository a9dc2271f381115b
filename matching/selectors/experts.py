"""Which experts a list may show now, whatever was true when it was computed."""

from collections.abc import Iterable
from typing import Protocol

from django.db import connection

from experts.enums import State, Visibility
from experts.models import Expert
from experts.querysets import ExpertQuerySet
from matching.enums import ConflictState
from matching.models import Conflict

_LISTED = (Visibility.AFTER_MATCHING, Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC)
_NAMED = (Visibility.VERIFIED_ORGANISATIONS, Visibility.PUBLIC)
_STANDING = (State.SUBMITTED, State.CHANGES_REQUESTED, State.VERIFIED)
_SHOWN = """SELECT e.id FROM experts_expert e
WHERE e.id = ANY(%s) AND e.visibility = ANY(%s) AND e.state = ANY(%s) AND NOT EXISTS (
    SELECT FROM matching_conflict c
    WHERE c.expert_id = e.id AND c.organisation_id = %s AND c.state = 'confirmed')"""


class _Person(Protocol):
    visibility: str


def all_shown() -> ExpertQuerySet:
    """Everybody whom a list may show at all."""
    return Expert.objects.filter(visibility__in=_LISTED, state__in=_STANDING)


def shown_experts(ids: Iterable[int]) -> ExpertQuerySet:
    """Those of these experts who have not hidden, paused or lost their profile in the meantime."""
    return all_shown().filter(pk__in=list(ids))


def shown_to(organisation_id: int, ids: Iterable[int]) -> ExpertQuerySet:
    """Those of these experts whom a list of this organisation may show: no confirmed tie keeps them apart."""
    barred = Conflict.objects.filter(organisation_id=organisation_id, state=ConflictState.CONFIRMED)
    return shown_experts(ids).exclude(pk__in=barred.values("expert_id"))


def shown_ids(ids: Iterable[int], organisation_id: int) -> set[int]:
    """The ids of those, in one query that is written already: a page of matches asks it about dozens."""
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [list(ids), list(_LISTED), list(_STANDING), organisation_id])
        return {pk for (pk,) in cursor.fetchall()}


def shows_name(expert: _Person, *, host_is_verified: bool) -> bool:
    """Whether a host may read the name on a card: only what the person chose to show verified hosts."""
    return host_is_verified and expert.visibility in _NAMED
