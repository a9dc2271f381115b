"""What a person claims about themselves: add it, change it, take it back, and what staff answer."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from common.events import begin, move, record
from common.files import drop_file, keep_file
from common.models import EventNote
from common.outbox import take_back
from common.policies import require
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from experts.enums import (
    Basis,
    CredentialAction,
    CredentialKind,
    CredentialReason,
    CredentialState,
    RowKind,
)
from experts.models import Credential, Expert
from experts.notices import CODE_MAIL, tell_credential
from experts.readers.identifiers import web_address
from experts.services.editing import check_fields, forget_facts, lock_expert
from experts.services.rows import partial_date
from taxonomy.enums import country_codes

HOME = "PK"
MOST_CREDENTIALS = RowKind.CREDENTIAL.most_rows
FIELDS = ("issuer", "title", "issued", "basis", "reference", "link", "note", "valid_until")
# Made by a mailed code or by a liaison: the words are not the person's to change.
FIXED = (Basis.EMPLOYER_DOMAIN, Basis.LIAISON_VOUCHING)


def bases_for(kind: str, country: str) -> tuple[Basis, ...]:
    """What a claim can be checked against. HEC attests no foreign degree, and nobody is asked for that."""
    if kind == CredentialKind.DEGREE and country == HOME:
        return (Basis.HEC_ATTESTED, Basis.NONE)
    if kind == CredentialKind.DEGREE:
        return (Basis.HEC_EQUIVALENCE, Basis.HOME_REGISTER, Basis.NONE)
    if kind in (CredentialKind.LICENCE, CredentialKind.CERTIFICATE, CredentialKind.AWARD):
        return (Basis.HOME_REGISTER, Basis.NONE)
    return (Basis.NONE,)


def add_credential(
    *,
    expert_id: int,
    kind: str,
    country: str,
    values: dict[str, Any],
    file: UploadedFile | None,
    by: User,
    at: datetime,
) -> Credential:
    """Claim something, with its evidence.

    Raises Refused with the field that does not fit, or `too_many_credentials`.
    """
    if kind not in set(CredentialKind) - {CredentialKind.ACQUAINTANCE}:
        raise Refused("unknown_choice")
    if country not in country_codes():
        raise Refused("unknown_country")
    with transaction.atomic():
        expert = lock_own(expert_id, by)
        refuse_full_list(expert)
        credential = Credential(expert=expert, kind=kind, country=country)
        write_claim(credential, values, on=timezone.localdate(at))
        if file is not None:
            credential.file = keep_file(upload=file, by=by, at=at)
        begin(credential, by=by, at=at, part=Part.EXPERT, action="claim")
    return credential


def change_credential(
    *,
    credential_id: int,
    values: dict[str, Any],
    file: UploadedFile | None,
    by: User,
    at: datetime,
    without_file: bool = False,
) -> Credential:
    """Change a claim; one that was confirmed, returned, refused or has expired waits to be checked anew.

    Raises Refused with the field that does not fit, or `credential_is_fixed`.
    """
    with transaction.atomic():
        credential = lock_with_expert(credential_id, by)
        if credential.basis in FIXED:
            raise Refused("credential_is_fixed")
        before = {name: getattr(credential, name) for name in FIELDS}
        write_claim(credential, values, on=timezone.localdate(at))
        changed = [name for name in FIELDS if getattr(credential, name) != before[name]]
        old_file = credential.file
        if file is not None or (without_file and old_file is not None):
            credential.file = None if file is None else keep_file(upload=file, by=by, at=at)
            changed.append("file")
        if changed or credential.state == CredentialState.CHANGES_REQUESTED:
            _claim_again(credential, changed, by=by, at=at)
            # Whatever file had brought it: from now on these are the person's words.
            forget_facts(credential.expert, RowKind.CREDENTIAL, credential.pk)
        if "file" in changed and old_file is not None:
            drop_file(old_file)
    return credential


def remove_credential(*, credential_id: int, by: User, at: datetime) -> None:
    """Take a claim back: its contents, its file and what was noted about it are gone at once."""
    with transaction.atomic():
        credential = lock_with_expert(credential_id, by)
        clear_credential(credential, by=by, at=at)
        forget_facts(credential.expert, RowKind.CREDENTIAL, credential.pk)


def clear_credential(credential: Credential, *, by: User | None, at: datetime) -> None:
    """Empty a locked credential; its steps stay, without notes. The caller holds the transaction."""
    file, credential.file = credential.file, None
    for name in ("issuer", "country", "title", "issued", "reference", "link", "note", "how_known"):
        setattr(credential, name, "")
    credential.valid_until = None
    EventNote.objects.filter(pk__in=credential.events.values("note_key")).delete()
    move(credential, action=CredentialAction.REMOVE, part=Part.EXPERT, by=by, at=at)
    if file is not None:
        drop_file(file)
    if hasattr(credential, "code"):
        credential.code.delete()
    take_back(CODE_MAIL, credential_id=credential.pk)


def confirm_credential(
    *, credential_id: int, by: User, at: datetime, version: int, note: str = ""
) -> Credential:
    """Say that the evidence was checked and holds. Raises Refused `stale_version` when it changed since."""
    return _answer(credential_id, CredentialAction.CONFIRM, by=by, at=at, version=version, note=note)


def return_credential(
    *, credential_id: int, reasons: Sequence[str], note: str, by: User, at: datetime, version: int
) -> Credential:
    """Ask for changes, with coded reasons and a note.

    Raises Refused `reasons_required`, `note_required`, `unknown_choice` or `stale_version`.
    """
    if not set(reasons) <= set(CredentialReason):
        raise Refused("unknown_choice", field="reasons")
    action = CredentialAction.REQUEST_CHANGES
    return _answer(credential_id, action, by=by, at=at, version=version, note=note, reasons=reasons)


def refuse_credential(*, credential_id: int, note: str, by: User, at: datetime, version: int) -> Credential:
    """Say that it is not confirmed, or no longer. Raises Refused `note_required` or `stale_version`."""
    return _answer(credential_id, CredentialAction.REFUSE, by=by, at=at, version=version, note=note)


def warn_of_end(*, credential_id: int, at: datetime) -> None:
    """Tell the person once that a confirmation is about to end."""
    with transaction.atomic():
        credential = _lock(credential_id)
        if credential.state == CredentialState.CONFIRMED and credential.warned_for != credential.valid_until:
            credential.warned_for = credential.valid_until
            event = record(credential, action="warn", part=Part.CLOCK, by=None, at=at)
            tell_credential("experts.credential_ends", credential, event)


def expire_credential(*, credential_id: int, at: datetime) -> None:
    """The last day of a confirmation has passed."""
    with transaction.atomic():
        credential = _lock(credential_id)
        over = credential.valid_until is not None and credential.valid_until < timezone.localdate(at)
        if credential.state == CredentialState.CONFIRMED and over:
            event = move(credential, action=CredentialAction.EXPIRE, part=Part.CLOCK, by=None, at=at)
            tell_credential("experts.credential_expired", credential, event)


def lock_own(expert_id: int, by: User) -> Expert:
    """The person's profile, locked; credentials are counted under this lock."""
    expert = lock_expert(expert_id)
    require(by, "experts.keep_credentials", expert)
    return expert


def lock_with_expert(credential_id: int, by: User) -> Credential:
    """One of the person's own credentials, locked after the profile: always in this order."""
    lock_own(Credential.objects.values_list("expert_id", flat=True).get(pk=credential_id), by)
    return _lock(credential_id)


def refuse_full_list(expert: Expert) -> None:
    if expert.credentials.standing().count() >= MOST_CREDENTIALS:
        raise Refused("too_many_credentials")


def write_claim(
    credential: Credential, values: dict[str, Any], *, on: date, required: Sequence[str] = ("issuer", "title")
) -> None:
    """Give a claim its values, without saving it; raises Refused for what does not fit together."""
    for name in FIELDS:
        if name in values:
            setattr(credential, name, values[name])
    for name in ("issuer", "title", "reference"):
        setattr(credential, name, clean_line(getattr(credential, name)))
    for name in required:
        if not getattr(credential, name):
            raise Refused("field_missing", field=name)
    credential.issued = partial_date(credential.issued, "issued")
    if credential.issued > on.isoformat()[: len(credential.issued)]:
        raise Refused("issued_in_future", field="issued")
    if credential.link and web_address(credential.link) is None:
        raise Refused("link_scheme", field="link")
    if credential.valid_until is not None and credential.valid_until < on:
        raise Refused("validity_over", field="valid_until")
    _refuse_wrong_basis(credential)
    check_fields(credential, FIELDS)


_TOLD = {
    CredentialAction.CONFIRM: "experts.credential_confirmed",
    CredentialAction.REQUEST_CHANGES: "experts.credential_returned",
    CredentialAction.REFUSE: "experts.credential_refused",
}


def _answer(
    credential_id: int,
    action: CredentialAction,
    *,
    by: User,
    at: datetime,
    version: int,
    note: str,
    reasons: Sequence[str] = (),
) -> Credential:
    with transaction.atomic():
        credential = _lock(credential_id)
        require(by, f"experts.{action}_credential", credential)
        event = move(
            credential,
            action=action,
            part=Part.STAFF,
            by=by,
            at=at,
            note=note,
            reasons=reasons,
            version=version,
        )
        tell_credential(_TOLD[action], credential, event)
    return credential


def _claim_again(credential: Credential, changed: list[str], *, by: User, at: datetime) -> None:
    """An answer that was given holds no longer; the step names what changed."""
    if credential.state == CredentialState.CLAIMED:
        record(credential, action="edit", part=Part.EXPERT, by=by, at=at)
    else:
        move(credential, action=CredentialAction.CLAIM_AGAIN, part=Part.EXPERT, by=by, at=at, reasons=changed)


def _lock(credential_id: int) -> Credential:
    return (
        Credential.objects.select_for_update(of=("self",))
        .select_related("expert__user", "file")
        .get(pk=credential_id)
    )


def _refuse_wrong_basis(credential: Credential) -> None:
    if credential.basis in bases_for(credential.kind, credential.country):
        return
    codes = {
        (CredentialKind.DEGREE, Basis.HEC_ATTESTED): "foreign_degree_not_attested",
        (CredentialKind.DEGREE, Basis.HEC_EQUIVALENCE): "own_degree_not_equivalent",
    }
    raise Refused(codes.get((credential.kind, credential.basis), "basis_does_not_fit"), field="basis")
