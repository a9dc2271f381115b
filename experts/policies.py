"""Who may do what with a profile. `docs/permissions.md` is printed from here."""

from collections.abc import Callable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, first_refusal, policy
from common.workflow import Part
from experts.enums import Action, BatchState, CredentialAction, PairAction, State
from experts.models import Credential, DuplicatePair, Expert, ImportBatch

_VERIFIERS = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)


def verifies_experts(user: User) -> bool:
    """Whether one of today's posts is in a unit that verifies experts."""
    return user.is_authenticated and user.holds(*_VERIFIERS, duty=Duty.VERIFY_EXPERTS)


def is_liaison_for(user: User, country: str) -> bool:
    """Whether one of today's posts is a liaison's for this country."""
    return user.is_authenticated and any(
        post.role == Role.LIAISON and country in post.countries for post in user.posts_today
    )


def is_liaison(user: User) -> bool:
    return user.is_authenticated and user.holds(Role.LIAISON)


def _verifies(user: User) -> Decision:
    return ALLOW if verifies_experts(user) else deny(_("Your posts do not include verifying experts."))


def _keeps_managed(user: User, country: str) -> bool:
    """Officers of a unit that verifies experts; liaisons in their own countries."""
    return user.is_authenticated and (
        user.holds(Role.OFFICER, duty=Duty.VERIFY_EXPERTS) or is_liaison_for(user, country)
    )


def _writes(user: User, expert: Expert) -> Decision:
    """The person; while nobody has claimed it, whoever keeps a managed profile."""
    if expert.user_id is None and expert.state != State.CLOSED and _keeps_managed(user, expert.country):
        return ALLOW
    return _is_own(user, expert)


def _did_not_write(user: User, expert: Expert) -> Decision:
    """What staff entered is verified by somebody else."""
    wrote = Q(action__in=("create", Action.SUBMIT)) | Q(action__startswith="edit_")
    if expert.events.filter(wrote, part=Part.STAFF, by=user).exists():
        return deny(_("You entered this profile yourself. Somebody else verifies it."))
    return ALLOW


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
    """The person, unless the profile is suspended or closed; whoever keeps it while nobody has claimed it."""
    if expert.state == State.SUSPENDED:
        return first_refusal(
            _writes(user, expert), deny(_("Your profile is suspended. Please write to the ministry."))
        )
    if expert.state == State.CLOSED:
        return first_refusal(_is_own(user, expert), deny(_("This profile is closed.")))
    return _writes(user, expert)


@policy("experts.keep_credentials")
def may_keep_credentials(user: User, expert: Expert) -> Decision:
    """The person alone: nobody claims a degree for somebody else."""
    return first_refusal(_is_own(user, expert), may_edit(user, expert))


@policy("experts.answer_for_oneself")
def may_answer_for_oneself(user: User, expert: Expert) -> Decision:
    """The person alone: who may see them, what they agree to, what they travel with."""
    return first_refusal(_is_own(user, expert), may_edit(user, expert))


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


@policy("experts.submit_profile")
def may_submit(user: User, expert: Expert) -> Decision:
    """The person whose profile it is; whoever keeps it while nobody has claimed it."""
    return first_refusal(_writes(user, expert), _from_here(expert, Action.SUBMIT))


for _action in (Action.PAUSE, Action.RESUME):
    policy(f"experts.{_action}_profile")(_of_ones_own(_action))


@policy("experts.open_verification")
def may_open_verification(user: User, _obj: None = None) -> Decision:
    """Officers, reviewers, deciders of a unit that verifies experts; liaisons read about their countries."""
    return ALLOW if is_liaison(user) else _verifies(user)


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
        """Officers, reviewers and deciders of a unit that verifies experts; never what they are or wrote."""
        if expert.user_id == user.pk:
            return deny(_("Nobody verifies their own profile. Please ask a colleague."))
        decision = first_refusal(_verifies(user), _from_here(expert, action))
        return _did_not_write(user, expert) if decision and action == Action.VERIFY else decision

    return may_step


for _action in (Action.VERIFY, Action.REQUEST_CHANGES, Action.SUSPEND, Action.REINSTATE):
    policy(f"experts.{_action}_profile")(_of_staff(_action))


def _of_credential(action: CredentialAction) -> Callable[[User, Credential], Decision]:
    def may_step(user: User, credential: Credential) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies experts; never for themselves."""
        if credential.expert.user_id == user.pk:
            return deny(_("Nobody verifies their own credentials. Please ask a colleague."))
        if not credential.workflow.candidates(state=credential.state, action=action):
            return first_refusal(_verifies(user), deny(_("This step is not possible in the present state.")))
        decision = _verifies(user)
        confirms = action == CredentialAction.CONFIRM
        return _did_not_write(user, credential.expert) if decision and confirms else decision

    return may_step


for _step in (CredentialAction.CONFIRM, CredentialAction.REQUEST_CHANGES, CredentialAction.REFUSE):
    policy(f"experts.{_step}_credential")(_of_credential(_step))


@policy("experts.vouch")
def may_vouch(user: User, expert: Expert) -> Decision:
    """A liaison of the country where the expert lives; never for themselves."""
    if expert.user_id == user.pk:
        return deny(_("Nobody vouches for themselves."))
    if not is_liaison_for(user, expert.country):
        return deny(_("Only a liaison of the country where the expert lives may vouch for them."))
    if expert.state in (State.SUSPENDED, State.CLOSED):
        return deny(_("This step is not possible in the present state."))
    return ALLOW


@policy("experts.open_managed")
def may_open_managed(user: User, _obj: None = None) -> Decision:
    """Officers of a unit that verifies experts, and liaisons, write profiles for people who agreed."""
    if user.is_authenticated and (user.holds(Role.OFFICER, duty=Duty.VERIFY_EXPERTS) or is_liaison(user)):
        return ALLOW
    return deny(_("Your posts do not include entering profiles for others."))


@policy("experts.enter_profile")
def may_enter_profile(user: User, country: str) -> Decision:
    """Officers of a unit that verifies experts anywhere; liaisons for people in their countries."""
    if _keeps_managed(user, country):
        return ALLOW
    return first_refusal(may_open_managed(user), deny(_("This country is not one of your posts.")))


@policy("experts.invite_to_claim")
def may_invite_to_claim(user: User, expert: Expert) -> Decision:
    """Whoever keeps the profile, while nobody has claimed it."""
    if expert.user_id is not None or expert.state == State.CLOSED:
        return first_refusal(may_open_managed(user), deny(_("This profile belongs to its person already.")))
    return first_refusal(may_open_managed(user), may_enter_profile(user, expert.country))


@policy("experts.claim_profile")
def may_claim(user: User, expert: Expert) -> Decision:
    """Whoever got the link, but nobody of the ministry who wrote the profile or sent the link."""
    wrote = expert.events.filter(by=user, part=Part.STAFF).exists()
    if wrote or expert.claim_invitations.filter(invited_by=user).exists():
        return deny(_("You entered this profile or sent this link. Only the person may claim it."))
    return ALLOW


@policy("experts.read_looks")
def may_read_looks(user: User, _obj: None = None) -> Decision:
    """Auditors of a unit that verifies experts or administers the portal."""
    if any(user.holds(Role.AUDITOR, duty=duty) for duty in (Duty.VERIFY_EXPERTS, Duty.ADMINISTER)):
        return ALLOW
    return deny(_("Only auditors of a unit that verifies experts read who looked at whom."))


@policy("experts.open_duplicates")
def may_open_duplicates(user: User, _obj: None = None) -> Decision:
    """Officers, reviewers and deciders of a unit that verifies experts; liaisons within their countries."""
    return may_open_verification(user)


def _of_pair(action: PairAction) -> Callable[[User, DuplicatePair], Decision]:
    def may_step(user: User, pair: DuplicatePair) -> Decision:
        """Officers, reviewers and deciders of a unit that verifies experts; never about themselves."""
        if user.pk in (pair.older.user_id, pair.newer.user_id):
            return deny(_("Nobody decides about a profile of their own. Please ask a colleague."))
        if not pair.workflow.candidates(state=pair.state, action=action):
            return first_refusal(_verifies(user), deny(_("This step is not possible in the present state.")))
        return _verifies(user)

    return may_step


for _step in (PairAction.MERGE, PairAction.UNDO, PairAction.TELL_APART, PairAction.RECONSIDER):
    policy(f"experts.{_step}_pair")(_of_pair(_step))
