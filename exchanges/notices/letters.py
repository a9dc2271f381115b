"""How letters of the exchanges are put together, and who of a host gets them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from exchanges.models import Invitation
from incubators.enums import MemberRole
from incubators.models import Organisation


def link(name: str, public_id: str, more: str = "") -> str:
    return settings.SITE_URL + reverse(f"exchanges:{name}", args=[public_id]) + more


def letter(*paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, _("Diaspora Portal")])


def needs_that_fit() -> str:
    """Where experts find other needs."""
    return settings.SITE_URL + reverse("matching:expert_matches")


def askers_of(invitation: Invitation) -> list[User]:
    """Who asked; when they act for the host no more, everybody who does."""
    if invitation.is_interest:
        return [invitation.sent_by]
    writers = writers_of(invitation.need.organisation)
    return [user for user in writers if user.pk == invitation.sent_by_id] or writers


def writers_of(organisation: Organisation) -> list[User]:
    """The people of the host who can act."""
    memberships = organisation.memberships.exclude(role=MemberRole.VIEWER)
    return [m.user for m in memberships.select_related("user").order_by("pk")]
