"""Who may do what with a placement once the ministry has decided."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import PlacementAction
from exchanges.models import Placement
from exchanges.policies.parts import expert_stands, from_here, host_is_verified, needs_part, parts_played
from exchanges.policies.reviews import may_open

_A = PlacementAction


def _one_of(user: User, placement: Placement, *parts: Part) -> Decision:
    if set(parts) & set(parts_played(user, placement)):
        return ALLOW
    if Part.DECIDER in parts:
        return deny(_("Only the expert, the host and a decider of the unit may do this."))
    return deny(_("Only the expert and the host may do this."))


def _of_both(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may(user: User, placement: Placement) -> Decision:
        """The expert, and owners and editors of the verified host; not while the expert is suspended."""
        return first_refusal(
            _one_of(user, placement, Part.EXPERT, Part.HOST),
            from_here(placement, action),
            host_is_verified(placement.organisation),
            expert_stands(placement, _("The expert is suspended. Please write to the ministry.")),
        )

    return may


for _action in (_A.CONFIRM, _A.START):
    policy(f"exchanges.{_action}_placement")(_of_both(_action))


@policy("exchanges.appeal_placement")
def may_appeal(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, once, within the days that the table allows."""
    return first_refusal(_one_of(user, placement, Part.EXPERT, Part.HOST), from_here(placement, _A.APPEAL))


def _of_all(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may(user: User, placement: Placement) -> Decision:
        """The expert, owners and editors of the host, and deciders of the unit that reviews the case, once
        they have said that they have no conflict."""
        return first_refusal(
            _one_of(user, placement, Part.EXPERT, Part.HOST, Part.DECIDER),
            from_here(placement, action),
            may_open(user, placement),
        )

    return may


for _action in (_A.CANCEL, _A.SUSPEND, _A.END_EARLY):
    policy(f"exchanges.{_action}_placement")(_of_all(_action))


@policy("exchanges.resume_placement")
def may_resume(user: User, placement: Placement) -> Decision:
    """The side that interrupted it: the expert, the host, or the unit that reviews the case, whose deciders
    say first that they have no conflict."""
    decision = first_refusal(
        _one_of(user, placement, Part.EXPERT, Part.HOST, Part.DECIDER),
        from_here(placement, _A.RESUME),
        may_open(user, placement),
    )
    if not decision:
        return decision
    stopped = placement.events.filter(action=_A.SUSPEND).order_by("-seq").first()
    if stopped is not None and stopped.part in parts_played(user, placement):
        return ALLOW
    return deny(_("Whoever interrupted the placement lets it go on."))


@policy("exchanges.waive_follow_up_placement")
def may_waive_follow_up(user: User, placement: Placement) -> Decision:
    """Deciders of the unit that reviews the case, once they have said that they have no conflict."""
    return first_refusal(
        needs_part(user, placement, Part.DECIDER, _("Only a decider of the unit may do this.")),
        from_here(placement, _A.WAIVE_FOLLOW_UP),
        may_open(user, placement),
    )
