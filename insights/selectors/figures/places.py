"""Where placements go to and where their experts live; countries of few experts are not even named."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from common.counts import LEAST_TOLD, coarse
from insights.selectors.figures.counting import Scope
from insights.selectors.figures.placements import approvals


@dataclass(frozen=True, slots=True)
class Where:
    """Placements by the id of the host's place, to be summed up and then told; experts by country, coarse."""

    places: Sequence[tuple[int, int]]
    countries: Sequence[tuple[str, int]]


def where(scope: Scope) -> Where:
    """Placements approved in the period by the host's province; their experts, each once, by country."""
    approved = approvals(scope).filter(at__gte=scope.window.edges[0])
    hosts = approved.values_list("subject__organisation__place").annotate(n=Count("pk")).order_by()
    homes = (
        approved.exclude(subject__expert__country="")
        .values_list("subject__expert__country")
        .annotate(n=Count("subject__expert", distinct=True))
        .order_by("-n", "subject__expert__country")
    )
    return Where(
        places=[(place_id, n) for place_id, n in hosts if place_id is not None],
        countries=[(code, coarse(n)) for code, n in homes if n >= LEAST_TOLD],
    )
