"""Counts by province or territory: everything in a city counts where the city is."""

from collections.abc import Mapping

from taxonomy.enums import PlaceKind
from taxonomy.models import Place


def by_territory(n_by_place: Mapping[int, int]) -> list[tuple[Place, int]]:
    """Every province or territory in its order, with the sum of all places within it; one query."""
    places = {place.pk: place for place in Place.objects.all()}
    n_by_territory: dict[int, int] = {}
    for place_id, n in n_by_place.items():
        top = places[place_id]
        while top.parent_id:
            top = places[top.parent_id]
        n_by_territory[top.pk] = n_by_territory.get(top.pk, 0) + n
    territories = [place for place in places.values() if place.kind == PlaceKind.TERRITORY]
    territories.sort(key=lambda place: place.position)
    return [(place, n_by_territory.get(place.pk, 0)) for place in territories]
