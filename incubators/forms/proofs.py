"""What an organisation types and hands in to show that it is what it says."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DomainAddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your address at the organisation"),
        max_length=254,
        help_text=_("A code goes there once. The address itself is not kept."),
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "email"}),
    )


class DomainCodeForm(forms.Form):
    code = forms.CharField(
        label=_("The code from the mail"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
    )


class LetterForm(forms.Form):
    file = forms.FileField(
        label=_("Letter"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        help_text=_(
            "PDF, PNG or JPEG, up to 5 MB. On letterhead, signed by the head of the organisation, naming who"
            " may act for it. Please never an identity card."
        ),
    )
