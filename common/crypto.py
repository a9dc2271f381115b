"""AES-GCM for the few secret columns; the ciphertext is bound to its row by associated data."""

import base64
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def encrypt(text: str, *, bound_to: str) -> str:
    """Encrypt with the newest key; the key's number stands before the ciphertext.

    Raises nothing for any text. `bound_to` names table, column and row.
    """
    number, key = settings.PORTAL_FIELD_KEYS[0]
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, text.encode(), bound_to.encode())
    return f"{number}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt(sealed: str, *, bound_to: str) -> str:
    """Decrypt with the key that is named; raises InvalidTag when the text was moved or changed."""
    number, _colon, encoded = sealed.partition(":")
    raw = base64.urlsafe_b64decode(encoded)
    key = dict(settings.PORTAL_FIELD_KEYS)[number]
    return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
