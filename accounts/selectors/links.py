"""What a secret, a signed address or a session opens, and for whom."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from accounts.enums import Notice
from accounts.labels import PACES_OF
from accounts.models import ApiToken, CalendarFeed, StaffInvitation, User
from common.enums import Pace

_INVITATION_SIGNER = Signer(salt="accounts.staff_invitation", sep=".")
_UNSUBSCRIBE_SIGNER = Signer(salt="accounts.unsubscribe", sep=".")


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


def calendar_of(secret: str) -> CalendarFeed | None:
    """The calendar behind a private address, while its owner is active."""
    feeds = CalendarFeed.objects.select_related("user")
    return feeds.filter(digest=digest_of(secret), user__is_active=True).first()


def paces_of(user: User) -> dict[Notice, Pace]:
    """The pace of every kind of mail, chosen or not."""
    chosen = dict(user.notice_preferences.values_list("kind", "pace"))
    return {kind: Pace(chosen.get(kind, offered[0])) for kind, offered in PACES_OF.items()}


def pace_of(user: User, kind: str) -> Pace:
    """The pace of one kind of mail."""
    chosen = user.notice_preferences.filter(kind=kind).values_list("pace", flat=True).first()
    return Pace(chosen) if chosen else PACES_OF[Notice(kind)][0]


def unsubscribe_token(user: User, kind: str) -> str:
    """Names a person and a kind of mail; it can end that kind and nothing else, however old the mail is."""
    return _UNSUBSCRIBE_SIGNER.sign(f"{user.public_id}:{kind}")


def unsubscribing(token: str) -> tuple[User, str] | None:
    """Who wishes to end which kind; None for an address that we did not sign."""
    try:
        public_id, _colon, kind = _UNSUBSCRIBE_SIGNER.unsign(token).partition(":")
    except BadSignature:
        return None
    user = User.objects.filter(public_id=public_id).first()
    return (user, kind) if user else None


def has_second_factor(user: User) -> bool:
    """Whether an app or a key is set up; recovery codes alone are none."""
    return user.authenticator_set.exclude(type="recovery_codes").exists()


def session_satisfies_second_factor(user: User, session: Mapping[str, Any]) -> bool:
    """Staff must have signed in with a second factor in this very session; others need none."""
    if not user.is_ministry_staff:
        return True
    methods = session.get("account_authentication_methods", [])
    return any(record.get("method") == "mfa" for record in methods)


def staff_invitation_token(public_id: str) -> str:
    """The link's secret: signed, so that it can be written into a mail without being stored."""
    return _INVITATION_SIGNER.sign(public_id)


def staff_invitation_of(token: str) -> StaffInvitation | None:
    """The invitation behind a link, open or not; None for a link that we did not sign."""
    try:
        public_id = _INVITATION_SIGNER.unsign(token)
    except BadSignature:
        return None
    invitations = StaffInvitation.objects.select_related("unit")
    return invitations.filter(public_id=public_id, token_digest=digest_of(token)).first()
