"""In whose name somebody coordinates, and which experts they know by name."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.models import Unit, User
from exchanges.enums import Direction, InvitationState
from exchanges.models import Invitation
from exchanges.policies import unit_for
from experts.enums import GONE
from experts.models import Expert
from incubators.models import Organisation
from incubators.policies import WRITERS
from matching.selectors.audience import HOST, Viewer, listed_for, viewer_of


@dataclass(frozen=True, slots=True)
class Sender:
    """An organisation or a unit; `key` is what a form posts."""

    key: str
    label: str
    organisation: Organisation | None = None
    unit: Unit | None = None


def senders_of(user: User, expert: Expert | None = None) -> list[Sender]:
    """Verified organisations for which somebody writes, and their unit; with an expert, those that know them.

    What one organisation knows by an invitation is not told in the name of another.
    """
    hosts = Organisation.objects.of_member(user, *WRITERS).verified().order_by("name", "pk")
    unit = unit_for(user, expert)
    if expert is not None:
        if not _is_listed(expert, HOST):
            met = _stepped_forward().filter(expert=expert)
            hosts = hosts.filter(pk__in=met.values("need__organisation_id"))
        if unit and not _is_listed(expert, replace(viewer_of(user), is_host=False)):
            unit = None
    found = [Sender(one.public_id, str(one), organisation=one) for one in hosts]
    return [*found, Sender(f"unit-{unit.slug}", str(unit), unit=unit)] if unit else found


def named_expert(user: User, code: str) -> Expert | None:
    """The expert of a code, where one for whom this person acts may read the name; hidden and unknown are the
    same None.

    By the directory, by their posts, or because the expert accepted an invitation of theirs or offered help.
    """
    people = Expert.objects.exclude(state__in=GONE).exclude(user=user).select_related("user")
    found = people.filter(public_id=code).first()
    return found if found is not None and senders_of(user, found) else None


def _is_listed(expert: Expert, viewer: Viewer) -> bool:
    return listed_for(viewer).filter(pk=expert.pk).exists()


def _stepped_forward() -> QuerySet[Invitation]:
    """What told a host the expert's name."""
    accepted = Invitation.objects.filter(state=InvitationState.ACCEPTED)
    return accepted | Invitation.objects.filter(direction=Direction.FROM_EXPERT)
