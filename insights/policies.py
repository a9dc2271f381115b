"""Who reads which figures."""

from django.utils.translation import gettext_lazy as _

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
