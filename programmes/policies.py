"""Who may read and change how a programme weighs matches. `docs/permissions.md` is printed from here."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy
from programmes.models import Programme


@policy("programmes.view_weights")
def may_view_weights(user: User, _obj: Any = None) -> Decision:
    """Ministry staff."""
    if user.is_authenticated and user.is_ministry_staff:
        return ALLOW
    return deny(_("Only ministry staff may see how programmes weigh matches."))


@policy("programmes.change_weights")
def may_change_weights(user: User, programme: Programme) -> Decision:
    """Officers of the unit that owns the programme."""
    posts = user.posts_today if user.is_authenticated else []
    if any(post.role == Role.OFFICER and post.unit_id == programme.owner_unit_id for post in posts):
        return ALLOW
    return deny(_("Only officers of the unit that owns this programme may change its weights."))
