"""Print the demonstration's logins and where each should go first."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from diaspora_portal.demo.cast import CAST, PASSWORD


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"The password of all of them: {PASSWORD}")
        for member in CAST:
            lock = "  + second factor" if member.is_staff else ""
            self.stdout.write(f"  {member.email:<22} {member.full_name}, {member.part}{lock}")
            self.stdout.write(f"  {'':<22} first: {settings.SITE_URL}{member.first}  {member.why}")
        self.stdout.write("Staff sign in with a second factor; the current code:")
        self.stdout.write("  python3 manage.py demo_code rabia@demo.example")
