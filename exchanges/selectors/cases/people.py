"""Who takes part in a placement, as what, and what they add to its cost."""

from dataclasses import dataclass

from accounts.models import User
from common.templatetags.formats import amount
from exchanges.enums import ADDED_ROLES, ParticipationRole
from exchanges.labels import PARTICIPATION_ROLES
from exchanges.models import Placement
from exchanges.policies import is_party


@dataclass(frozen=True, slots=True)
class Taking:
    """`contact` and `detail` are for the two sides alone."""

    name: str
    role: str
    detail: str = ""
    contact: str = ""
    money: str = ""
    is_outside: bool = False  # a body that the portal knows by its name alone


def who_takes_part(placement: Placement, user: User) -> list[Taking]:
    """The expert, the host, the counterpart, then partners, funders and jury."""
    role_of = PARTICIPATION_ROLES
    expert = placement.expert
    name = str(expert.user.get_full_name()) if expert.user else expert.public_id
    found = [
        Taking(name, str(role_of[ParticipationRole.LEAD]), contact=expert_contact(placement, user)),
        Taking(str(placement.organisation), str(role_of[ParticipationRole.HOST])),
    ]
    if placement.counterpart:
        found.append(
            Taking(
                placement.counterpart,
                str(role_of[ParticipationRole.COUNTERPART]),
                detail=placement.counterpart_role,
                contact=placement.counterpart_email if is_party(user, placement) else "",
            )
        )
    added = [one for one in placement.participations.all() if one.role in ADDED_ROLES]
    return found + [
        Taking(
            str(one.organisation) if one.organisation else one.name,
            str(role_of[ParticipationRole(one.role)]),
            money=amount(one.cofunding_amount, one.cofunding_currency) if one.cofunding_amount else "",
            is_outside=one.organisation is None,
        )
        for one in added
    ]


def expert_contact(placement: Placement, user: User) -> str:
    """Contact details are for the host, after acceptance, never for the ministry's pages."""
    if placement.expert.user and placement.expert.user.is_active and is_party(user, placement):
        return placement.expert.user.email
    return ""
