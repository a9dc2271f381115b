"""What people say about their credentials, and what staff and liaisons answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from experts.enums import CredentialKind
from experts.forms.fields import ModelFields, choices_from, day_input
from experts.forms.staff import NoteForm
from experts.labels import ACQUAINTANCES, BASIS_CHOICES, CREDENTIAL_KINDS, CREDENTIAL_REASONS
from experts.models import Credential
from experts.services.credentials import bases_for
from taxonomy.labels import country_choices

# A mission speaks for acquaintance; everything else the person claims.
_KINDS = {kind: label for kind, label in CREDENTIAL_KINDS.items() if kind is not CredentialKind.ACQUAINTANCE}


class CredentialKindForm(forms.Form):
    """The first question: everything else depends on what it is and which country issued it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_from(_KINDS), widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("In which country was it issued?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose")), *country_choices()]


class CredentialForm(ModelFields):
    """The claim and its evidence; what it can be checked against depends on kind and country."""

    basis = forms.ChoiceField(label=_("What can it be checked against?"), widget=forms.RadioSelect)
    issued = forms.CharField(
        label=_("When?"),
        required=False,
        max_length=40,
        help_text=_("A year, a month or a day: 2019, 2019-04 or 2019-04-30."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=day_input(), help_text=_("If it ends some day.")
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_(
            "PDF, PNG or JPEG, up to 5 MB. Only you and the staff who check it can open it. Please never an"
            " identity card or passport."
        ),
    )

    class Meta:
        model = Credential
        fields = ("title", "issuer", "issued", "basis", "reference", "link", "note", "valid_until")
        labels = {
            "title": _("What is it called?"),
            "issuer": _("Who issued it?"),
            "reference": _("Number or reference"),
            "note": _("Note for those who check it"),
        }
        help_texts = {
            "reference": _("For example the number of the letter or in the register."),
            "link": _("For example to the entry in the register."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, data: Any, files: Any, *, kind: str, country: str, instance: Credential) -> None:
        super().__init__(data, files, instance=instance)
        bases = bases_for(kind, country)
        self.fields["basis"].choices = [(basis.value, BASIS_CHOICES[basis]) for basis in bases]
        if kind not in (CredentialKind.LICENCE, CredentialKind.CERTIFICATE, CredentialKind.EMPLOYMENT):
            del self.fields["valid_until"]
        if instance.file is not None:
            self.fields["without_file"] = forms.BooleanField(
                label=_("Remove the file that is there"), required=False
            )
        for name in ("title", "issuer"):
            self.fields[name].required = True
        if len(bases) == 1:
            self.fields["basis"].initial = bases[0]
            self.fields["basis"].widget = forms.HiddenInput()

    def clean_title(self) -> str:
        return self.line("title")

    def clean_issuer(self) -> str:
        return self.line("issuer")

    def values(self) -> dict[str, Any]:
        """The columns, without the file."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in ("file", "without_file")
        }


class EmployerForm(forms.Form):
    title = forms.CharField(label=_("What is your post there?"), max_length=200)
    address = forms.EmailField(
        label=_("Your e-mail address at the employer"),
        help_text=_("A code goes there once. We keep what stands after the @, not the address."),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
    )


class ReturnCredentialForm(NoteForm):
    reasons = forms.MultipleChoiceField(
        label=_("What must change?"),
        choices=choices_from(CREDENTIAL_REASONS),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("reasons", "note", "version")


class VouchForm(forms.Form):
    how_known = forms.ChoiceField(
        label=_("How do you know this person?"), choices=choices_from(ACQUAINTANCES), widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In your own words"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person and those who verify read it."),
    )


class QueueFilterForm(forms.Form):
    """Narrow the queue; nonsense narrows nothing."""

    what = forms.ChoiceField(
        label=_("What waits"),
        required=False,
        choices=[("", _("everything")), ("profile", _("profiles")), ("credential", _("credentials"))],
    )
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, data: Any, *, countries: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["country"].choices = [("", _("all countries")), *countries]
