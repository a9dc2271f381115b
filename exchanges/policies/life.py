"""Who may do what while a placement is under way: log sessions, change the plan, invite again."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import (
    FINISHED,
    STANDING,
    AmendmentAction,
    AmendmentState,
    PlacementState,
    SessionAction,
    Side,
)
from exchanges.models import Amendment, Placement, SessionLog
from exchanges.policies.parts import expert_stands, has_said_none, host_is_verified, parts_played

_S = SessionAction
_A = AmendmentAction
_JUDGED_ONCE = (_A.RECOMMEND, _A.APPROVE, _A.REFUSE)
_RECOMMENDED = _("You recommended this change; now it is for somebody else.")
_LOGGING = (
    PlacementState.ACTIVE,
    PlacementState.SUSPENDED,
    PlacementState.COMPLETED,
    PlacementState.ENDED_EARLY,
)


def side_of(user: User, placement: Placement) -> Side | None:
    """In whose name somebody acts in a placement; members who only read, and staff, in nobody's."""
    parts = parts_played(user, placement)
    return next((side for side in (Side.EXPERT, Side.HOST) if side in parts), None)


def _is_of_a_side(user: User, placement: Placement) -> Decision:
    if side_of(user, placement) is None:
        return deny(_("Only the expert and owners and editors of the host may do this."))
    return ALLOW


def _is_of(user: User, placement: Placement, side: str, *, own: bool) -> Decision:
    mine = side_of(user, placement)
    if mine is not None and (mine == side) == own:
        return ALLOW
    return deny(_("This is for the side that wrote it.") if own else _("This is for the other side."))


@policy("exchanges.log_session")
def may_log(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, while the placement is under way or has just ended."""
    if placement.state not in _LOGGING:
        return deny(_("Sessions are logged once the placement has begun, until 14 days after its end."))
    return _is_of_a_side(user, placement)


def _about_session(action: SessionAction, *, own: bool) -> Callable[[User, SessionLog], Decision]:
    def may(user: User, session: SessionLog) -> Decision:
        if not session.workflow.candidates(state=session.state, action=action):
            return deny(_("This step is not possible in the present state."))
        return first_refusal(
            may_log(user, session.placement), _is_of(user, session.placement, session.side, own=own)
        )

    may.__doc__ = (
        "The side that logged the session." if own else "The other side than the one that logged the session."
    )
    return may


for _session_action in (_S.CORRECT, _S.WITHDRAW):
    policy(f"exchanges.{_session_action}_session")(_about_session(_session_action, own=True))
for _session_action in (_S.QUESTION, _S.ACCEPT):
    policy(f"exchanges.{_session_action}_session")(_about_session(_session_action, own=False))


def _may_stand_otherwise(placement: Placement) -> Decision:
    if placement.state not in STANDING:
        return deny(_("The plan can be changed while the placement is approved and not over."))
    return first_refusal(
        host_is_verified(placement.organisation),
        expert_stands(placement, _("The expert is suspended. Please write to the ministry.")),
    )


@policy("exchanges.propose_amendment")
def may_propose(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the verified host, while the placement stands."""
    return first_refusal(_is_of_a_side(user, placement), _may_stand_otherwise(placement))


def _about_amendment(action: AmendmentAction, *, own: bool) -> Callable[[User, Amendment], Decision]:
    def may(user: User, amendment: Amendment) -> Decision:
        return first_refusal(
            _is_of(user, amendment.placement, amendment.side, own=own),
            _from_here(amendment, action),
            ALLOW if action == _A.WITHDRAW else _may_stand_otherwise(amendment.placement),
        )

    may.__doc__ = "The side that proposed the change." if own else "The side that did not propose the change."
    return may


for _action in (_A.REVISE, _A.WITHDRAW):
    policy(f"exchanges.{_action}_amendment")(_about_amendment(_action, own=True))
for _action in (_A.AGREE, _A.DECLINE):
    policy(f"exchanges.{_action}_amendment")(_about_amendment(_action, own=False))


def _recommended_no_round(user: User, amendment: Amendment) -> Decision:
    """A recommendation before a return counts too."""
    if amendment.events.filter(by=user, action=_A.RECOMMEND).exists():
        return deny(_RECOMMENDED)
    return ALLOW


def _of_the_ministry(action: AmendmentAction, part: Part) -> Callable[[User, Amendment], Decision]:
    def may(user: User, amendment: Amendment) -> Decision:
        if part not in parts_played(user, amendment.placement):
            return deny(_("Only the unit that reviews the placement may do this."))
        if action in _JUDGED_ONCE and user.pk in (
            amendment.recommended_by_id,
            amendment.second_recommended_by_id,
        ):
            return deny(_RECOMMENDED)
        return first_refusal(
            _from_here(amendment, action),
            has_said_none(user, amendment.placement),
            _recommended_no_round(user, amendment) if part == Part.DECIDER else ALLOW,
            _may_stand_otherwise(amendment.placement) if action == _A.APPROVE else ALLOW,
        )

    may.__doc__ = (
        f"A {part} of the unit that reviews the placement, once they have said that they have no conflict;"
        " nobody recommends twice or decides what they recommended."
    )
    return may


for _action in (_A.RETURN, _A.RECOMMEND):
    policy(f"exchanges.{_action}_amendment")(_of_the_ministry(_action, Part.REVIEWER))
for _action in (_A.APPROVE, _A.REFUSE):
    policy(f"exchanges.{_action}_amendment")(_of_the_ministry(_action, Part.DECIDER))


def _from_here(amendment: Amendment, action: AmendmentAction) -> Decision:
    if amendment.workflow.candidates(state=amendment.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


def told_state(amendment: Amendment, *, inside: bool) -> AmendmentState:
    """A recommendation never leaves the ministry."""
    is_secret = not inside and amendment.state == AmendmentState.RECOMMENDED
    return AmendmentState.AGREED if is_secret else AmendmentState(amendment.state)


@policy("exchanges.renew_placement")
def may_renew(user: User, placement: Placement) -> Decision:
    """Owners and editors of the verified host, once a placement that took place is over."""
    if Part.HOST not in parts_played(user, placement):
        return deny(_("Only the host may invite again."))
    if placement.state not in FINISHED:
        return deny(_("The placement is not over yet."))
    return host_is_verified(placement.organisation)
