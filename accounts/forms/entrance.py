"""Signing up and in: the library's forms, with our questions and in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import Arrival
from accounts.forms.fields import LineField, choices_from
from accounts.labels import ARRIVALS, zone_choices
from accounts.services import record_sign_up

_WORDS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Your present password"),
    "password1": _("New password"),
    "password2": _("New password once more"),
    "code": _("Code"),
    "name": _("Name of the key"),
    "passwordless": _("Let it replace the password too (a passkey)"),
}


class InOurWords:
    """Labels of the portal; no grey sample text, which people take for an answer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.label = _WORDS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class LoginForm(InOurWords, account.LoginForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"].help_text = ""  # the page links to the reset itself


class AddEmailForm(InOurWords, account.AddEmailForm):
    pass


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ConfirmEmailVerificationCodeForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class FactorForm(InOurWords, factors.AuthenticateForm):
    pass


class ReauthenticateFactorForm(InOurWords, factors.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, AllauthActivateTOTPForm):
    pass


class AddWebAuthnForm(InOurWords, keys.AddWebAuthnForm):
    pass


class EditWebAuthnForm(InOurWords, keys.EditWebAuthnForm):
    pass


class SignupWebAuthnForm(InOurWords, keys.SignupWebAuthnForm):
    """The key that a new account is opened with; a name is proposed."""


class SignupForm(InOurWords, account.SignupForm):
    """Name, address, password, and a yes to the privacy notice; `part` remembers which door was taken.

    Who comes with a passkey is asked for no password.
    """

    full_name = LineField(
        label=_("Full name"),
        max_length=120,
        help_text=_("As you write it yourself. One name is enough if you have one name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    part = forms.ChoiceField(label=_("I come as"), widget=forms.RadioSelect)
    time_zone = forms.ChoiceField(
        label=_("Your time zone"),
        required=False,
        choices=zone_choices,
        widget=forms.Select(attrs={"data-guess-time-zone": True}),
        help_text=_("So that times are shown as your clock shows them."),
    )
    consent = forms.BooleanField(
        label=_("I have read the privacy notice and the terms, and I agree."),
        error_messages={"required": _("Please read the privacy notice and the terms, and tick the box.")},
    )

    field_order = ("part", "full_name", "email", "password1", "time_zone", "consent")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "password1" in self.fields:
            self.fields["password1"].label = _("Password")
        door = context.request.GET.get("part", "") if context.request else ""
        # Staff come by invitation: their door is shown only to those who were sent through it.
        open_doors = [arrival for arrival in Arrival if arrival != Arrival.STAFF or door == Arrival.STAFF]
        self.fields["part"].choices = choices_from(ARRIVALS, open_doors)
        self.fields["part"].initial = door if door in open_doors else None

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
                time_zone=self.cleaned_data["time_zone"],
                at=timezone.now(),
            )
        return user
