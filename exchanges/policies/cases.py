"""Who may do what with invitations and placements. `docs/permissions.md` is printed from here."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from exchanges.enums import REVIEWING, DeclineReason, InvitationState, PlacementAction, PlacementState
from exchanges.models import Invitation, Placement
from experts.enums import State
from experts.models import Expert
from incubators.enums import NeedState, OrganisationState
from incubators.models import Need, Organisation
from incubators.policies import WRITERS, role_in, writes_for
from matching.models import Match


def _writes_for(user: User, organisation_id: int) -> bool:
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
        return parts + ([Part.HOST] if _writes_for(user, placement.organisation_id) else [])
    staff = ((Role.REVIEWER, Part.REVIEWER), (Role.DECIDER, Part.DECIDER))
    return [part for role, part in staff if user.holds(role, unit=placement.review_unit)]


def _needs_part(user: User, placement: Placement, part: Part, reason: str) -> Decision:
    return ALLOW if part in parts_played(user, placement) else deny(reason)


def _is_assigned(user: User, placement: Placement) -> Decision:
    if placement.reviewer_id == user.pk:
        return ALLOW
    return deny(_("Another reviewer has this case."))


def _from_here(placement: Placement, action: PlacementAction) -> Decision:
    if placement.workflow.candidates(state=placement.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


def _is_not_the_recommender(user: User, placement: Placement) -> Decision:
    """An earlier round counts too: the case may have gone to another reviewer since."""
    reviewed = placement.events.filter(by=user, action__in=REVIEWING)
    if user.pk in (placement.recommended_by_id, placement.reviewer_id) or reviewed.exists():
        return deny(_("You recommended this decision; somebody else must release it."))
    return ALLOW


def _is_verified(organisation: Organisation) -> Decision:
    return ALLOW if organisation.is_verified else deny(_("Your organisation is not verified yet."))


def _expert_stands(placement: Placement, reason: str) -> Decision:
    return deny(reason) if placement.expert.state == State.SUSPENDED else ALLOW


def _may_be_approved(placement: Placement) -> Decision:
    """A rejection may be released at any time; nobody is approved while one side is suspended."""
    if placement.state != PlacementState.PENDING_APPROVAL:
        return ALLOW
    if placement.organisation.state == OrganisationState.SUSPENDED:
        return deny(_("The organisation is suspended. Send the case back, or wait until that is settled."))
    return _expert_stands(
        placement, _("The expert is suspended. Send the case back, or wait until that is settled.")
    )


@policy("exchanges.invite_match")
def may_invite(user: User, match: Match) -> Decision:
    """Owners and editors of the verified organisation that posted the need."""
    if not _writes_for(user, match.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may invite."))
    return _is_verified(match.need.organisation)


def asks(user: User, invitation: Invitation) -> bool:
    """Whether this person is of the side that asked."""
    if invitation.is_interest:
        return invitation.expert.user_id == user.pk
    return _writes_for(user, invitation.need.organisation_id)


def _is_open(invitation: Invitation) -> Decision:
    return ALLOW if invitation.is_open else deny(_("This invitation is no longer open."))


@policy("exchanges.answer_invitation")
def may_answer(user: User, invitation: Invitation) -> Decision:
    """The expert who was invited, or owners and editors of the host in whose need an expert has interest;
    while it is open and the profile is neither suspended nor closed."""
    if invitation.is_interest:
        return _may_answer_interest(user, invitation)
    if invitation.expert.user_id != user.pk:
        return deny(_("Only the expert who was invited may answer."))
    if invitation.expert.state == State.SUSPENDED:
        return deny(_("Your profile is suspended. Please write to the ministry."))
    if invitation.expert.state == State.CLOSED:
        return deny(_("This profile is closed."))
    return _is_open(invitation)


def _may_answer_interest(user: User, invitation: Invitation) -> Decision:
    if not _writes_for(user, invitation.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may answer."))
    if invitation.expert.state in (State.SUSPENDED, State.CLOSED):
        return deny(_("The expert takes no part at present. Please write to the ministry."))
    return first_refusal(_is_verified(invitation.need.organisation), _is_open(invitation))


@policy("exchanges.postpone_invitation")
def may_postpone(user: User, invitation: Invitation) -> Decision:
    """The expert who was invited, once, while an answer is awaited."""
    if invitation.is_interest:
        return deny(_("Only an invitation can wait until later."))
    if invitation.state == InvitationState.MAYBE_LATER:
        return deny(_("You have named a day already."))
    return may_answer(user, invitation)


@policy("exchanges.withdraw_invitation")
def may_withdraw_invitation(user: User, invitation: Invitation) -> Decision:
    """Who asked, while it is open: owners and editors of the host, or the expert who showed interest."""
    if asks(user, invitation):
        return _is_open(invitation)
    if invitation.is_interest:
        return deny(_("Only the expert who showed interest may take it back."))
    return deny(_("Only an owner or editor of the organisation may withdraw it."))


@policy("exchanges.offer_to_next")
def may_offer_to_next(user: User, invitation: Invitation) -> Decision:
    """Owners and editors of the verified host, instead of an expert whom they invited and who has not
    accepted, while the need is open."""
    if not _writes_for(user, invitation.need.organisation_id):
        return deny(_("Only an owner or editor of the organisation may invite."))
    if invitation.is_interest:
        return deny(_("Nobody was invited here: please answer the interest."))
    if invitation.state == InvitationState.ACCEPTED:
        return deny(_("This expert has accepted."))
    if invitation.need.state != NeedState.OPEN:
        return deny(_("This need is not open."))
    return _is_verified(invitation.need.organisation)


@policy("exchanges.show_interest")
def may_show_interest(user: User, need: Need) -> Decision:
    """Experts with a verified profile, hidden or not; nobody in a need that is theirs to write or read."""
    if role_in(user, need.organisation_id) is not None or writes_for(user, need.organisation):
        return deny(_("This is a need of your own organisation."))
    expert = Expert.objects.filter(user=user).first()
    if expert is None:
        return deny(_("You need a profile first."))
    if expert.state == State.PAUSED:
        return deny(_("Your profile is paused. Resume it first."))
    return ALLOW if expert.is_active else deny(_("Your profile must be verified first."))


@policy("exchanges.tell_colleague")
def may_tell_colleague(user: User, invitation: Invitation) -> Decision:
    """The expert who declined because somebody else fits better."""
    if invitation.expert.user_id != user.pk or invitation.is_interest:
        return deny(_("Only the expert who was invited may do this."))
    if invitation.decline_reason != DeclineReason.SUGGEST_SOMEONE_ELSE:
        return deny(_("You gave another reason."))
    return ALLOW


def _party(user: User, placement: Placement, action: PlacementAction) -> Decision:
    if not parts_played(user, placement) or not is_party(user, placement):
        return deny(_("Only the expert and the host may do this."))
    return _from_here(placement, action)


@policy("exchanges.edit_placement")
def may_edit(user: User, placement: Placement) -> Decision:
    """The expert, and owners and editors of the host, while the plan may be edited."""
    return _party(user, placement, PlacementAction.EDIT)


@policy("exchanges.agree_placement")
def may_agree(user: User, placement: Placement) -> Decision:
    """The expert of the placement, while the plan may be edited; not while the profile is suspended."""
    return first_refusal(
        _needs_part(user, placement, Part.EXPERT, _("Only the expert may agree to the plan.")),
        _expert_stands(placement, _("Your profile is suspended. Please write to the ministry.")),
        _from_here(placement, PlacementAction.AGREE),
    )


def _submits(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_submit(user: User, placement: Placement) -> Decision:
        """Owners and editors of the verified host; the table asks for the expert's agreement. Not while the
        expert is suspended."""
        return first_refusal(
            _needs_part(user, placement, Part.HOST, _("Only the host may submit the plan.")),
            _is_verified(placement.organisation),
            _expert_stands(
                placement, _("The expert takes no part at present. Please write to the ministry.")
            ),
            _from_here(placement, action),
        )

    return may_submit


for _action in (PlacementAction.SUBMIT, PlacementAction.RESUBMIT):
    policy(f"exchanges.{_action}_placement")(_submits(_action))


@policy("exchanges.take_placement")
def may_take(user: User, placement: Placement) -> Decision:
    """Reviewers of the unit that reviews the case; nobody of the host, never the expert."""
    return first_refusal(
        _needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may take this case.")),
        _from_here(placement, PlacementAction.TAKE),
    )


def _reviews(action: PlacementAction) -> Callable[[User, Placement], Decision]:
    def may_review(user: User, placement: Placement) -> Decision:
        """The reviewer who took the case."""
        return first_refusal(
            _needs_part(user, placement, Part.REVIEWER, _("Only a reviewer of the unit may do this.")),
            _from_here(placement, action),
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
            _needs_part(user, placement, Part.DECIDER, _("Only a decider of the unit may do this.")),
            _from_here(placement, action),
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
