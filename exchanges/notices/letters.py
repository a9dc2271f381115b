"""How letters of the exchanges are put together, and who of a host gets them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from incubators.enums import MemberRole
from incubators.models import Organisation


def link(name: str, public_id: str, more: str = "") -> str:
    return settings.SITE_URL + reverse(f"exchanges:{name}", args=[public_id]) + more


def letter(*paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, _("Diaspora Portal")])


def writers_of(organisation: Organisation) -> list[User]:
    """The people of the host who can act."""
    memberships = organisation.memberships.exclude(role=MemberRole.VIEWER)
    return [m.user for m in memberships.select_related("user").order_by("pk")]
