"""Keys to the API: scoped, shown once, stored as a digest, at most 90 days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import AccountAction, Scope
from accounts.models import ApiToken, User
from accounts.selectors import digest_of
from accounts.services.events import record_account_event
from common.ids import new_secret
from common.policies import require
from common.refusals import Refused

LONGEST_DAYS = 90
MOST_IN_FORCE = 10
PREFIX = "dp_"  # lets secret scanners recognise a leaked one


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """The only moment at which the secret exists outside its owner's keeping."""

    token: ApiToken
    secret: str


def create_token(*, name: str, scopes: Sequence[Scope], days: int, by: User, at: datetime) -> IssuedToken:
    """Create a token for its owner's own use.

    Raises Refused `scopes_required`, `days_out_of_range` or `too_many_tokens`.
    """
    if not scopes:
        raise Refused("scopes_required", field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused("days_out_of_range", field="days")
    secret = PREFIX + new_secret()
    with transaction.atomic():
        User.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if by.api_tokens.filter(revoked_at__isnull=True, expires_at__gt=at).count() >= MOST_IN_FORCE:
            raise Refused("too_many_tokens")
        token = ApiToken.objects.create(
            user=by,
            name=name,
            digest=digest_of(secret),
            scopes=sorted(set(scopes)),
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        record_account_event(AccountAction.API_TOKEN_CREATED, by=by, at=at, user=by, detail=token.public_id)
    return IssuedToken(token, secret)


def revoke_token(*, token_id: int, by: User, at: datetime) -> ApiToken:
    """End a token for good; revoking twice changes nothing."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update(of=("self",)).get(pk=token_id)
        require(by, "accounts.revoke_token", token)
        if token.revoked_at is None:
            token.revoked_at = at
            token.save(update_fields=["revoked_at"])
            record_account_event(
                AccountAction.API_TOKEN_REVOKED, by=by, at=at, user=by, detail=token.public_id
            )
    return token


def note_token_used(*, token: ApiToken, at: datetime) -> None:
    """Keep the day of the last use, so that its owner can see which tokens nobody needs."""
    today = timezone.localdate(at)
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
