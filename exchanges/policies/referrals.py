"""Who passes needs and experts on, who answers, and who ends it."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from exchanges.enums import ReferralAction
from exchanges.models import Referral
from exchanges.policies.contacts import may_log_contact, unit_for, writes_for
from experts.models import Expert
from incubators.models import Need
from incubators.policies import WRITERS, role_in


def _writes_in(user: User, organisation_id: int | None) -> bool:
    return organisation_id is not None and role_in(user, organisation_id) in WRITERS


def is_sender(user: User, referral: Referral) -> bool:
    """Whether this person acts for the organisation or the unit that passed it on."""
    if _writes_in(user, referral.from_organisation_id):
        return True
    unit = unit_for(user, referral.expert)
    return unit is not None and unit.pk == referral.from_unit_id


def _from_here(referral: Referral, action: ReferralAction) -> Decision:
    if referral.workflow.candidates(state=referral.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


@policy("exchanges.refer_need")
def may_refer_need(user: User, need: Need) -> Decision:
    """Owners and editors of the verified organisation that wrote the need; officers, reviewers, deciders and
    liaisons for every published one."""
    if writes_for(user, need.organisation) or unit_for(user) is not None:
        return ALLOW
    return deny(_("Only the organisation that wrote the need, and staff, may pass it on."))


@policy("exchanges.refer_expert")
def may_refer_expert(user: User, expert: Expert) -> Decision:
    """Whoever may write down a contact with the expert, who must agree before anything is passed on."""
    return may_log_contact(user, expert)


def _of_the_expert(action: ReferralAction) -> Callable[[User, Referral], Decision]:
    def may_answer(user: User, referral: Referral) -> Decision:
        """The expert whom it names, before anything is passed on."""
        if referral.expert is None or referral.expert.user_id != user.pk:
            return deny(_("Only the expert whom it names may answer this."))
        return _from_here(referral, action)

    return may_answer


for _action in (ReferralAction.AGREE, ReferralAction.REFUSE):
    policy(f"exchanges.{_action}_referral")(_of_the_expert(_action))


def _of_the_receiver(action: ReferralAction) -> Callable[[User, Referral], Decision]:
    def may_answer(user: User, referral: Referral) -> Decision:
        """Owners and editors of the verified organisation that received it."""
        if not writes_for(user, referral.organisation):
            return deny(_("Only an owner or editor of the organisation that received it may answer."))
        return _from_here(referral, action)

    return may_answer


for _action in (ReferralAction.ACCEPT, ReferralAction.DECLINE):
    policy(f"exchanges.{_action}_referral")(_of_the_receiver(_action))


@policy("exchanges.withdraw_referral")
def may_withdraw(user: User, referral: Referral) -> Decision:
    """Whoever passed it on, until it is accepted."""
    if not is_sender(user, referral):
        return deny(_("Only who passed it on may take it back."))
    return _from_here(referral, ReferralAction.WITHDRAW) if referral.state != "accepted" else _accepted()


def _accepted() -> Decision:
    return deny(_("It was accepted; close it with a reason instead."))


@policy("exchanges.close_referral")
def may_close(user: User, referral: Referral) -> Decision:
    """Either end, after it was accepted, with a reason."""
    ends = is_sender(user, referral) or _writes_in(user, referral.organisation_id)
    refusal = ALLOW if ends else deny(_("Only the two ends of a referral may close it."))
    return first_refusal(refusal, _from_here(referral, ReferralAction.CLOSE))
