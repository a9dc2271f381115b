"""How public lists are narrowed: the same filters for the pages and the API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from incubators.enums import Evidence
from incubators.labels import (
    CATEGORIES,
    EVIDENCE,
    NEED_FIELDS,
    NEED_STATES,
    ORGANISATION_KINDS,
    choices_from,
)
from incubators.models import Need, Organisation
from incubators.querysets import within
from programmes.labels import MODES
from programmes.models import Programme
from taxonomy.enums import PlaceKind
from taxonomy.labels import language_choices, sdg_name, sdg_names
from taxonomy.models import Place, Theme


def _programmes(request: Any) -> QuerySet[Programme]:
    return Programme.objects.filter(is_open=True)


def _territories(request: Any) -> QuerySet[Place]:
    return Place.objects.filter(kind=PlaceKind.TERRITORY).order_by("position")


def _goals() -> list[tuple[int, str]]:
    return [(number, sdg_name(number)) for number in sdg_names()]


class NeedFilter(django_filters.FilterSet):
    """Open needs by words, theme, kind of help, way of working, territory, programme and language."""

    q = django_filters.CharFilter(label=_("Words"), method="about", max_length=80)
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"),
        field_name="themes",
        to_field_name="slug",
        queryset=lambda request: Theme.objects.all(),
        empty_label=_("all"),
    )
    category = django_filters.ChoiceFilter(
        label=NEED_FIELDS["category"], choices=choices_from(CATEGORIES), empty_label=_("all")
    )
    mode = django_filters.ChoiceFilter(
        label=NEED_FIELDS["mode"], choices=choices_from(MODES), empty_label=_("all")
    )
    territory = django_filters.ModelChoiceFilter(
        label=_("Province or territory"),
        method="in_territory",
        to_field_name="code",
        queryset=_territories,
        empty_label=_("all"),
    )

    programme = django_filters.ModelChoiceFilter(
        label=NEED_FIELDS["programme"], to_field_name="slug", queryset=_programmes, empty_label=_("all")
    )
    language = django_filters.ChoiceFilter(
        label=_("Working language"), method="spoken_in", choices=language_choices, empty_label=_("all")
    )
    sdg = django_filters.ChoiceFilter(
        label=NEED_FIELDS["sdgs"], method="towards", choices=_goals, empty_label=_("all")
    )

    FIRST = ("q", "theme", "category", "mode")

    class Meta:
        model = Need
        fields = ("q", "theme", "category", "mode", "territory", "programme", "language", "sdg")

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self.form[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Filters that are folded away until one of them is used."""
        return [self.form[name] for name in self.form.fields if name not in self.FIRST]

    @property
    def is_narrowed(self) -> bool:
        return any(field.data for field in self.more_fields)

    @property
    def query(self) -> str:
        """What the list is narrowed by, as the end of an address; nothing else of the request."""
        given = [(name, self.form.data.get(name, "")) for name in self.form.fields]
        kept = [(name, value) for name, value in given if value and name not in self.form.errors]
        return f"?{urlencode(kept)}" if kept else ""

    def about(self, needs: QuerySet[Need], name: str, words: str) -> QuerySet[Need]:
        return needs.about(words)

    @extend_schema_field(int)
    def towards(self, needs: QuerySet[Need], name: str, goal: str) -> QuerySet[Need]:
        return needs.filter(sdgs__contains=[int(goal)])

    def spoken_in(self, needs: QuerySet[Need], name: str, language: str) -> QuerySet[Need]:
        return needs.filter(working_languages__contains=[language])

    @extend_schema_field(str)
    def in_territory(self, needs: QuerySet[Need], name: str, territory: Place) -> QuerySet[Need]:
        return needs.in_territory(territory.code)


class OrganisationFilter(django_filters.FilterSet):
    """Organisations by name, kind and territory."""

    q = django_filters.CharFilter(label=_("Name"), method="naming", max_length=80)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=choices_from(ORGANISATION_KINDS), empty_label=_("all")
    )
    territory = django_filters.ModelChoiceFilter(
        label=_("Province or territory"),
        method="in_territory",
        to_field_name="code",
        queryset=_territories,
        empty_label=_("all"),
    )

    class Meta:
        model = Organisation
        fields = ("q", "kind", "territory")

    def naming(self, organisations: QuerySet[Organisation], name: str, words: str) -> QuerySet[Organisation]:
        return organisations.naming(words)

    @extend_schema_field(str)
    def in_territory(
        self, organisations: QuerySet[Organisation], name: str, territory: Place
    ) -> QuerySet[Organisation]:
        return organisations.filter(within("place", territory.code))


class QueueFilter(OrganisationFilter):
    """Organisations that wait, besides by what they have shown; `with_evidence` comes first."""

    evidence = django_filters.ChoiceFilter(
        label=_("Shown"), method="showing", choices=choices_from(EVIDENCE), empty_label=_("all")
    )

    class Meta(OrganisationFilter.Meta):
        fields = (*OrganisationFilter.Meta.fields, "evidence")

    def showing(
        self, organisations: QuerySet[Organisation], name: str, evidence: str
    ) -> QuerySet[Organisation]:
        wanted = {
            Evidence.DOMAIN: {"has_domain": True},
            Evidence.LETTER: {"has_letter": True},
            Evidence.NONE: {"has_domain": False, "has_letter": False},
        }
        return organisations.filter(**wanted[Evidence(evidence)])


class NeedApiFilter(NeedFilter):
    """Besides, for members, their needs by state and by organisation."""

    state = django_filters.ChoiceFilter(choices=choices_from(NEED_STATES))
    organisation = django_filters.CharFilter(field_name="organisation__public_id", max_length=10)

    class Meta(NeedFilter.Meta):
        fields = (*NeedFilter.Meta.fields, "state", "organisation")
