"""Which lists somebody asks for over the API, and whom in the directory."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from common.models import choices_of
from common.names import name_keys
from common.rates import Rate
from experts.labels import HELP_KINDS
from matching.enums import RoundState
from matching.models import AssignmentRound, MatchList
from matching.selectors.directory import sought_words
from matching.selectors.found import Search
from programmes.labels import MODES
from taxonomy.enums import LANGUAGE_CODES, PlaceKind
from taxonomy.labels import SENIORITIES, country_choices, language_choices, language_name
from taxonomy.models import Place
from taxonomy.selectors import vocabulary


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


LOOKS = Rate("matching.directory", 60, 60)
"""Pages of the directory and of people in it for one reader: one a second is more than anybody reads."""


def _codes(labels: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(code.value, label) for code, label in labels.items()]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DirectoryForm(forms.Form):
    """Whom somebody looks for: pages and API ask alike. Choices are counted once the answer is known."""

    q = forms.CharField(label=_("Skills or words"), required=False, max_length=80)
    name = forms.CharField(label=_("Name"), required=False, max_length=80)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    wish = forms.ChoiceField(
        label=_("What they would like to do"), required=False, choices=_codes(HELP_KINDS)
    )
    territory = forms.ChoiceField(label=_("Province or territory"), required=False)
    country = forms.ChoiceField(label=_("Country where they live"), required=False, choices=country_choices)
    language = forms.ChoiceField(label=_("Language"), required=False)
    seniority = forms.ChoiceField(label=_("Seniority"), required=False, choices=_codes(SENIORITIES))
    mode = forms.ChoiceField(label=_("Way of working"), required=False, choices=_codes(MODES))
    hours = forms.IntegerField(label=_("Hours a week"), required=False, min_value=1, max_value=60)
    free_from = forms.DateField(label=_("Available from"), required=False, widget=_day())
    free_until = forms.DateField(label=_("Available until"), required=False, widget=_day())

    FIRST = ("q", "name", "theme", "country")
    COUNTED = ("theme", "wish", "territory", "country", "language", "seniority", "mode")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.themes = {theme.position: theme for theme in vocabulary().themes.values()}
        territories = Place.objects.filter(kind=PlaceKind.TERRITORY).order_by("position")
        self.territories = {place.position: place for place in territories}
        self.fields["theme"].choices = [(theme.slug, str(theme)) for theme in self.themes.values()]
        self.fields["territory"].choices = [(place.code, str(place)) for place in self.territories.values()]
        codes = {code.partition("-")[0] for code in LANGUAGE_CODES}
        asked = (data or {}).get("language", "")
        also = [asked] if len(asked) <= 3 and asked.isascii() and asked.isalpha() and asked.islower() else []
        self.fields["language"].choices = [
            choice for choice in language_choices(*also) if choice[0] in codes or choice[0] in also
        ]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Filters that are folded away until one of them is used."""
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def is_narrowed(self) -> bool:
        return any(field.data for field in self.more_fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("free_from"), cleaned.get("free_until")
        if first and last and last < first:
            self.add_error("free_until", _("This day lies before the first one."))
        return cleaned

    def search(self, today: date) -> Search:
        """What a valid form asks."""
        cleaned = self.cleaned_data
        keys = [name_keys(word) for word in cleaned["name"].split()]
        return Search(
            today=today,
            words=sought_words(cleaned["q"]),
            # A name of titles and initials alone names nobody.
            names=[key for key in keys if key] or ([frozenset()] if keys else []),
            theme=_position(self.themes.values(), "slug", cleaned["theme"]),
            territory=_position(self.territories.values(), "code", cleaned["territory"]),
            **{name: cleaned[name] for name in ("country", "language", "mode", "seniority", "wish")},
            **{name: cleaned[name] for name in ("hours", "free_from", "free_until")},
        )

    def counted(self, facets: Mapping[str, Mapping[str, int]]) -> dict[str, list[tuple[str, str, int]]]:
        """(value, label, number) of each field's choices that somebody has, or that is chosen."""
        return {name: list(self._counted(name, facets.get(name, {}))) for name in self.COUNTED}

    def _counted(self, name: str, numbers: Mapping[str, int]) -> Iterable[tuple[str, str, int]]:
        positions = {"theme": self.themes, "territory": self.territories}.get(name)
        chosen = self.cleaned_data.get(name, "")
        choices = dict(self.fields[name].choices)
        if name == "language":
            choices |= {code: language_name(code) for code in numbers if code not in choices}
        for position, (value, label) in enumerate(choices.items()):
            key = str(list(positions)[position]) if positions else value
            if numbers.get(key) or value == chosen:
                yield value, str(label), numbers.get(key, 0)

    def count_choices(self, facets: Mapping[str, Mapping[str, int]]) -> None:
        """Offer what would be found, with how many each would be."""
        for name, choices in self.counted(facets).items():
            options = [(value, f"{label} ({n})") for value, label, n in choices]
            self.fields[name].widget.choices = [("", _("all")), *options]


def _position(rows: Iterable[Any], name: str, value: str) -> int | None:
    return next((row.position for row in rows if value and getattr(row, name) == value), None)
