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
from programmes.labels import COMPONENTS


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
    """A whole number for every component. What the numbers may be together is the service's to say."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        out_of_range = _("Please give a whole number from 0 to 1,000.")
        for component in Component:
            self.fields[component.value] = forms.IntegerField(
                label=capfirst(COMPONENTS[component]),
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages={
                    "required": out_of_range,
                    "invalid": out_of_range,
                    "min_value": out_of_range,
                    "max_value": out_of_range,
                },
            )

    def explain(self, in_force: Iterable[WeightLine]) -> None:
        """Say beside each field what is in force."""
        for line in in_force:
            said = _("In force: %(weight)d, %(share)d%% of all")
            self.fields[line.component].help_text = said % {"weight": line.weight, "share": line.share}

    @property
    def values(self) -> dict[str, int]:
        return {component.value: self.cleaned_data[component.value] for component in Component}


class PublishWeightsForm(WeightsForm):
    """The weights, and the version that their author had before them."""

    seen_number = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
