"""What waits for somebody in placements that are approved: on "Today"."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.templatetags.formats import written_day
from common.today import Blocks, WaitingItem
from exchanges.enums import AmendmentState, PlacementState, SessionState, Side
from exchanges.models import Amendment, Placement, SessionLog
from exchanges.selectors.amendments import amendments_of_party, amendments_waiting
from exchanges.selectors.facts import day_of
from exchanges.selectors.life import confirm_by
from incubators.enums import MemberRole

# So many days before the first one a placement is called to mind.
SOON = timedelta(days=7)


def life_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Placements to confirm or to begin, changes to answer or decide, sessions remembered otherwise."""
    items = _placements(user, limit) + _amendments(user, limit) + _questions(user, limit)
    items += _past_their_last_day(user, limit)
    return sorted(items, key=lambda item: item.order)[:limit]


def _placements(user: User, limit: int) -> list[WaitingItem]:
    today = day_of(timezone.now())
    expert, host = Q(expert__user=user), Q(organisation_id__in=_writes(user))
    confirms = Q(state=PlacementState.APPROVED)
    confirms &= expert & Q(expert_confirmed_at=None) | host & Q(host_confirmed_at=None)
    begins = Q(state=PlacementState.CONFIRMED, starts_on__lte=today + SOON, ends_on__gte=today)
    rows = Placement.objects.filter(confirms | begins & (expert | host)).with_people()
    return [_item(one) for one in rows.order_by("state_since", "pk")[:limit]]


def _item(placement: Placement) -> WaitingItem:
    is_due = placement.starts_on is not None and placement.starts_on <= day_of(timezone.now())
    due_at, blocks = None, Blocks.CASE
    if placement.state == PlacementState.APPROVED:
        what, due_at = _("Confirm the placement"), confirm_by(placement)
    elif is_due:
        what = _("Say that the placement has begun")
    else:
        what = _("Begins on %(date)s") % {"date": written_day(placement.starts_on)}
        blocks = Blocks.NOBODY
    return WaitingItem(
        what=what,
        about=f"{placement.need.title}, {placement.organisation.name}",
        url=reverse("exchanges:placement", args=[placement.public_id]),
        since=placement.state_since,
        due_at=due_at,
        blocks=blocks,
        list_url=reverse("exchanges:placement_list"),
    )


def _amendments(user: User, limit: int) -> list[WaitingItem]:
    rows = list(amendments_of_party(user, _writes(user))[:limit])
    if user.is_ministry_staff:
        rows += amendments_waiting(user)[:limit]
    words = {
        AmendmentState.PROPOSED: _("Answer the proposed change of the plan"),
        AmendmentState.RETURNED: _("Change the proposal: the ministry returned it"),
        AmendmentState.AGREED: _("Review the change of an approved plan"),
        AmendmentState.RECOMMENDED: _("Decide the change of an approved plan"),
    }
    return [_of_amendment(one, words[one.state]) for one in rows]


def _of_amendment(amendment: Amendment, what: str) -> WaitingItem:
    is_party = amendment.state in (AmendmentState.PROPOSED, AmendmentState.RETURNED)
    return WaitingItem(
        what=what,
        about=f"{amendment.placement.public_id} · {amendment.placement.need.title}",
        url=reverse("exchanges:amendment", args=[amendment.public_id]),
        since=amendment.state_since,
        blocks=Blocks.CASE,
        list_url=reverse("exchanges:placement_list" if is_party else "exchanges:review_queue"),
    )


def _questions(user: User, limit: int) -> list[WaitingItem]:
    mine = Q(side=Side.EXPERT, placement__expert__user=user)
    mine |= Q(side=Side.HOST, placement__organisation_id__in=_writes(user))
    rows = SessionLog.objects.filter(mine, state=SessionState.QUESTIONED).select_related("placement__need")
    return [
        WaitingItem(
            what=_("Look at a session: the other side remembers it otherwise"),
            about=f"{one.placement.need.title}, {written_day(one.on)}",
            url=reverse("exchanges:session", args=[one.public_id]),
            since=one.state_since,
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement_list"),
        )
        for one in rows.order_by("state_since", "pk")[:limit]
    ]


def _past_their_last_day(user: User, limit: int) -> list[WaitingItem]:
    """Interrupted placements that nothing ends by itself: officers and deciders of the unit see to them."""
    units = [post.unit_id for post in user.posts_today if post.role in (Role.OFFICER, Role.DECIDER)]
    if not units:
        return []
    rows = Placement.objects.visible_to(user).filter(
        state=PlacementState.SUSPENDED, ends_on__lt=day_of(timezone.now()), review_unit_id__in=units
    )
    rows = rows.exclude(expert__user=user).exclude(
        organisation_id__in=user.memberships.values("organisation_id")
    )
    return [
        WaitingItem(
            what=_("Interrupted and past its last day: new dates, or an early end"),
            about=f"{one.public_id} · {one.need.title}",
            url=reverse("exchanges:placement", args=[one.public_id]),
            since=datetime.combine(one.ends_on, datetime.min.time(), tzinfo=timezone.get_current_timezone()),
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement_list"),
        )
        for one in rows.select_related("need").order_by("ends_on", "pk")[:limit]
    ]


def _writes(user: User) -> object:
    return user.memberships.exclude(role=MemberRole.VIEWER).values("organisation_id")
