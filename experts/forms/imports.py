"""The file that a person brings along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.readers.limits import MAX_BYTES


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_(
            "An ORCID record (JSON, version 3.0) or a JSON Resume, up to 5 MB. The file is not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def content(self) -> bytes:
        """As much of the file as is needed to know that it is too large."""
        return self.cleaned_data["file"].read(MAX_BYTES + 1)
