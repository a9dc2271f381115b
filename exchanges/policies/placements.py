"""Who may do what with placements."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import REVIEWING, PlacementAction, PlacementState
from exchanges.models import Placement
from exchanges.policies.parts import (
    expert_stands,
    from_here,
    host_is_verified,
    is_party,
    needs_part,
    parts_played,
)
from incubators.enums import OrganisationState


def _is_assigned(user: User, placement: Placement) -> Decision:
    if placement.reviewer_id == user.pk:
        return ALLOW
    return deny(_("Another reviewer has this case."))


def _is_not_the_recommender(user: User, placement: Placement) -> Decision:
    """An earlier round counts too: the case may have gone to another reviewer since."""
    reviewed = placement.events.filter(by=user, action__in=REVIEWING)
    if user.pk in (placement.recommended_by_id, placement.reviewer_id) or reviewed.exists():
        return deny(_("You recommended this decision; somebody else must release it."))
    return ALLOW


def _may_be_approved(placement: Placement) -> Decision:
    """A rejection may be released at any time; nobody is approved while one side is suspended."""
    if placement.state != PlacementState.PENDING_APPROVAL:
        return ALLOW
    if placement.organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended. Send the case back, or wait until that is settled."))
    return expert_stands(
        placement, _("The expert is suspended. Send the case back, or wait until that is settled.")
    )


def _party(user: User, placement: Placement, action: PlacementAction) -> Decision:
    if not parts_played(user, placement) or not is_party(user, placement):
        return deny(_("Only the expert and the host may do this."))
    return from_here(placement, action)


@policy("exchanges.edit_placement")
def may_edit(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, while the plan may be edited."""
    return _party(user, placement, PlacementAction.EDIT)


@policy("exchanges.agree_placement")
def may_agree(user: User, placement: Placement) -> Decision:
    """The expert of the placement, while the plan may be edited; not while the profile is suspended."""
    return first_refusal(
        needs_part(user, placement, Part.EXPERT, _("Only the expert may agree to the plan.")),
        expert_stands(placement, _("Your profile is suspended. Please write to the ministry.")),
        from_here(placement, PlacementAction.AGREE),
    )


def _submits(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_submit(user: User, placement: Placement) -> Decision:
        """Owners and editors of the verified host; the table asks for the expert's agreement. Not while the
        expert is suspended."""
        return first_refusal(
            needs_part(user, placement, Part.HOST, _("Only the host may submit the plan.")),
            host_is_verified(placement.organisation),
            expert_stands(placement, _("The expert takes no part at present. Please write to the ministry.")),
            from_here(placement, action),
        )

    return may_submit


for _action in (PlacementAction.SUBMIT, PlacementAction.RESUBMIT):
    policy(f"exchanges.{_action}_placement")(_submits(_action))


@policy("exchanges.take_placement")
def may_take(user: User, placement: Placement) -> Decision:
    """Reviewers of the unit that reviews the case; nobody of the host, never the expert."""
    return first_refusal(
        needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may take this case.")),
        from_here(placement, PlacementAction.TAKE),
    )


def _reviews(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_review(user: User, placement: Placement) -> Decision:
        """The reviewer who took the case."""
        return first_refusal(
            needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may do this.")),
            from_here(placement, action),
            _is_assigned(user, placement),
        )

    return may_review


for _action in (
    PlacementAction.HAND_BACK,
    PlacementAction.RETURN,
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
):
    policy(f"exchanges.{_action}_placement")(_reviews(_action))


def _decides(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_decide(user: User, placement: Placement) -> Decision:
        """Deciders of the unit that reviews the case; never who reviewed or recommended it. No approval is
        released while the expert or the host is suspended."""
        decision = first_refusal(
            needs_part(user, placement, Part.DECIDER, _("Only a decider of the unit may do this.")),
            from_here(placement, action),
        )
        if decision and action == PlacementAction.RELEASE:
            decision = _may_be_approved(placement)
        return _is_not_the_recommender(user, placement) if decision else decision

    return may_decide


for _action in (PlacementAction.SEND_BACK, PlacementAction.RELEASE):
    policy(f"exchanges.{_action}_placement")(_decides(_action))


@policy("exchanges.withdraw_placement")
def may_withdraw(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, until the decision is released."""
    return _party(user, placement, PlacementAction.WITHDRAW)
