"""An e-mail address at the employer: a code is mailed there, and only the domain is kept."""

import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.models import User
from common.events import begin, move, record
from common.free_mail import is_free_mail
from common.jobs import enqueue
from common.outbox import send_rendered
from common.rates import Rate, is_too_often
from common.refusals import Refused
from common.text import clean_line
from common.workflow import Part
from experts.enums import FIND_DUPLICATES, Basis, CredentialAction, CredentialKind, CredentialState
from experts.models import Credential, EmployerCode, Expert
from experts.notices import CODE_MAIL, employer_code_mail
from experts.services.credentials import lock_own, lock_with_expert, refuse_full_list

CODE_LASTS = timedelta(minutes=10)
CONFIRMED_FOR = timedelta(days=365)
MOST_ATTEMPTS = 5
CODES_OF_A_PERSON = Rate("employer_codes", limit=5, seconds=3600)
CODES_TO_AN_ADDRESS = Rate("employer_code_address", limit=3, seconds=24 * 3600)


def ask_for_code(*, expert_id: int, address: str, title: str, by: User, at: datetime) -> Credential:
    """Mail a code of ten minutes to an address at the employer; the address stands in the outbox alone.

    Raises Refused `bad_address`, `free_mail`, `code_too_often` or `domain_refused`.
    """
    domain = domain_of(address)
    if is_too_often(CODES_OF_A_PERSON, str(by.pk)) or is_too_often(CODES_TO_AN_ADDRESS, _key_of(address)):
        raise Refused("code_too_often", field="address")
    code = f"{secrets.randbelow(10**6):06}"
    with transaction.atomic():
        expert = lock_own(expert_id, by)
        credential = _claim(expert, domain, clean_line(title), by=by, at=at)
        EmployerCode.objects.update_or_create(
            credential=credential,
            defaults={
                "digest": _digest(credential, code),
                "sent_at": at,
                "expires_at": at + CODE_LASTS,
                "n_attempts": 0,
            },
        )
        with translation.override(by.language):
            mail = employer_code_mail(code)
        send_rendered(
            CODE_MAIL, address=address, subject=mail.subject, body=mail.body, credential_id=credential.pk
        )
    return credential


def give_code(*, credential_id: int, code: str, by: User, at: datetime) -> Credential:
    """Confirm for a year that the person reads mail at the domain.

    Raises Refused `code_over` or `code_wrong`; a wrong try counts even so.
    """
    with transaction.atomic():
        credential = lock_with_expert(credential_id, by)
        problem = _problem_of(credential, code, at)
        if problem is None:
            _confirm(credential, by=by, at=at)
    if problem is not None:
        raise Refused(problem, field="code")
    return credential


def domain_of(address: str) -> str:
    """The employer's domain. Raises Refused `bad_address` or `free_mail`."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise Refused("bad_address", field="address") from error
    domain = address.rpartition("@")[2].lower()
    if is_free_mail(domain):
        raise Refused("free_mail", field="address")
    return domain


def _claim(expert: Expert, domain: str, title: str, *, by: User, at: datetime) -> Credential:
    """The person's claim for this domain, old or new."""
    known = expert.credentials.standing().filter(basis=Basis.EMPLOYER_DOMAIN, issuer=domain)
    credential = known.select_for_update(of=("self",)).first()
    if credential is None:
        refuse_full_list(expert)
        credential = Credential(
            expert=expert,
            kind=CredentialKind.EMPLOYMENT,
            basis=Basis.EMPLOYER_DOMAIN,
            issuer=domain,
            title=title[:200],
        )
        begin(credential, by=by, at=at, part=Part.EXPERT, action="claim")
    elif credential.state == CredentialState.REFUSED:
        raise Refused("domain_refused", field="address")
    elif credential.title != title[:200]:
        credential.title = title[:200]
        record(credential, action="edit", part=Part.EXPERT, by=by, at=at)
    return credential


def _problem_of(credential: Credential, code: str, at: datetime) -> str | None:
    """What is wrong with a code; a try is counted before it is judged."""
    known = EmployerCode.objects.select_for_update().filter(credential=credential).first()
    if known is None or at >= known.expires_at or known.n_attempts >= MOST_ATTEMPTS:
        return "code_over"
    known.n_attempts += 1
    known.save(update_fields=["n_attempts"])
    if not constant_time_compare(known.digest, _digest(credential, "".join(code.split()))):
        return "code_wrong"
    known.delete()
    return None


def _confirm(credential: Credential, *, by: User, at: datetime) -> None:
    if credential.state != CredentialState.CLAIMED:
        move(credential, action=CredentialAction.CLAIM_AGAIN, part=Part.EXPERT, by=by, at=at)
    credential.valid_until = timezone.localdate(at) + CONFIRMED_FOR
    move(credential, action=CredentialAction.CONFIRM_DOMAIN, part=Part.CLOCK, by=None, at=at)
    enqueue(FIND_DUPLICATES, key=str(credential.expert_id), expert_id=credential.expert_id)


def forget_old_codes(*, at: datetime) -> None:
    """Codes that nobody gave in time."""
    EmployerCode.objects.filter(expires_at__lt=at).delete()


def _digest(credential: Credential, code: str) -> str:
    return salted_hmac(f"experts.employer_code.{credential.pk}", code, algorithm="sha256").hexdigest()


def _key_of(address: str) -> str:
    return salted_hmac("experts.employer_code_address", address.lower()).hexdigest()[:32]
