"""In whose name somebody coordinates, and which experts they know by name."""

from dataclasses import dataclass

from accounts.models import Unit, User
from exchanges.enums import Direction, InvitationState
from exchanges.models import Invitation
from exchanges.policies import unit_for
from experts.enums import GONE
from experts.models import Expert
from incubators.models import Organisation
from incubators.policies import WRITERS
from matching.selectors.audience import listed_for, viewer_of


@dataclass(frozen=True, slots=True)
class Sender:
    """An organisation or a unit; `key` is what a form posts."""

    key: str
    label: str
    organisation: Organisation | None = None
    unit: Unit | None = None


def senders_of(user: User, expert: Expert | None = None) -> list[Sender]:
    """Verified organisations for which somebody writes, and their unit."""
    hosts = Organisation.objects.of_member(user, *WRITERS).verified().order_by("name", "pk")
    found = [Sender(one.public_id, str(one), organisation=one) for one in hosts]
    unit = unit_for(user, expert)
    return [*found, Sender(f"unit-{unit.slug}", str(unit), unit=unit)] if unit else found


def named_expert(user: User, code: str) -> Expert | None:
    """The expert of a code, where this person may read the name; hidden and unknown are the same None.

    By the directory, by their posts, or because the expert accepted an invitation of theirs or offered help.
    """
    known = Invitation.objects.filter(need__organisation_id__in=user.memberships.values("organisation_id"))
    stepped_forward = known.filter(state=InvitationState.ACCEPTED) | known.filter(
        direction=Direction.FROM_EXPERT
    )
    people = listed_for(viewer_of(user)) | Expert.objects.filter(
        pk__in=stepped_forward.values("expert_id")
    ).exclude(state__in=GONE)
    found = Expert.objects.filter(pk__in=people.values("pk"), public_id=code).exclude(user=user)
    return found.select_related("user").first() if viewer_may_coordinate(user) else None


def viewer_may_coordinate(user: User) -> bool:
    """Who neither writes for a verified organisation nor holds such a post knows nobody by name here."""
    return bool(senders_of(user))
