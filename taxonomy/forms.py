"""Fields of forms that choose from the vocabulary."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Place


class _PlacesByTerritory(ModelChoiceIterator):
    """Territories as groups: the whole of it first, then its districts and cities by name."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        places = list(self.queryset)
        for territory in (place for place in places if place.parent is None):
            within = [place for place in places if place.parent and place.territory == territory]
            whole = (self.choice(territory)[0], _("%(territory)s, anywhere") % {"territory": territory})
            yield str(territory), [whole, *map(self.choice, sorted(within, key=str))]


class PlaceField(forms.ModelChoiceField):
    """One select for a territory, or a district or city in it: it works the same without JavaScript."""

    iterator = _PlacesByTerritory

    def __init__(self, **options: Any) -> None:
        super().__init__(self.places(), to_field_name="code", empty_label=_("Choose a place"), **options)

    @staticmethod
    def places() -> QuerySet[Place]:
        return Place.objects.select_related("parent__parent").order_by("position", "name")
