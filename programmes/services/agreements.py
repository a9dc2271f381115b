"""Recording agreements and their renewals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.enums import AccountAction
from accounts.models import User
from accounts.services.events import record_account_event
from common.files import keep_file
from common.policies import require
from common.refusals import Refused
from programmes.models import Agreement, AgreementParty, Programme

FEWEST_PARTIES = 2


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A body that signed; `country` is ISO 3166-1, empty for an international body."""

    name: str
    country: str


@dataclass(frozen=True, slots=True)
class Terms:
    name: str
    name_ur: str
    valid_from: date
    valid_until: date | None
    parties: Sequence[PartyRow]
    document: UploadedFile | None = None


def record_agreement(*, terms: Terms, by: User, at: datetime) -> Agreement:
    """Write an agreement as it was signed.

    Raises Denied, or Refused with the field: `agreement_dates_order`, `agreement_without_parties`, or what
    is wrong with the file.
    """
    with transaction.atomic():
        require(by, "programmes.record_agreement")
        return _write(terms, renews=None, by=by, at=at)


def renew_agreement(*, agreement_id: int, terms: Terms, by: User, at: datetime) -> Agreement:
    """Write the next version; the programmes under this agreement stand under that one from now on.

    Raises Denied, or Refused: `agreement_renewed`, `agreement_begins_before`, and those of recording.
    """
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement_id)
        require(by, "programmes.record_agreement", agreement)
        if Agreement.objects.filter(renews=agreement).exists():
            raise Refused("agreement_renewed")
        if terms.valid_from <= agreement.valid_from:
            raise Refused("agreement_begins_before", field="valid_from")
        renewal = _write(terms, renews=agreement, by=by, at=at)
        Programme.objects.filter(agreement=agreement).update(agreement=renewal)
    return renewal


def _write(terms: Terms, *, renews: Agreement | None, by: User, at: datetime) -> Agreement:
    if terms.valid_until is not None and terms.valid_until < terms.valid_from:
        raise Refused("agreement_dates_order", field="valid_until")
    if len(terms.parties) < FEWEST_PARTIES:
        raise Refused("agreement_without_parties", field="name_1")
    agreement = Agreement.objects.create(
        name=terms.name,
        name_ur=terms.name_ur,
        number=renews.number + 1 if renews else 1,
        valid_from=terms.valid_from,
        valid_until=terms.valid_until,
        renews=renews,
        document=keep_file(upload=terms.document, by=by, at=at) if terms.document else None,
        at=at,
        by=by,
    )
    AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, name=row.name, country=row.country, position=position)
        for position, row in enumerate(terms.parties, start=1)
    )
    record_account_event(
        AccountAction.AGREEMENT_RECORDED, by=by, at=at, detail=f"{agreement.public_id} {agreement.number}"
    )
    return agreement
