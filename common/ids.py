"""Public ids: short random codes, never sequential."""

import secrets

# No vowels (no accidental words), no 0/O, 1/I/L: read aloud over a bad line.
ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
LENGTH = 10


def new_public_id() -> str:
    """A code of 10 characters, 47 bits: an identifier, never a secret."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def new_secret() -> str:
    """192 random bits for links and tokens that give access."""
    return secrets.token_urlsafe(24)
