"""Fields of forms that choose from the vocabulary."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from common.refusals import message_of
from common.text import clean_line
from taxonomy.enums import Language
from taxonomy.labels import LANGUAGES
from taxonomy.models import Place, Skill, Theme
from taxonomy.selectors import skill_named


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


class SkillField(forms.CharField):
    """A skill by any of its names, with suggestions while one types (`<datalist id="skill-names">`)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": "skill-names", "autocomplete": "off", "dir": "auto"})
        super().__init__(max_length=120, widget=widget, **options)

    def clean(self, value: Any) -> Skill | None:
        words = clean_line(super().clean(value))
        if not words:
            return None
        skill = skill_named(words)
        if skill is None:
            raise forms.ValidationError(message_of("skill_unknown"), code="skill_unknown")
        return skill


class SpellingForm(forms.Form):
    """The words are another name of a skill."""

    skill = SkillField(label=_("The skill that they mean"))
    language = forms.TypedChoiceField(
        label=_("The words are written in"),
        choices=[(language.value, label) for language, label in LANGUAGES.items()],
        coerce=Language,
    )


class NewSkillForm(forms.Form):
    """The words are a skill of their own."""

    name = forms.CharField(label=_("Name in English"), max_length=120)
    name_ur = forms.CharField(
        label=_("Name in Urdu"), max_length=120, widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"})
    )
    theme = forms.ModelChoiceField(
        Theme.objects.order_by("position"), label=_("Theme"), to_field_name="slug", empty_label=_("Choose")
    )
    broader = SkillField(
        label=_("Broader skill"),
        required=False,
        help_text=_("A skill of the same theme of which this one is a part. Leave it empty for none."),
    )
    language = SpellingForm.base_fields["language"]
