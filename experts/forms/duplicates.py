"""What staff say about a pair of profiles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.forms.staff import VerifyForm


class PairNoteForm(VerifyForm):
    note = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Colleagues read it later."),
    )


class MergeForm(PairNoteForm):
    keep = forms.ChoiceField(label=_("Which profile is kept?"), widget=forms.RadioSelect)
    field_order = ("keep", "note", "version")

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = sides


class TellApartForm(PairNoteForm):
    """Two people."""


class ReconsiderForm(PairNoteForm):
    """Perhaps one after all."""


class UndoForm(PairNoteForm):
    """They were two."""


class PairFilterForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", _("to be decided")),
            ("merged", _("made one")),
            ("different", _("two people")),
        ],
    )
