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
    has_said_none,
    host_is_verified,
    is_party,
    needs_part,
    parts_played,
    was_not_in_it_before_the_appeal,
)
from incubators.enums import OrganisationState


def _is_assigned(user: User, placement: Placement) -> Decision:
    mine = placement.assignments.current().filter(reviewer=user).select_related("review").first()
    if mine is None:
        return deny(_("Another reviewer has this case."))
    if hasattr(mine, "review") and placement.state == PlacementState.IN_REVIEW:
        return deny(_("Your review is in."))
    return ALLOW


def _has_not_got_it(user: User, placement: Placement) -> Decision:
    if placement.assignments.current().filter(reviewer=user).exists():
        return deny(_("You have this case already."))
    return ALLOW


def _is_not_the_recommender(user: User, placement: Placement) -> Decision:
    """An earlier round counts too: the case may have gone to another reviewer since."""
    reviewed = placement.events.filter(by=user, action__in=REVIEWING)
    recommenders = (placement.recommended_by_id, placement.second_recommended_by_id, placement.reviewer_id)
    if user.pk in recommenders or reviewed.exists():
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
    """Reviewers of the unit that reviews the case, once they have said that they have no conflict; nobody of
    the host, never the expert, and after an appeal nobody who reviewed or decided before."""
    return first_refusal(
        needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may take this case.")),
        from_here(placement, PlacementAction.TAKE),
        has_said_none(user, placement),
        _has_not_got_it(user, placement),
        was_not_in_it_before_the_appeal(user, placement),
    )


def _reviews(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_review(user: User, placement: Placement) -> Decision:
        """A reviewer who took the case and said that they have no conflict, as long as their review is not
        in."""
        return first_refusal(
            needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may do this.")),
            from_here(placement, action),
            has_said_none(user, placement),
            _is_assigned(user, placement),
        )

    return may_review


for _action in (
    PlacementAction.HAND_BACK,
    PlacementAction.REVIEW,
    PlacementAction.RETURN,
    PlacementAction.RECOMMEND_APPROVAL,
    PlacementAction.RECOMMEND_REJECTION,
):
    policy(f"exchanges.{_action}_placement")(_reviews(_action))


def _decides(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_decide(user: User, placement: Placement) -> Decision:
        """Deciders of the unit that reviews the case, once they have said that they have no conflict; never
        who reviewed or recommended it, nor after an appeal who decided before. No approval is released while
        the expert or the host is suspended."""
        decision = first_refusal(
            needs_part(user, placement, Part.DECIDER, _("Only a decider of the unit may do this.")),
            from_here(placement, action),
            has_said_none(user, placement),
            was_not_in_it_before_the_appeal(user, placement),
        )
        if decision and action == PlacementAction.RELEASE:
            decision = _may_be_approved(placement)
        return _is_not_the_recommender(user, placement) if decision else decision

    return may_decide


for _action in (PlacementAction.SEND_BACK, PlacementAction.TURN, PlacementAction.RELEASE):
    policy(f"exchanges.{_action}_placement")(_decides(_action))


@policy("exchanges.withdraw_placement")
def may_withdraw(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, until the decision is released."""
    return _party(user, placement, PlacementAction.WITHDRAW)
