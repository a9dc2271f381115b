"""Print the current second-factor code of a member of the demonstration's staff."""

import time
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User

LEAST_SECONDS_LEFT = 8


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].lower(), is_demo=True).first()
        if user is None:
            raise CommandError(f"{options['email']} is no member of the demonstration.")
        authenticator = user.authenticator_set.filter(type=Authenticator.Type.TOTP).first()
        if authenticator is None:
            raise CommandError(
                f"{options['email']} has no second factor: people outside the ministry need none."
            )
        _wait_for_a_fresh_code()
        self.stdout.write(current_code(authenticator))


def current_code(authenticator: Authenticator) -> str:
    """The code of this half minute, from the sealed seed."""
    counter = int(time.time()) // app_settings.TOTP_PERIOD
    return format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counter))


def _wait_for_a_fresh_code() -> None:
    """A code that ends while it is being typed helps nobody: wait for the next one."""
    left = app_settings.TOTP_PERIOD - time.time() % app_settings.TOTP_PERIOD
    if left < LEAST_SECONDS_LEFT:
        time.sleep(left + 0.2)
