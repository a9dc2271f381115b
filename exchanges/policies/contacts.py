"""Who may write down that an expert was approached, and in whose name somebody coordinates."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import Unit, User
from common.policies import ALLOW, Decision, deny, policy
from experts.models import Expert
from incubators.enums import OrganisationState
from incubators.models import Organisation
from incubators.policies import WRITERS, role_in

COORDINATES = (Role.OFFICER, Role.REVIEWER, Role.DECIDER, Role.LIAISON)


def writes_for(user: User, organisation: Organisation | None) -> bool:
    """Owners and editors of a verified organisation."""
    return organisation is not None and organisation.is_verified and role_in(user, organisation.pk) in WRITERS


def unit_for(user: User, expert: Expert | None = None) -> Unit | None:
    """The unit in whose name somebody refers and approaches people; a liaison's only in their countries."""
    if not user.is_authenticated:
        return None
    for post in user.posts_today:
        elsewhere = post.role == Role.LIAISON and expert is not None and expert.country not in post.countries
        if post.role in COORDINATES and not elsewhere:
            return post.unit
    return None


@policy("exchanges.coordinate")
def may_coordinate(user: User, code: str | None = None) -> Decision:
    """Owners and editors of a verified organisation, officers, reviewers, deciders and liaisons; with the
    code of an expert, liaisons in their countries alone."""
    if not user.is_authenticated:
        return deny(_("Please sign in first."))
    expert = Expert.objects.filter(public_id=code).first() if code else None
    if unit_for(user, expert) is not None or _writes_for_any(user):
        return ALLOW
    return deny(_("Only verified organisations and staff write down contacts."))


def _writes_for_any(user: User) -> bool:
    verified = OrganisationState.VERIFIED
    return user.memberships.filter(role__in=WRITERS, organisation__state=verified).exists()


@policy("exchanges.log_contact")
def may_log_contact(user: User, expert: Expert) -> Decision:
    """Owners and editors of a verified organisation, officers, reviewers, deciders and liaisons (these in
    their countries), about experts whom they may see by name; never about themselves."""
    if not user.is_authenticated or expert.user_id == user.pk:
        return deny(_("You do not write down contacts with yourself."))
    if unit_for(user, expert) is not None or _writes_for_any(user):
        return ALLOW
    return deny(_("Only verified organisations and staff write down contacts."))
