"""What staff answer to a profile."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.forms.fields import choices_from
from experts.labels import CHANGE_REASONS


class VerifyForm(forms.Form):
    """`version` is what was read: a profile that changed since is shown again before it is decided."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)


class NoteForm(VerifyForm):
    note = forms.CharField(
        label=_("Your note to the expert"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RequestChangesForm(NoteForm):
    reasons = forms.MultipleChoiceField(
        label=_("What must change?"),
        choices=choices_from(CHANGE_REASONS),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("reasons", "note", "version")
