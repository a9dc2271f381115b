"""Filters shared by pages and the API."""

import django_filters
from django.db.models import QuerySet

from exchanges.enums import SECRET
from exchanges.labels import INVITATION_STATES, PLACEMENT_STATES
from exchanges.models import Invitation, Placement


class InvitationFilter(django_filters.FilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=[(s.value, label) for s, label in INVITATION_STATES.items()]
    )
    need = django_filters.CharFilter(field_name="need__public_id", max_length=10)

    class Meta:
        model = Invitation
        fields = ("state", "need")


class PlacementFilter(django_filters.FilterSet):
    """By `public_state` alone: a recommendation inside the ministry must not show through a filter."""

    state = django_filters.MultipleChoiceFilter(
        method="by_public_state",
        choices=[(s.value, label) for s, label in PLACEMENT_STATES.items() if s not in SECRET],
    )
    need = django_filters.CharFilter(field_name="need__public_id", max_length=10)

    class Meta:
        model = Placement
        fields = ("state", "need")

    def by_public_state(self, rows: QuerySet, name: str, values: list[str]) -> QuerySet:
        return rows.filter(public_state__in=values) if values else rows
