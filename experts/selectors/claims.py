"""Links to managed profiles."""

from datetime import datetime

from django.core.signing import BadSignature, Signer

from accounts.selectors import digest_of
from experts.models import ClaimInvitation

_SIGNER = Signer(salt="experts.claim", sep=".")


def claim_token(public_id: str) -> str:
    """The link's secret: signed, so that it can be written into a mail without being stored."""
    return _SIGNER.sign(public_id)


def claim_invitation_of(token: str) -> ClaimInvitation | None:
    """The invitation behind a link, open or not; None for a link that we did not sign."""
    try:
        public_id = _SIGNER.unsign(token)
    except BadSignature:
        return None
    invitations = ClaimInvitation.objects.select_related("expert__managed", "expert__user", "invited_by")
    return invitations.filter(public_id=public_id, token_digest=digest_of(token)).first()


def open_link(expert_id: int, at: datetime) -> ClaimInvitation | None:
    """The link that waits for the person."""
    link = ClaimInvitation.objects.open().filter(expert_id=expert_id).first()
    return link if link is not None and link.is_open(at) else None
