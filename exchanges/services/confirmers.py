"""Who may confirm an outcome: the other side, or a third person who is not of the claimant's side."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from accounts.models import User
from common.free_mail import is_free_mail
from common.refusals import Refused
from exchanges.enums import Confirmer, Side
from exchanges.models import Placement
from exchanges.notices import writers_of
from incubators.models import Membership


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever gets the link."""

    is_: Confirmer
    name: str
    email: str


def other_side_of(placement: Placement, side: Side) -> Person:
    """The expert for a host's claim, the first of the host's writers for an expert's."""
    people = [placement.expert.user] if side == Side.HOST else writers_of(placement.organisation)
    for user in people:
        if user is not None and user.is_active:
            return Person(Confirmer.OTHER_SIDE, user.get_full_name(), user.email)
    raise Refused("other_side_is_gone", field="confirmer_is")


def third_person(placement: Placement, side: Side, *, name: str, email: str, by: User) -> Person:
    """Somebody with a name and an address; one of the other side counts as that side.

    Raises Refused `confirmer_missing` or `confirmer_is_of_your_side`.
    """
    name, email = name.strip(), email.strip()
    if not name or not email:
        raise Refused("confirmer_missing", field="confirmer_name" if email else "confirmer_email")
    asked = _plain(email)
    mine = {_plain(one) for one in _addresses_of(placement, side, by)}
    if asked in mine:
        raise Refused("confirmer_is_of_your_side", field="confirmer_email")
    other = Side.EXPERT if side == Side.HOST else Side.HOST
    if asked in {_plain(one) for one in _addresses_of(placement, other)}:
        return Person(Confirmer.OTHER_SIDE, name, email)
    domains = {one.rpartition("@")[2] for one in mine}
    if side == Side.HOST and placement.organisation.email_domain:
        domains.add(placement.organisation.email_domain.casefold())
    if any(_is_of(asked.rpartition("@")[2], domain) for domain in domains):
        raise Refused("confirmer_is_of_your_side", field="confirmer_email")
    return Person(Confirmer.THIRD_PERSON, name, email)


def _addresses_of(placement: Placement, side: Side, by: User | None = None) -> set[str]:
    """All addresses of one side: of the expert, or of everybody in the host; and whoever claims."""
    if side == Side.EXPERT:
        ids = {placement.expert.user_id}
    else:
        members = Membership.objects.filter(organisation_id=placement.organisation_id)
        ids = set(members.values_list("user_id", flat=True))
    ids |= {by.pk} if by else set()
    found = set(User.objects.filter(pk__in=ids).values_list("email", flat=True))
    return found | set(EmailAddress.objects.filter(user_id__in=ids).values_list("email", flat=True))


def _plain(email: str) -> str:
    """An address without case and without what stands behind a plus.

    >>> _plain("Sana+Reports@Demo.example")
    'sana@demo.example'
    """
    local, _at, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _is_of(domain: str, own: str) -> bool:
    """Whether two domains are one, or one lies below the other; mail services of everybody say nothing.

    >>> _is_of("cs.uni.example", "uni.example"), _is_of("gmail.com", "gmail.com")
    (True, False)
    """
    if is_free_mail(own):
        return False
    return domain == own or domain.endswith(f".{own}") or own.endswith(f".{domain}")
