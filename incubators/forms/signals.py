"""What is lacking, in three fields; more may be said."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubators.enums import Category
from incubators.labels import CATEGORIES, choices_from
from incubators.models import Organisation
from taxonomy.enums import PlaceKind
from taxonomy.forms import SkillField
from taxonomy.models import Place, Theme


class SignalForm(forms.Form):
    """The province is that of the organisation until another one is chosen."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("For which organisation"),
        to_field_name="public_id",
        empty_label=_("Choose"),
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Theme"), to_field_name="slug", empty_label=_("Choose")
    )
    category = forms.TypedChoiceField(
        label=_("Kind of help"), choices=[("", _("Choose")), *choices_from(CATEGORIES)], coerce=Category
    )
    territory = forms.ModelChoiceField(
        Place.objects.none(), label=_("Province or territory"), to_field_name="code", empty_label=_("Choose")
    )
    skill = SkillField(label=_("Skill"), required=False)
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("One sentence for your colleagues. Name nobody."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["theme"].queryset = Theme.objects.all()
        territories = Place.objects.filter(kind=PlaceKind.TERRITORY).order_by("position")
        self.fields["territory"].queryset = territories
        field = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1:
            [only] = organisations
            field.widget = forms.HiddenInput()
            field.initial = only.public_id
            if only.place is not None:
                self.fields["territory"].initial = only.place.territory.code
