"""A liaison vouches for somebody of their countries: a confirmed credential of that basis."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from common.events import begin, move
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Acquaintance, Basis, CredentialAction, CredentialKind, CredentialState
from experts.models import Credential
from experts.notices import tell_credential
from experts.services.credentials import refuse_full_list
from experts.services.editing import lock_expert

LASTS = timedelta(days=730)


def vouch_for(*, expert_id: int, how_known: str, note: str, by: User, at: datetime) -> Credential:
    """Say how one knows the expert; it counts for two years, and the expert is told.

    Raises Refused `unknown_choice`, `note_required` or `already_vouched`.
    """
    if how_known not in set(Acquaintance):
        raise Refused("unknown_choice", field="how_known")
    if not note.strip():
        raise Refused("note_required", field="note")
    with transaction.atomic():
        expert = lock_expert(expert_id)
        require(by, "experts.vouch", expert)
        standing = expert.credentials.filter(basis=Basis.LIAISON_VOUCHING, state=CredentialState.CONFIRMED)
        if standing.filter(events__action=CredentialAction.VOUCH, events__by=by).exists():
            raise Refused("already_vouched")
        refuse_full_list(expert)
        post = next(
            post for post in by.posts_today if post.role == Role.LIAISON and expert.country in post.countries
        )
        credential = Credential(
            expert=expert,
            kind=CredentialKind.ACQUAINTANCE,
            basis=Basis.LIAISON_VOUCHING,
            issuer=str(post.unit.name)[:200],
            country=expert.country,
            how_known=how_known,
            note=note.strip()[:500],
            valid_until=timezone.localdate(at) + LASTS,
        )
        begin(credential, by=by, at=at, part=Part.STAFF, action="claim")
        event = move(credential, action=CredentialAction.VOUCH, part=Part.STAFF, by=by, at=at)
        tell_credential("experts.vouched_for", credential, event)
    return credential
