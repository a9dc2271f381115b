"""Where allauth meets the portal: mails through the outbox, second factors encrypted at rest."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest

from common import outbox
from common.crypto import decrypt, encrypt


class AccountAdapter(DefaultAccountAdapter):
    """Codes and notices about an account leave through the transactional outbox."""

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

    BOUND_TO = "mfa_authenticator.data"

    def encrypt(self, text: str) -> str:
        return encrypt(text, bound_to=self.BOUND_TO)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, bound_to=self.BOUND_TO)
