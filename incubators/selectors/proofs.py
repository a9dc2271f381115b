"""What an organisation has shown of itself, for its own people and for the staff who verify it."""

from dataclasses import dataclass
from datetime import datetime

from incubators.models import Organisation, OrganisationLetter


@dataclass(frozen=True, slots=True)
class LetterRow:
    public_id: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Proofs:
    """`domain` is the one registered; `confirmed_at` says since when somebody reads mail there."""

    organisation: Organisation
    domain: str
    confirmed_at: datetime | None
    letters: list[LetterRow]


def proofs_of(organisation: Organisation) -> Proofs:
    letters = organisation.letters.select_related("file")
    return Proofs(
        organisation=organisation,
        domain=organisation.email_domain,
        confirmed_at=organisation.domain_confirmed_at if organisation.has_confirmed_domain else None,
        letters=[_row(letter) for letter in letters],
    )


def _row(letter: OrganisationLetter) -> LetterRow:
    return LetterRow(public_id=letter.public_id, name=letter.file.name, at=letter.at)


def is_at_domain(address: str, domain: str) -> bool:
    """Whether an address is at the domain or below it; no domain given says no.

    >>> is_at_domain("a@mail.nust.edu.pk", "nust.edu.pk"), is_at_domain("a@notnust.edu.pk", "nust.edu.pk")
    (True, False)
    """
    host = address.rpartition("@")[2].lower()
    return bool(domain) and (host == domain or host.endswith(f".{domain}"))
