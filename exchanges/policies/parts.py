"""The parts that people play in a case."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny
from common.workflow import Part
from exchanges.enums import PlacementAction
from exchanges.models import Placement
from experts.enums import State
from incubators.models import Organisation
from incubators.policies import WRITERS, role_in


def may_write_for(user: User, organisation_id: int) -> bool:
    return role_in(user, organisation_id) in WRITERS


def is_party(user: User, placement: Placement) -> bool:
    """The expert and everybody of the host: they never act for the ministry in this case."""
    if not user.is_authenticated:
        return False
    is_member = role_in(user, placement.organisation_id) is not None
    return is_member or placement.expert.user_id == user.pk


def parts_played(user: User, placement: Placement) -> list[Part]:
    """The parts that this person plays in this very case; a party is never staff in it."""
    if not user.is_authenticated:
        return []
    if is_party(user, placement):
        parts = [Part.EXPERT] if placement.expert.user_id == user.pk else []
        return parts + ([Part.HOST] if may_write_for(user, placement.organisation_id) else [])
    staff = ((Role.REVIEWER, Part.REVIEWER), (Role.DECIDER, Part.DECIDER))
    return [part for role, part in staff if user.holds(role, unit=placement.review_unit)]


def needs_part(user: User, placement: Placement, part: Part, reason: str) -> Decision:
    return ALLOW if part in parts_played(user, placement) else deny(reason)


def host_is_verified(organisation: Organisation) -> Decision:
    return ALLOW if organisation.is_verified else deny(_("Your organisation is not verified yet."))


def from_here(placement: Placement, action: PlacementAction) -> Decision:
    if placement.workflow.candidates(state=placement.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


def expert_stands(placement: Placement, reason: str) -> Decision:
    return deny(reason) if placement.expert.state == State.SUSPENDED else ALLOW
