"""Counted facts for the public: totals that name nobody, computed at most once a minute."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count

from common.charts import Bar, Tile, bars, tiles
from exchanges.enums import WAS_APPROVED
from exchanges.models import Placement
from experts.enums import State as ExpertState
from experts.models import Expert
from incubators.enums import NeedState, OrganisationState
from incubators.models import Need, Organisation
from taxonomy.enums import PlaceKind
from taxonomy.models import Place, Theme

SECONDS_FRESH = 60
# A count below this could point at a person: it is shown as 0 countries rather than as one of two people.
LEAST_PEOPLE_PER_COUNTRY = 3


@dataclass(frozen=True, slots=True)
class PublicNumbers:
    n_experts: int
    n_countries: int
    n_open_needs: int
    n_organisations: int
    n_placements_approved: int


@dataclass(frozen=True, slots=True)
class NumbersPage:
    totals: PublicNumbers
    needs_by_territory: list[Tile]
    needs_by_theme: list[Bar]
    experts_by_country: list[tuple[str, int]]


def public_numbers() -> PublicNumbers:
    """The home page's live numbers: verified experts and organisations, open needs, approvals."""
    return cache.get_or_set("insights.public_numbers", _count, SECONDS_FRESH)


def _count() -> PublicNumbers:
    experts = Expert.objects.filter(state=ExpertState.VERIFIED)
    return PublicNumbers(
        n_experts=experts.count(),
        n_countries=len(_experts_by_country()),
        n_open_needs=Need.objects.filter(
            state=NeedState.OPEN, organisation__state=OrganisationState.VERIFIED
        ).count(),
        n_organisations=Organisation.objects.filter(state=OrganisationState.VERIFIED).count(),
        n_placements_approved=Placement.objects.filter(state__in=WAS_APPROVED).count(),
    )


def _experts_by_country() -> list[tuple[str, int]]:
    rows = (
        Expert.objects.filter(state=ExpertState.VERIFIED)
        .exclude(country="")
        .values_list("country")
        .annotate(n=Count("pk"))
        .filter(n__gte=LEAST_PEOPLE_PER_COUNTRY)
        .order_by("-n", "country")
    )
    return list(rows)


def numbers_page() -> NumbersPage:
    """Open needs by province or territory and by theme, experts by country; small counts are left out."""
    return NumbersPage(
        totals=public_numbers(),
        needs_by_territory=_needs_by_territory(),
        needs_by_theme=_needs_by_theme(),
        experts_by_country=_experts_by_country(),
    )


def _open_needs_by(column: str) -> dict[int, int]:
    open_needs = Need.objects.filter(state=NeedState.OPEN, organisation__state=OrganisationState.VERIFIED)
    return dict(open_needs.exclude(**{column: None}).values_list(column).annotate(n=Count("pk")).order_by())


def _needs_by_territory() -> list[Tile]:
    """A need counts where its organisation is."""
    territory_of: dict[int, int] = {}
    places = {place.pk: place for place in Place.objects.all()}
    for place in places.values():
        top = place
        while top.parent_id:
            top = places[top.parent_id]
        territory_of[place.pk] = top.pk
    n_by_territory: dict[int, int] = {}
    for place_id, n in _open_needs_by("organisation__place").items():
        top_id = territory_of[place_id]
        n_by_territory[top_id] = n_by_territory.get(top_id, 0) + n
    territories = [place for place in places.values() if place.kind == PlaceKind.TERRITORY]
    territories.sort(key=lambda place: place.position)
    return tiles((place.code, str(place), n_by_territory.get(place.pk, 0)) for place in territories)


def _needs_by_theme() -> list[Bar]:
    n_by_theme = _open_needs_by("themes")
    return bars(
        (str(theme), n_by_theme.get(theme.pk, 0)) for theme in Theme.objects.all() if theme.pk in n_by_theme
    )
