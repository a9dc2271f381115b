"""How an organisation shows that it is what it says: a code to its own mail domain, or a letter."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import transaction
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from common.events import record
from common.files import drop_file, keep_file
from common.free_mail import is_free_mail
from common.outbox import send_rendered
from common.policies import require
from common.rates import Rate, is_too_often
from common.refusals import Refused
from common.workflow import Part
from incubators.enums import Change
from incubators.models import DomainCode, Organisation, OrganisationLetter
from incubators.notices import domain_code_mail
from incubators.selectors.proofs import is_at_domain
from incubators.services.organisations import lock_organisation

CODE_LASTS = timedelta(minutes=10)
MOST_ATTEMPTS = 5
MOST_LETTERS = 3
CODES_OF_A_PERSON = Rate("organisation_codes", limit=5, seconds=3600)
CODES_TO_AN_ADDRESS = Rate("organisation_code_address", limit=3, seconds=24 * 3600)


def ask_for_domain_code(*, organisation_id: int, address: str, by: User, at: datetime) -> None:
    """Mail a code of ten minutes to an address at the organisation's domain; the outbox alone holds it.

    Raises Denied, or Refused `proof_address_bad`, `proof_free_mail`, `proof_other_domain` or
    `proof_too_often`.
    """
    domain = _domain_of(address)
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.prove_organisation", organisation)
        if not is_at_domain(address, organisation.email_domain):
            raise Refused("proof_other_domain", field="address")
        if is_too_often(CODES_OF_A_PERSON, str(by.pk)) or is_too_often(CODES_TO_AN_ADDRESS, _key_of(address)):
            raise Refused("proof_too_often", field="address")
        code = f"{secrets.randbelow(10**6):06}"
        DomainCode.objects.update_or_create(
            organisation=organisation,
            defaults={
                "domain": domain,
                "digest": _digest(organisation, code),
                "expires_at": at + CODE_LASTS,
                "n_attempts": 0,
            },
        )
        with translation.override(by.language):
            mail = domain_code_mail(code, organisation)
        send_rendered("incubators.domain_code", address=address, subject=mail.subject, body=mail.body)


def give_domain_code(*, organisation_id: int, code: str, by: User, at: datetime) -> Organisation:
    """Note that somebody of the organisation reads mail at its domain; a wrong try counts even so.

    Raises Denied, or Refused `proof_code_over` or `proof_code_wrong`.
    """
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.prove_organisation", organisation)
        problem = _problem_of(organisation, code, at)
        if problem is None:
            organisation.confirmed_domain = organisation.email_domain
            organisation.domain_confirmed_at = at
            record(organisation, action=Change.CONFIRM_DOMAIN, part=Part.HOST, by=by, at=at)
    if problem is not None:
        raise Refused(problem, field="code")
    return organisation


def add_letter(*, organisation_id: int, file: UploadedFile, by: User, at: datetime) -> OrganisationLetter:
    """Keep a letter for the staff who verify. Raises Denied, or Refused `too_many_letters` or `file_…`."""
    with transaction.atomic():
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.prove_organisation", organisation)
        if organisation.letters.count() >= MOST_LETTERS:
            raise Refused("too_many_letters", field="file")
        stored = keep_file(upload=file, by=by, at=at)
        letter = OrganisationLetter.objects.create(organisation=organisation, file=stored, by=by, at=at)
        record(organisation, action=Change.ADD_LETTER, part=Part.HOST, by=by, at=at)
    return letter


def remove_letter(*, letter_id: int, by: User, at: datetime) -> None:
    """Take a letter back before the ministry decides: its bytes go too. Raises Denied."""
    with transaction.atomic():
        organisation_id = OrganisationLetter.objects.values_list("organisation_id", flat=True).get(
            pk=letter_id
        )
        organisation = lock_organisation(organisation_id)
        require(by, "incubators.prove_organisation", organisation)
        letter = organisation.letters.select_related("file").get(pk=letter_id)
        file = letter.file
        letter.delete()
        drop_file(file)
        record(organisation, action=Change.REMOVE_LETTER, part=Part.HOST, by=by, at=at)


def forget_old_codes(*, at: datetime) -> None:
    """Codes that nobody gave in time."""
    DomainCode.objects.filter(expires_at__lt=at).delete()


def _domain_of(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("proof_address_bad", field="address") from error
    domain = address.rpartition("@")[2].lower()
    if is_free_mail(domain):
        raise Refused("proof_free_mail", field="address")
    return domain


def _problem_of(organisation: Organisation, code: str, at: datetime) -> str | None:
    """What is wrong with a code; a try is counted before it is judged."""
    known = DomainCode.objects.filter(organisation=organisation).first()
    if known is None or at >= known.expires_at or known.n_attempts >= MOST_ATTEMPTS:
        return "proof_code_over"
    if not is_at_domain(f"@{known.domain}", organisation.email_domain):
        return "proof_code_over"  # the registration names another domain by now
    known.n_attempts += 1
    known.save(update_fields=["n_attempts"])
    if not constant_time_compare(known.digest, _digest(organisation, "".join(code.split()))):
        return "proof_code_wrong"
    known.delete()
    return None


def _digest(organisation: Organisation, code: str) -> str:
    return salted_hmac(f"incubators.domain_code.{organisation.pk}", code, algorithm="sha256").hexdigest()


def _key_of(address: str) -> str:
    return salted_hmac("incubators.domain_code_address", address.lower()).hexdigest()[:32]
