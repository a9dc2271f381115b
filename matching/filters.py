"""Which lists somebody asks for over the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from common.models import choices_of
from matching.enums import RoundState
from matching.models import AssignmentRound, MatchList


class MatchListFilter(django_filters.FilterSet):
    """By programme, by how many fit, by whether something has changed since."""

    programme = django_filters.CharFilter(field_name="need__programme__slug", label=_("programme"))
    n_eligible_min = django_filters.NumberFilter(
        field_name="n_eligible", lookup_expr="gte", label=_("at least so many fit")
    )
    is_stale = django_filters.BooleanFilter(
        field_name="stale_since", lookup_expr="isnull", exclude=True, label=_("something has changed since")
    )

    class Meta:
        model = MatchList
        fields = ("programme", "n_eligible_min", "is_stale")


class AssignmentRoundFilter(django_filters.FilterSet):
    """By programme and by state."""

    programme = django_filters.CharFilter(field_name="programme__slug", label=_("programme"))
    state = django_filters.ChoiceFilter(choices=choices_of(RoundState), label=_("State"))

    class Meta:
        model = AssignmentRound
        fields = ("programme", "state")
