"""Who claims an outcome and takes it back, and who of the ministry settles a disputed one."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import FINISHED, OutcomeAction, PlacementState, Side
from exchanges.models import Outcome, Placement
from exchanges.policies.parts import needs_part, parts_played
from exchanges.policies.reviews import may_open

_PARTS = {Part.EXPERT: Side.EXPERT, Part.HOST: Side.HOST}


def claiming_side(user: User, placement: Placement) -> Side | None:
    """For which side of a placement somebody claims outcomes."""
    return next((_PARTS[part] for part in parts_played(user, placement) if part in _PARTS), None)


@policy("exchanges.claim_outcome")
def may_claim(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, once the placement has begun, and afterwards."""
    if claiming_side(user, placement) is None:
        return deny(_("Only the expert and the host may do this."))
    if placement.state in (PlacementState.ACTIVE, PlacementState.SUSPENDED, *FINISHED):
        return ALLOW
    return deny(_("Outcomes are claimed once the placement has begun."))


def _from_here(outcome: Outcome, action: OutcomeAction) -> Decision:
    if outcome.workflow.candidates(state=outcome.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


@policy("exchanges.withdraw_outcome")
def may_withdraw(user: User, outcome: Outcome) -> Decision:
    """The side that claimed it, until it is confirmed."""
    if claiming_side(user, outcome.placement) != outcome.claimed_side:
        return deny(_("Only the side that claimed it may take it back."))
    return _from_here(outcome, OutcomeAction.WITHDRAW)


def _settles(action: OutcomeAction) -> Callable[[User, Outcome], Decision]:
    def may(user: User, outcome: Outcome) -> Decision:
        """Reviewers of the unit that reviews the case, once they have said that they have no conflict, when
        it is disputed; never a party."""
        return first_refusal(
            needs_part(user, outcome.placement, Part.REVIEWER, _("Only a reviewer of the unit may do this.")),
            _from_here(outcome, action),
            may_open(user, outcome.placement),
        )

    return may


for _action in (OutcomeAction.UPHOLD, OutcomeAction.DISMISS):
    policy(f"exchanges.{_action}_outcome")(_settles(_action))
