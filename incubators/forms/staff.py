"""What staff type about files of organisations, and about two that may be one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("File of organisations"),
        help_text=_("CSV or XLSX, up to 5 MB and 5,000 rows. The file itself is not kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ApplyForm(forms.Form):
    is_verified = forms.BooleanField(
        label=_("We have verified these organisations"),
        required=False,
        help_text=_("Otherwise they wait in the queue like all others."),
    )
    note = forms.CharField(
        label=_("How were they verified?"),
        max_length=2000,
        required=False,
        help_text=_("Needed only if you tick the box. It stands in the record of each."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class PairNoteForm(forms.Form):
    note = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("Colleagues read it later."),
    )
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)


class MergeForm(PairNoteForm):
    keep = forms.ChoiceField(label=_("Which organisation is kept?"), widget=forms.RadioSelect)
    field_order = ("keep", "note", "version")

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["keep"].choices = sides


class TellApartForm(PairNoteForm):
    """Two organisations."""


class ReconsiderForm(PairNoteForm):
    """Perhaps one after all."""


class UndoForm(PairNoteForm):
    """They were two."""


class PairFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[("", _("to be decided")), ("merged", _("made one")), ("different", _("two organisations"))],
    )
