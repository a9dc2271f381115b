"""What a host says with a step of a need, and the document beside it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incubators.enums import ClosingReason
from incubators.forms.fields import day_field, text_area
from incubators.labels import CLOSING_REASONS, NEED_FIELDS, choices_from


class NoteForm(forms.Form):
    """Why a need is paused, opened again or withdrawn."""

    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=text_area(4))


class ClosingForm(NoteForm):
    """Why a published need is given up: one reason of the list, and words where they help."""

    reasons = forms.ChoiceField(
        label=_("Why do you close it?"), choices=choices_from(CLOSING_REASONS), widget=forms.RadioSelect
    )
    field_order = ("reasons", "note")

    def clean_reasons(self) -> list[ClosingReason]:
        return [ClosingReason(self.cleaned_data["reasons"])]


class WindowForm(forms.Form):
    """New dates for a need whose last day has passed."""

    starts_on = day_field(label=NEED_FIELDS["starts_on"])
    ends_on = day_field(label=NEED_FIELDS["ends_on"])

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.required = True


class DocumentForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_(
            "PDF, PNG or JPEG, up to 5 MB: a course outline, a drawing, a data sheet. Whoever may see the"
            " need and has signed in can open it, so no personal papers."
        ),
    )
