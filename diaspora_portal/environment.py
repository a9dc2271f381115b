"""Values from the environment that the portal cannot run without."""

import base64
import os

from django.core.exceptions import ImproperlyConfigured


def required(name: str, cure: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {cure}")
    return value


def field_keys(text: str) -> list[tuple[str, bytes]]:
    """`2:base64,1:base64`, newest first, each of 32 bytes."""
    keys = []
    for part in text.split(","):
        number, _colon, encoded = part.partition(":")
        key = base64.urlsafe_b64decode(encoded)
        if len(key) != 32:
            raise ImproperlyConfigured("PORTAL_FIELD_KEYS holds number:base64 pairs of 32 bytes each.")
        keys.append((number, key))
    return keys
