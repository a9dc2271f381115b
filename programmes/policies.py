"""Who may read and change what programmes allow and weigh. `docs/permissions.md` is printed from here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy
from programmes.models import Agreement, Programme


def _holds_office_in(user: User, unit_id: int) -> bool:
    posts = user.posts_today if user.is_authenticated else []
    return any(post.role == Role.OFFICER and post.unit_id == unit_id for post in posts)


@policy("programmes.view_weights")
def may_view_weights(user: User, _obj: Any = None) -> Decision:
    """Ministry staff."""
    if user.is_authenticated and user.is_ministry_staff:
        return ALLOW
    return deny(_("Only ministry staff may see how programmes weigh matches."))


@policy("programmes.change_weights")
def may_change_weights(user: User, programme: Programme) -> Decision:
    """Officers of the unit that owns the programme."""
    if _holds_office_in(user, programme.owner_unit_id):
        return ALLOW
    return deny(_("Only officers of the unit that owns this programme may change its weights."))


@policy("programmes.view_policy")
def may_view_policy(user: User, _obj: Any = None) -> Decision:
    """Ministry staff."""
    if user.is_authenticated and user.is_ministry_staff:
        return ALLOW
    return deny(_("Only ministry staff may read the whole policy of a programme."))


@policy("programmes.change_policy")
def may_change_policy(user: User, programme: Programme) -> Decision:
    """Officers of the unit that owns the programme."""
    if _holds_office_in(user, programme.owner_unit_id):
        return ALLOW
    return deny(_("Only officers of the unit that owns this programme may change it."))


@policy("programmes.record_agreement")
def may_record_agreement(user: User, agreement: Agreement | None = None) -> Decision:
    """Officers of a unit that owns a programme; an agreement of programmes: of a unit of one of these."""
    programmes = Programme.objects.filter(agreement=agreement) if agreement else Programme.objects.none()
    if not programmes.exists():
        programmes = Programme.objects.all()
    posts = user.posts_today if user.is_authenticated else []
    units = [post.unit_id for post in posts if post.role == Role.OFFICER]
    if units and programmes.filter(owner_unit_id__in=units).exists():
        return ALLOW
    return deny(_("Only officers of a unit with programmes may record agreements."))
