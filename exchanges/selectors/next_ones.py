"""Who comes next when an invitation came to nothing: the first in the host's own order who is still free."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.utils import timezone

from exchanges.enums import ENDED
from exchanges.models import Invitation
from experts.enums import State
from incubators.models import Need
from matching.models import Exclusion
from matching.selectors.deck import MatchCard
from matching.selectors.experts import shown_experts
from matching.selectors.ranked import card_of, ranked_ids
from matching.selectors.results import Explained


@dataclass(frozen=True, slots=True)
class NextPage:
    """What a host reads before it asks the next one; `card` is None when nobody is free."""

    invitation: Invitation
    person: str
    card: MatchCard | None
    usual_days: int | None


def next_card(need: Need, explained: Explained, at: datetime) -> MatchCard | None:
    """The card of whoever is next, in a fixed number of queries."""
    ranked = ranked_ids(need)
    free = _free_for(need, ranked, at)
    expert_id = next((pk for pk in ranked if pk in free), None)
    return None if expert_id is None else card_of(need, expert_id, explained)


def _free_for(need: Need, expert_ids: Iterable[int], at: datetime) -> set[int]:
    """Those who could be invited at this moment. Inviting asks once more, under locks."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    touching = Count(
        "commitments",
        filter=Q(commitments__starts_on__lte=need.ends_on, commitments__ends_on__gte=need.starts_on),
    )
    free = (
        shown_experts(expert_ids)
        .filter(state=State.VERIFIED, user__isnull=False)
        .exclude(user__in=need.organisation.memberships.values("user"))
        .exclude(pk__in=need.invitations.values("expert"))
        .exclude(pk__in=need.placements.exclude(state__in=ENDED).values("expert"))
        .exclude(pk__in=Exclusion.objects.own().in_force(today).about(need).values("expert"))
        .annotate(n_touching=touching)
        .filter(n_touching__lt=F("capacity"))
    )
    return set(free.values_list("pk", flat=True))
