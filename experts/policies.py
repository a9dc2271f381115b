"""Who may do what with a profile. `docs/permissions.md` is printed from here."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from experts.enums import Action, BatchState, State
from experts.models import Expert, ImportBatch

_VERIFIERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)


def verifies_experts(user: User) -> bool:
    """Whether one of today's posts is in a unit that verifies experts."""
    return user.is_authenticated and user.holds(*_VERIFIERS, duty=Duty.VERIFY_EXPERTS)


def _is_own(user: User, expert: Expert) -> Decision:
    if user.is_authenticated and expert.user_id == user.pk:
        return ALLOW
    return deny(_("Only the person whose profile this is may do this."))


def _from_here(expert: Expert, action: Action) -> Decision:
    if expert.workflow.candidates(state=expert.state, action=action):
        return ALLOW
    return deny(_("This step is not possible in the present state."))


@policy("experts.start_profile")
def may_start(user: User, _obj: None = None) -> Decision:
    """Everybody who is signed in and has no profile yet."""
    if hasattr(user, "expert"):
        return deny(_("You have a profile already."))
    return ALLOW


@policy("experts.edit_profile")
def may_edit(user: User, expert: Expert) -> Decision:
    """The person whose profile it is, unless it is suspended."""
    if expert.state == State.SUSPENDED:
        return first_refusal(
            _is_own(user, expert), deny(_("Your profile is suspended. Please write to the ministry."))
        )
    return _is_own(user, expert)


@policy("experts.undo_import")
def may_undo_import(user: User, batch: ImportBatch) -> Decision:
    """The person whose profile it is, after the import was taken over."""
    if batch.state != BatchState.APPLIED:
        return first_refusal(_is_own(user, batch.expert), deny(_("There is nothing to undo.")))
    return may_edit(user, batch.expert)


def _of_ones_own(action: Action) -> Callable[[User, Expert], Decision]:
    def may_step(user: User, expert: Expert) -> Decision:
        """The person whose profile it is."""
        return first_refusal(_is_own(user, expert), _from_here(expert, action))

    return may_step


for _action in (Action.SUBMIT, Action.PAUSE, Action.RESUME):
    policy(f"experts.{_action}_profile")(_of_ones_own(_action))


@policy("experts.open_verification")
def may_open_verification(user: User, _obj: None = None) -> Decision:
    """Officers, reviewers and deciders of a unit that verifies experts."""
    return ALLOW if verifies_experts(user) else deny(_("Your posts do not include verifying experts."))


@policy("experts.curate_skills")
def may_curate_skills(user: User, _obj: None = None) -> Decision:
    """Officers of a unit that verifies experts, and administrators: what people typed becomes vocabulary."""
    if user.is_authenticated and (
        user.holds(Role.OFFICER, duty=Duty.VERIFY_EXPERTS)
        or user.holds(Role.ADMINISTRATOR, duty=Duty.ADMINISTER)
    ):
        return ALLOW
    return deny(_("Your posts do not include keeping the vocabulary."))


def _of_staff(action: Action) -> Callable[[User, Expert], Decision]:
    def may_step(user: User, expert: Expert) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies experts; never for themselves."""
        if expert.user_id == user.pk:
            return deny(_("Nobody verifies their own profile. Please ask a colleague."))
        return first_refusal(may_open_verification(user), _from_here(expert, action))

    return may_step


for _action in (Action.VERIFY, Action.REQUEST_CHANGES, Action.SUSPEND, Action.REINSTATE):
    policy(f"experts.{_action}_profile")(_of_staff(_action))
