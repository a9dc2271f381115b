"""Who reads which figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy
from incubators.models import Organisation
from incubators.policies import role_in


@policy("insights.read_standing")
def may_read_standing(user: User, organisation: Organisation) -> Decision:
    """Members of the organisation, whatever their role."""
    if role_in(user, organisation.pk) is not None:
        return ALLOW
    return deny(_("Only members of the organisation read its figures."))


@policy("insights.read_oversight")
def may_read_oversight(user: User, _obj: Any = None) -> Decision:
    """Officers, deciders and auditors of any unit: the same numbers of all programmes for everybody."""
    if user.is_authenticated and user.holds(Role.OFFICER, Role.DECIDER, Role.AUDITOR):
        return ALLOW
    return deny(_("Only officers, deciders and auditors of the ministry read these figures."))
