"""How the vocabulary is narrowed."""

import django_filters
from django.db.models import Q, QuerySet

from taxonomy.labels import PLACE_KINDS
from taxonomy.models import Place, Skill


class SkillFilter(django_filters.FilterSet):
    """Skills by any of their names, in English, Urdu or Urdu in Latin letters, and by theme."""

    q = django_filters.CharFilter(method="named", max_length=80)
    theme = django_filters.CharFilter(field_name="theme__slug", max_length=60)

    class Meta:
        model = Skill
        fields = ("q", "theme")

    def named(self, skills: QuerySet[Skill], name: str, words: str) -> QuerySet[Skill]:
        return skills.filter(pk__in=Skill.objects.matching(words).values("pk"))


class PlaceFilter(django_filters.FilterSet):
    """Places by kind, and those that lie in a territory or district."""

    kind = django_filters.ChoiceFilter(choices=[(kind.value, label) for kind, label in PLACE_KINDS.items()])
    within = django_filters.CharFilter(method="lying_within", max_length=60)

    class Meta:
        model = Place
        fields = ("kind", "within")

    def lying_within(self, places: QuerySet[Place], name: str, code: str) -> QuerySet[Place]:
        return places.filter(Q(parent__code=code) | Q(parent__parent__code=code))
