"""The vocabulary over the API: public, read only."""

from rest_framework import viewsets
from rest_framework.permissions import AllowAny

from taxonomy.api.serializers import PlaceSerializer, ThemeSerializer, VocabularySkillSerializer
from taxonomy.filters import PlaceFilter, SkillFilter
from taxonomy.models import Place, Skill, Theme

SLUG = "[A-Za-z0-9-]{1,80}"


class ThemeViewSet(viewsets.ReadOnlyModelViewSet):
    """Themes, in the order of the portal."""

    queryset = Theme.objects.order_by("position")
    serializer_class = ThemeSerializer
    permission_classes = (AllowAny,)
    lookup_field = "slug"
    lookup_value_regex = SLUG


class SkillViewSet(viewsets.ReadOnlyModelViewSet):
    """Skills with all their names; `q` finds them by any of these."""

    queryset = (
        Skill.objects.select_related("theme", "broader").prefetch_related("aliases").order_by("name", "pk")
    )
    serializer_class = VocabularySkillSerializer
    permission_classes = (AllowAny,)
    filterset_class = SkillFilter
    lookup_field = "slug"
    lookup_value_regex = SLUG


class PlaceViewSet(viewsets.ReadOnlyModelViewSet):
    """Provinces and territories, districts and cities of Pakistan."""

    queryset = Place.objects.select_related("parent").order_by("kind", "name", "pk")
    serializer_class = PlaceSerializer
    permission_classes = (AllowAny,)
    filterset_class = PlaceFilter
    lookup_field = "code"
    lookup_value_regex = SLUG
