"""The parts that people play in a case."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny
from common.workflow import Part
from exchanges.enums import JUDGING, PlacementAction, Side
from exchanges.models import Placement
from experts.enums import State
from incubators.models import Organisation
from incubators.policies import WRITERS, role_in

# Where a case remembers what its reader has said of ties.
_SAID = "_said_of_ties"


def may_write_for(user: User, organisation_id: int) -> bool:
    return role_in(user, organisation_id) in WRITERS


def is_party(user: User, placement: Placement) -> bool:
    """The expert and everybody of the host: they never act for the ministry in this case."""
    if not user.is_authenticated:
        return False
    is_member = role_in(user, placement.organisation_id) is not None
    return is_member or placement.expert.user_id == user.pk


def is_of_side(user: User, placement: Placement, side: str) -> bool:
    """Whether somebody is the expert, or one of the host, be it to read alone."""
    if side == Side.EXPERT:
        return placement.expert.user_id == user.pk
    return role_in(user, placement.organisation_id) is not None


def parts_played(user: User, placement: Placement) -> list[Part]:
    """The parts that this person plays in this very case; a party is never staff in it."""
    if not user.is_authenticated:
        return []
    if is_party(user, placement):
        parts = [Part.EXPERT] if placement.expert.user_id == user.pk else []
        return parts + ([Part.HOST] if may_write_for(user, placement.organisation_id) else [])
    staff = ((Role.REVIEWER, Part.REVIEWER), (Role.DECIDER, Part.DECIDER), (Role.OFFICER, Part.STAFF))
    parts = [part for role, part in staff if user.holds(role, unit=placement.review_unit)]
    return [] if parts and said_of_ties(user, placement) else parts


def said_of_ties(user: User, placement: Placement) -> bool | None:
    """Whether somebody declared a conflict in this case; None as long as they have said nothing.

    Asked once per page: a service reads the case anew under its lock, and with it the answer.
    """
    known = placement.__dict__.setdefault(_SAID, {})
    if user.pk not in known:
        said = placement.declarations.filter(user=user).values_list("has_conflict", flat=True)
        known[user.pk] = next(iter(said), None)
    return known[user.pk]


def has_said_none(user: User, placement: Placement) -> Decision:
    """Whoever reviews or decides says first that they have no conflict of interest."""
    if said_of_ties(user, placement) is False:
        return ALLOW
    return deny(_("Please say first whether you have a conflict of interest in this case."))


def was_not_in_it_before_the_appeal(user: User, placement: Placement) -> Decision:
    """After an appeal, others review and decide."""
    appeal = placement.events.filter(action=PlacementAction.APPEAL).order_by("-seq").first()
    if (
        appeal is not None
        and placement.events.filter(by=user, action__in=JUDGING, seq__lt=appeal.seq).exists()
    ):
        return deny(_("You reviewed or decided this case before the appeal; others look at it now."))
    return ALLOW


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
