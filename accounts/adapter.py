"""Where allauth meets the portal: mails through the outbox, second factors encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common import outbox
from common.crypto import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Codes and notices about an account leave through the transactional outbox; errors are in our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _("The main address cannot be removed."),
        "duplicate_email": _("Your account has this address already."),
        "email_password_mismatch": _("This address and this password do not belong together."),
        "email_taken": _("An account has this address already."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is not right. Look again, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
        "invalid_or_expired_key": _("This link has expired or was used already."),
        "invalid_login": _("Signing in did not work. Please try again."),
        "invalid_password_reset": _("This link has expired or was used already."),
        "max_email_addresses": _("You cannot have more than %d addresses."),
        "rate_limited": _("That was too often. Please wait some minutes."),
        "same_as_current": _("This is the same as before."),
        "select_only_one": _("Choose only one."),
        "too_many_login_attempts": _("Too many attempts. Please wait some minutes."),
        "unverified_primary_email": _("Confirm this address before you make it the main one."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context = {"site_url": settings.SITE_URL, "request": self.request, "email": email} | context
        message = self.render_mail(template_prefix, email, context)
        outbox.send_rendered(
            template_prefix.replace("/", "."), address=email, subject=message.subject, body=message.body
        )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The confirmed address is the account's own, folded to lower case."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed and email_address.user.email != email_address.email.lower():
            email_address.user.email = email_address.email.lower()
            email_address.user.save(update_fields=["email"])
        return confirmed


class MFAAdapter(DefaultMFAAdapter):
    """allauth stores seeds as they are; here they are sealed with AES-GCM."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Remove the second factor before you add an address."),
        "cannot_delete_authenticator": _("This second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up an app or a key first."),
        "incorrect_code": _("This code is not right. Wait for the next one and try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }
    BOUND_TO = "mfa_authenticator.data"

    def encrypt(self, text: str) -> str:
        return encrypt(text, bound_to=self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, bound_to=self.BOUND_TO)
