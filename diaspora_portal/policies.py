"""Who oversees the portal as a whole."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Duty, Role
from accounts.models import User
from common.policies import ALLOW, Decision, deny, policy


@policy("oversight.read_audit")
def may_read_audit(user: User, _obj: Any = None) -> Decision:
    """Auditors of any unit, each over the own unit's cases; administrators and auditors of a unit that
    administers over all of them by their codes."""
    if user.holds(Role.AUDITOR) or user.holds(Role.ADMINISTRATOR, duty=Duty.ADMINISTER):
        return ALLOW
    return deny(_("Only auditors and administrators read this."))


@policy("oversight.check_chains")
def may_check_chains(user: User, _obj: Any = None) -> Decision:
    """Administrators and auditors of a unit that administers: it reads every case."""
    if user.holds(Role.AUDITOR, Role.ADMINISTRATOR, duty=Duty.ADMINISTER):
        return ALLOW
    return deny(_("Only those who oversee the portal as a whole have every chain checked."))
