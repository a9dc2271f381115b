"""Lists and queues: invitations, placements, the review queue, and what waits for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.today import Blocks, WaitingItem
from exchanges.enums import (
    AWAITED,
    EDITABLE,
    Direction,
    InvitationState,
    PlacementState,
)
from exchanges.labels import PLACEMENT_STATES, PLACEMENT_TONES
from exchanges.models import Invitation, Placement
from exchanges.selectors.due import as_moment
from exchanges.selectors.queue import claimable, queue_rows, releasable, to_review
from incubators.enums import MemberRole


@dataclass(frozen=True, slots=True)
class ListRow:
    public_id: str
    title: str
    organisation: str
    person: str
    state_label: str
    tone: str
    since: datetime


def placement_rows(placements: Iterable[Placement]) -> list[ListRow]:
    """Rows of a list annotated with `public_state`; nothing else of the state is read."""
    return [
        ListRow(
            public_id=placement.public_id,
            title=placement.need.title,
            organisation=placement.organisation.name,
            person=str(placement.expert.user or placement.expert),
            state_label=str(PLACEMENT_STATES[placement.public_state]),
            tone=PLACEMENT_TONES.get(placement.public_state, "waiting"),
            since=placement.submitted_at or placement.created_at,
        )
        for placement in placements
    ]


def expert_as_known(invitation: Invitation, user: User | None) -> str:
    """The name for the expert's own eyes, once they stepped forward, and after acceptance; else the code.

    Without a user: as the host knows the expert.
    """
    person = invitation.expert.user
    if person and (person == user or invitation.is_interest or invitation.state == "accepted"):
        return str(person.get_full_name())
    return _("Expert %(code)s") % {"code": invitation.expert.public_id}


def waiting_for(user: User, limit: int) -> list[WaitingItem]:
    """Invitations to answer, plans to complete, cases to review, decisions to release."""
    items = _invitations_waiting(user, limit) + _plans_waiting(user, limit)
    if user.is_ministry_staff:
        items += _reviews_waiting(user, limit) + _decisions_waiting(user, limit)
    return sorted(items, key=lambda item: item.order)[:limit]


def _invitations_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Those that ask me, those that asked to be asked again by today, and interest in needs of my hosts."""
    asks_again = Q(state=InvitationState.MAYBE_LATER, later_on__lte=_today())
    writes = user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
    me = Q(direction=Direction.TO_EXPERT, expert__user=user)
    my_hosts = Q(direction=Direction.FROM_EXPERT, need__organisation_id__in=writes)
    mine = Invitation.objects.filter(Q(state__in=AWAITED) | asks_again, me | my_hosts)
    return [
        WaitingItem(
            what=_("Answer the interest") if one.is_interest else _("Answer the invitation"),
            about=f"{one.need.title}, {_who_asks(one, user)}",
            url=reverse("exchanges:invitation", args=[one.public_id]),
            since=one.sent_at,
            due_at=one.expires_at,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:invitation_list"),
        )
        for one in mine.with_people().order_by("sent_at", "pk")[:limit]
    ]


def _who_asks(invitation: Invitation, user: User) -> str:
    return expert_as_known(invitation, user) if invitation.is_interest else str(invitation.need.organisation)


def _plans_waiting(user: User, limit: int) -> list[WaitingItem]:
    writes = user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
    open_plans = Placement.objects.filter(state__in=EDITABLE).with_people().order_by("state_since", "pk")
    host = open_plans.filter(organisation_id__in=writes).for_the_host_to_go_on()[:limit]
    expert = open_plans.filter(expert__user=user, expert_agreed_at__isnull=True)[:limit]
    words = {
        PlacementState.DRAFT: _("Complete the plan and agree on it"),
        PlacementState.CHANGES_REQUESTED: _("Change the plan: the ministry returned it"),
    }
    return [
        WaitingItem(
            what=_("Submit the plan") if one.expert_agreed_at else words[one.state],
            about=f"{one.need.title}, {one.organisation.name}",
            url=reverse("exchanges:placement", args=[one.public_id]),
            since=one.state_since,
            is_urgent=one.state == PlacementState.CHANGES_REQUESTED,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement_list"),
        )
        for one in [*host, *expert]
    ]


def _reviews_waiting(user: User, limit: int) -> list[WaitingItem]:
    if not user.holds(Role.REVIEWER):
        return []
    waiting = [*to_review(user)[:limit], *claimable(user, today=_today())[:limit]]
    rows = queue_rows(waiting, user, today=_today())
    return [
        WaitingItem(
            what=_("Review again: it came back") if row.came_back else _("Review the case"),
            about=f"{row.public_id} · {row.title}",
            url=reverse("exchanges:placement", args=[row.public_id]),
            since=row.since,
            due_at=as_moment(row.due_on),
            is_urgent=row.is_late or row.came_back,
            blocks=Blocks.CASE if row.is_mine else Blocks.QUEUE,
            list_url=reverse("exchanges:review_queue"),
        )
        for row in rows[:limit]
    ]


def _decisions_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Never a case in which the user is a party, or which they reviewed in this round or an earlier one."""
    pending = releasable(user)[:limit]
    return [
        WaitingItem(
            what=_("Release the decision"),
            about=f"{one.public_id} · {one.need.title}",
            url=reverse("exchanges:placement", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:decision_list"),
        )
        for one in pending
    ]


def _today() -> date:
    return timezone.localdate()
