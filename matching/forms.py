"""What people send about pairs."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.enums import DismissReason
from matching.labels import DISMISS_REASONS
from matching.selectors.weighing import WeightLine
from programmes.enums import MOST_WEIGHT, Component


class ChoiceForm(forms.Form):
    """Whom: the code that stands on the card."""

    code = forms.SlugField(max_length=10, widget=forms.HiddenInput)


class DismissForm(ChoiceForm):
    """Whom, and why."""

    reason = forms.TypedChoiceField(
        label=_("Why do you set this expert aside?"),
        choices=[(code.value, label) for code, label in DISMISS_REASONS.items()],
        coerce=DismissReason,
        error_messages={"required": _("Please choose a reason.")},
    )


class AskForm(forms.Form):
    """About whom: the code that stands on a card."""

    code = forms.SlugField(
        label=_("Code of the expert"),
        max_length=10,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": _("Please give the code that stands on the expert's card."),
            "invalid": _("A code has letters and digits only."),
            "max_length": _("A code has ten letters and digits."),
        },
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].upper()


class WeightsForm(forms.Form):
    """A whole number for every component, beside what is in force; the service judges them together."""

    def __init__(self, *args: Any, in_force: Iterable[WeightLine], **options: Any) -> None:
        super().__init__(*args, **options)
        out_of_range = _("Please give a whole number from 0 to 1,000.")
        said = _("In force: %(weight)d, %(share)d%% of all")
        for line in in_force:
            self.fields[line.component] = forms.IntegerField(
                label=capfirst(line.label),
                help_text=said % {"weight": line.weight, "share": line.share},
                initial=line.weight,
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), out_of_range),
            )

    @property
    def values(self) -> dict[str, int]:
        return {component.value: self.cleaned_data[component.value] for component in Component}


class PublishWeightsForm(WeightsForm):
    """The weights, and the version that their author had before them."""

    seen_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
