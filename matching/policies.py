"""Who may see and shape lists. `docs/permissions.md` is printed from here."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy
from experts.models import Expert
from incubators.enums import NeedState
from incubators.models import Need
from incubators.policies import WRITERS, role_in
from matching.enums import ACTING, LIST_READERS, RoundState, RunState
from matching.models import AssignmentRound, Conflict, Match, MatchRun
from programmes.models import Programme


def _is_in_unit_of(user: User, programme: Programme, roles: tuple[Role, ...]) -> bool:
    """Whether one of the user's posts of today is in the unit that owns the programme."""
    if not user.is_authenticated:
        return False
    return any(post.unit_id == programme.owner_unit_id and post.role in roles for post in user.posts_today)


def _may_write(user: User, need: Need) -> Decision:
    if role_in(user, need.organisation_id) in WRITERS:
        return ALLOW
    return deny(_("Only an owner or editor of the organisation may do this."))


@policy("matching.view_matches")
def may_view_matches(user: User, need: Need) -> Decision:
    """Members of the need's organisation, and staff of the unit that owns its programme."""
    if role_in(user, need.organisation_id) or _is_in_unit_of(user, need.programme, LIST_READERS):
        return ALLOW
    return deny(_("Only the organisation that wrote this need and its ministry may see its matches."))


@policy("matching.start_run")
def may_start_run(user: User, need: Need) -> Decision:
    """Owners and editors of the need's organisation; officers, reviewers and deciders of the unit that
    owns its programme."""
    if not _is_in_unit_of(user, need.programme, ACTING):
        decision = _may_write(user, need)
        if not decision:
            return decision
    if need.state != NeedState.OPEN:
        return deny(_("Only an open need can be matched."))
    return ALLOW


@policy("matching.choose_match")
def may_choose(user: User, need: Need) -> Decision:
    """Owners and editors of the need's organisation shortlist, set aside and take back."""
    return _may_write(user, need)


@policy("matching.export_shortlist")
def may_export(user: User, need: Need) -> Decision:
    """Owners and editors of the need's organisation."""
    return _may_write(user, need)


@policy("matching.view_match")
def may_view_match(user: User, match: Match) -> Decision:
    """Members of the need's organisation."""
    if role_in(user, match.need.organisation_id):
        return ALLOW
    return deny(_("Only the organisation that wrote this need may see this match."))


@policy("matching.view_runs")
def may_view_runs(user: User, _run: MatchRun | None = None) -> Decision:
    """Ministry staff."""
    if user.is_authenticated and user.is_ministry_staff:
        return ALLOW
    return deny(_("Only ministry staff may see how lists were made."))


@policy("matching.retry_run")
def may_retry_run(user: User, run: MatchRun) -> Decision:
    """Officers, reviewers and deciders, once a run has failed."""
    decision = may_view_runs(user, run)
    if decision and not any(user.holds(role) for role in ACTING):
        return deny(_("You read how lists were made; officers, reviewers and deciders try again."))
    if decision and run.state != RunState.FAILED:
        return deny(_("Only a run that failed can be tried again."))
    return decision


@policy("matching.find_needs")
def may_find_needs(user: User, expert: Expert) -> Decision:
    """The expert themself."""
    if user.is_authenticated and expert.user_id == user.pk:
        return ALLOW
    return deny(_("Only the expert may look for needs with this profile."))


@policy("matching.list_rounds")
def may_list_rounds(user: User, _nothing: None = None) -> Decision:
    """Officers, reviewers, deciders and auditors of any unit; each sees the rounds of the own unit's
    programmes."""
    if user.is_authenticated and any(post.role in LIST_READERS for post in user.posts_today):
        return ALLOW
    return deny(_("Only ministry staff who work with needs may see assignment rounds."))


@policy("matching.begin_rounds")
def may_begin_rounds(user: User, _nothing: None = None) -> Decision:
    """Officers, reviewers and deciders of any unit, for its programmes."""
    if user.is_authenticated and any(post.role in ACTING for post in user.posts_today):
        return ALLOW
    return deny(_("Only officers, reviewers and deciders may start assignment rounds."))


@policy("matching.start_round")
def may_start_round(user: User, programme: Programme) -> Decision:
    """Officers, reviewers and deciders of the unit that owns the programme."""
    if _is_in_unit_of(user, programme, ACTING):
        return ALLOW
    return deny(_("Only staff of the unit that owns this programme may do this."))


@policy("matching.view_round")
def may_view_round(user: User, round_: AssignmentRound) -> Decision:
    """Who reads lists in the unit that owns the programme."""
    if _is_in_unit_of(user, round_.programme, LIST_READERS):
        return ALLOW
    return deny(_("Only staff of the unit that owns this programme may see this round."))


@policy("matching.compute_round")
def may_compute_round(user: User, round_: AssignmentRound) -> Decision:
    """As starting one, for a preview or a round that failed."""
    decision = may_start_round(user, round_.programme)
    if decision and round_.state not in (RoundState.PREVIEW, RoundState.FAILED):
        return deny(_("Only a preview or a round that failed can be computed again."))
    return decision


@policy("matching.publish_round")
def may_publish_round(user: User, round_: AssignmentRound) -> Decision:
    """As starting one, for a preview."""
    decision = may_start_round(user, round_.programme)
    if decision and round_.state != RoundState.PREVIEW:
        return deny(_("Only a preview can be published."))
    return decision


@policy("matching.undo_round")
def may_undo_round(user: User, round_: AssignmentRound) -> Decision:
    """As starting one, for a published round."""
    decision = may_start_round(user, round_.programme)
    if decision and round_.state != RoundState.PUBLISHED:
        return deny(_("Only a published round can be undone."))
    return decision


@policy("matching.declare_conflict")
def may_declare_conflict(user: User, expert: Expert) -> Decision:
    """The person whose profile it is."""
    if user.is_authenticated and expert.user_id == user.pk:
        return ALLOW
    return deny(_("Only the person whose profile this is may do this."))


@policy("matching.withdraw_conflict")
def may_withdraw_conflict(user: User, conflict: Conflict) -> Decision:
    """The person who declared it."""
    if conflict.declared_by_id is None:
        return deny(_("Nobody declared this: it stands in the portal's own records."))
    return may_declare_conflict(user, conflict.expert)


@policy("matching.list_conflicts")
def may_list_conflicts(user: User, _obj: None = None) -> Decision:
    """Officers, reviewers and deciders of a unit that reviews placements."""
    if user.is_authenticated and user.holds(*ACTING, duty=Duty.REVIEW_PLACEMENTS):
        return ALLOW
    return deny(_("Your posts do not include reviewing placements."))


@policy("matching.assess_conflict")
def may_assess_conflict(user: User, conflict: Conflict) -> Decision:
    """As above, in a unit that reviews what the organisation needs, and without a part of their own in it.
    What was found and not declared, owners and editors of the organisation decide as well."""
    is_own = user.is_authenticated and conflict.expert.user_id == user.pk
    role = role_in(user, conflict.organisation_id)
    if not is_own and role in WRITERS and conflict.found and conflict.declared_by_id is None:
        return ALLOW
    if is_own or role:
        return deny(_("You have a part in this yourself. Please leave it to a colleague."))
    decision = may_list_conflicts(user)
    if decision and not Conflict.objects.visible_to(user).filter(pk=conflict.pk).exists():
        return deny(_("Another unit assesses ties to this organisation."))
    return decision
