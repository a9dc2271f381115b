"""Credentials that a file names: claimed by their person like any other, and never more than claimed."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import User
from common.events import begin, record
from common.policies import require
from common.refusals import Refused
from common.workflow import Part
from experts.enums import Basis, CredentialState
from experts.models import Credential, Expert
from experts.services.credentials import bases_for, clear_credential, refuse_full_list, write_claim

# A file may leave out who issued it; whoever checks the claim asks.
_REQUIRED = ("title",)


def write_imported(
    expert: Expert, credential_id: int, values: dict[str, Any], *, by: User, at: datetime
) -> tuple[int, dict[str, Any] | None]:
    """Claim what a file names, or change a claim that nobody has answered; the caller holds the profile.

    Returns the id and, for a change, the values that stood there. Raises Refused with nothing changed.
    """
    require(by, "experts.keep_credentials", expert)
    on = timezone.localdate(at)
    if credential_id:
        credential = _unanswered(expert, credential_id)
        if credential is None:
            raise Refused("credential_is_fixed")
        replaced = {name: _as_text(getattr(credential, name)) for name in values}
        write_claim(credential, values, on=on, required=_REQUIRED)
        record(credential, action="edit", part=Part.EXPERT, by=by, at=at)
        return credential.pk, replaced
    refuse_full_list(expert)
    credential = Credential(expert=expert, kind=values["kind"], country=values["country"])
    fits = values["basis"] in bases_for(credential.kind, credential.country)
    basis = values["basis"] if fits else Basis.NONE
    write_claim(credential, values | {"basis": basis}, on=on, required=_REQUIRED)
    begin(credential, by=by, at=at, part=Part.EXPERT, action="claim")
    return credential.pk, None


def take_back_imported(
    expert: Expert, credential_id: int, earlier: dict[str, Any] | None, *, by: User, at: datetime
) -> bool:
    """Undo what an import made of a claim; False where it stays, because staff have answered it."""
    credential = _unanswered(expert, credential_id)
    if credential is None:
        return False
    if earlier is None:
        clear_credential(credential, by=by, at=at)
        return True
    for name, value in earlier.items():
        setattr(credential, name, date.fromisoformat(value) if name == "valid_until" and value else value)
    record(credential, action="edit", part=Part.EXPERT, by=by, at=at)
    return True


def _unanswered(expert: Expert, credential_id: int) -> Credential | None:
    """The claim, locked; None once staff have answered it, or when it has left this profile."""
    claims = expert.credentials.filter(state=CredentialState.CLAIMED)
    return claims.select_for_update(of=("self",)).select_related("file").filter(pk=credential_id).first()


def _as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
