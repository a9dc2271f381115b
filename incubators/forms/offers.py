"""What an organisation types about its facilities and ventures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import clean_line
from incubators.enums import FacilityKind, Stage
from incubators.forms.fields import day_field, text_area
from incubators.labels import FACILITY_KINDS, STAGES, choices_from
from incubators.models import Facility, Venture
from incubators.services import FacilityFacts, VentureFacts
from taxonomy.forms import PlaceField
from taxonomy.models import Theme


class _NamedForm(forms.Form):
    """A form whose name must hold more than spaces."""

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name


class FacilityForm(_NamedForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Such as “Power electronics laboratory”."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.TypedChoiceField(
        label=_("Kind"), choices=choices_from(FACILITY_KINDS), coerce=FacilityKind, widget=forms.RadioSelect
    )
    description = forms.CharField(
        label=_("What a visiting expert can do there"), max_length=1000, required=False, widget=text_area(4)
    )
    place = PlaceField(
        label=_("Place"), required=False, help_text=_("Only when it is not where the organisation is.")
    )
    available_from = day_field(label=_("Can be used from"), help_text=_("Empty: at any time."))
    available_to = day_field(label=_("Can be used until"), help_text=_("Empty: without an end."))
    capacity = forms.IntegerField(
        label=_("For how many people at a time"), required=False, min_value=1, max_value=1000
    )

    def __init__(self, *args: Any, facility: Facility | None = None, **options: Any) -> None:
        if facility is not None:
            given = {name: getattr(facility, name) for name in self.base_fields}
            options["initial"] = given | {"place": facility.place.code if facility.place else ""}
        super().__init__(*args, **options)

    def facts(self) -> FacilityFacts:
        return FacilityFacts(**self.cleaned_data)


_NOT_SAID = ("", _("We do not say"))


def _declaration(label: Any) -> forms.TypedChoiceField:
    """Three answers; silence is one and the first."""
    return forms.TypedChoiceField(
        label=label,
        choices=[_NOT_SAID, ("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Your own word. Only your organisation and staff who run programmes read it; it is in no list and"
            " no search, and matching does not know it."
        ),
    )


class VentureForm(_NamedForm):
    name = forms.CharField(
        label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    )
    stage = forms.TypedChoiceField(
        label=_("Stage"), choices=choices_from(STAGES), coerce=Stage, widget=forms.RadioSelect
    )
    about = forms.CharField(label=_("What it does"), max_length=1500, required=False, widget=text_area(4))
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=_("Themes"),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    founded_on = day_field(label=_("Founded"))
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https", empty_value=""
    )
    women_led = _declaration(_("Is it led by women?"))
    minority_led = _declaration(_("Is it led by members of a minority?"))

    def __init__(self, *args: Any, venture: Venture | None = None, **options: Any) -> None:
        if venture is not None:
            given = {name: getattr(venture, name) for name in self.base_fields if name != "themes"}
            answers = {True: "yes", False: "no", None: ""}
            options["initial"] = given | {
                "themes": [theme.slug for theme in venture.themes.all()],
                "women_led": answers[venture.women_led],
                "minority_led": answers[venture.minority_led],
            }
        super().__init__(*args, **options)
        self.fields["themes"].queryset = Theme.objects.all()

    def facts(self) -> VentureFacts:
        return VentureFacts(**self.cleaned_data)
