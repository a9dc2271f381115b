"""The file that a person brings along."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("Your file"),
        help_text=_(
            "An ORCID record, a LinkedIn archive, a Europass CV, a JSON Resume, a CV as PDF or Word document,"
            " or the archive of an account here. Up to 5 MB, archives up to 50 MB. The file is not kept."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,.xml,.zip,.pdf,.docx"}),
    )
