"""Whole addresses for machines that read our public pages."""

from django.conf import settings
from django.urls import reverse


def address_of(name: str, *args: str) -> str:
    """The one address under which a page is to be known, whatever host or parameters it was asked with."""
    return f"{settings.SITE_URL}{reverse(f'incubators:{name}', args=args)}"
