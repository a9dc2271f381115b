"""What the forms of this app are made of."""

from typing import Any

from django import forms

from common.text import clean_line

Choices = list[tuple[Any, Any]]


def choices_from(labels: dict[Any, Any], *, empty: Any = None) -> Choices:
    first = [] if empty is None else [("", empty)]
    return [*first, *((getattr(code, "value", code), label) for code, label in labels.items())]


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ModelFields(forms.ModelForm):
    """Fields of a model without writing to it: labels, lengths and initial values come from there."""

    def line(self, name: str) -> str:
        """One line of a field that needs one; signs that nobody can see are no answer."""
        line = clean_line(self.cleaned_data[name])
        if not line:
            raise forms.ValidationError(self.fields[name].error_messages["required"])
        return line

    def _post_clean(self) -> None:
        """The instance stays as it is."""
