"""Who opens a case, who declares a conflict in it, and who moves work between reviewers."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import PlacementAction
from exchanges.models import Placement
from exchanges.policies.parts import from_here, has_said_none, is_party, parts_played, said_of_ties

_JUDGES = {Part.REVIEWER, Part.DECIDER}
_STAFF = {Part.REVIEWER, Part.DECIDER, Part.STAFF}


@policy("exchanges.open_case")
def may_open(user: User, placement: Placement) -> Decision:
    """Whoever sees the case; reviewers and deciders of the unit once they have said that they have no
    conflict of interest in it, nobody of the staff who declared one."""
    if is_party(user, placement) or not user.is_authenticated:
        return ALLOW
    if said_of_ties(user, placement):
        return deny(_("Only staff of the unit that reviews the case may do this."))
    return has_said_none(user, placement) if _JUDGES & set(parts_played(user, placement)) else ALLOW


@policy("exchanges.declare_placement")
def may_declare(user: User, placement: Placement) -> Decision:
    """Officers, reviewers, deciders and auditors of the unit that reviews the submitted case; nobody who is a
    party, and nobody who declared a conflict already."""
    roles = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.AUDITOR)
    is_theirs = not is_party(user, placement) and user.holds(*roles, unit=placement.review_unit)
    if is_theirs and placement.submitted_at is not None and not said_of_ties(user, placement):
        return ALLOW
    return deny(_("Only staff of the unit that reviews the case may do this."))


@policy("exchanges.reassign_placement")
def may_reassign(user: User, placement: Placement) -> Decision:
    """Officers and deciders of the unit that reviews the case."""
    if not {Part.STAFF, Part.DECIDER} & set(parts_played(user, placement)):
        return deny(_("Only an officer or a decider of the unit may do this."))
    return first_refusal(from_here(placement, PlacementAction.REASSIGN), may_open(user, placement))


def _flags(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_flag(user: User, placement: Placement) -> Decision:
        """Officers, reviewers and deciders of the unit that reviews the case."""
        if not _STAFF & set(parts_played(user, placement)):
            return deny(_("Only staff of the unit that reviews the case may do this."))
        is_flagged = placement.flagged_at is not None
        if is_flagged == (action == PlacementAction.FLAG):
            return deny(_("This step is not possible in the present state."))
        return first_refusal(from_here(placement, action), may_open(user, placement))

    return may_flag


for _action in (PlacementAction.FLAG, PlacementAction.UNFLAG):
    policy(f"exchanges.{_action}_placement")(_flags(_action))


@policy("exchanges.claim_next")
def may_claim(user: User, _nothing: None) -> Decision:
    """Reviewers."""
    return ALLOW if user.holds(Role.REVIEWER) else deny(_("Only reviewers take cases."))


@policy("exchanges.release_decisions")
def may_release_several(user: User, _nothing: None) -> Decision:
    """Deciders; each case is asked again on its own."""
    return ALLOW if user.holds(Role.DECIDER) else deny(_("Only deciders release decisions."))


@policy("exchanges.read_workload")
def may_read_workload(user: User, _nothing: None) -> Decision:
    """Officers and deciders, for the reviewers of their units."""
    if user.holds(Role.OFFICER, Role.DECIDER):
        return ALLOW
    return deny(_("Only officers and deciders read how much each reviewer has."))
