"""What people type about themselves."""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Arrival
from accounts.services import record_sign_up
from common.text import clean_line


class SignupForm(AllauthSignupForm):
    """Name, address, password, and a yes to the privacy notice; `part` remembers which door was taken."""

    full_name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        help_text=_("As you write it yourself. One name is enough if you have one name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    part = forms.ChoiceField(
        label=_("I come as"),
        choices=[
            (Arrival.EXPERT.value, _("an expert abroad")),
            (Arrival.ORGANISATION.value, _("an organisation in Pakistan")),
        ],
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label=_("I have read the privacy notice and the terms, and I agree."))

    field_order = ("part", "full_name", "email", "password1", "consent")

    def clean_full_name(self) -> str:
        name = clean_line(self.cleaned_data["full_name"])
        if not name:
            raise forms.ValidationError(_("Please write your name."))
        return name

    def save(self, request: HttpRequest) -> Any:
        """Create the account; what the person agreed to is stored with the notice's version."""
        user = super().save(request)
        # allauth answers None when the address is taken and enumeration is prevented.
        if user is not None:
            language = get_language() or settings.LANGUAGE_CODE
            record_sign_up(
                user=user,
                full_name=self.cleaned_data["full_name"],
                arrival=Arrival(self.cleaned_data["part"]),
                language=language[:2],
                at=timezone.now(),
            )
        return user
