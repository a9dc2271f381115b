"""What is written on the record of a case: with the ministry, and between the two sides."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import User
from common.policies import Decision, decide
from common.today import Blocks, WaitingItem
from exchanges.enums import Side, ThreadVisibility
from exchanges.models import Message, Placement, Thread
from exchanges.policies import side_of_case
from exchanges.selectors.threads import DAYS_TO_REPLY, MessageLine, ThreadPage, thread_page
from incubators.policies import WRITERS


@dataclass(frozen=True, slots=True)
class CaseThread:
    """What the ministry and the parties wrote; `waits_for` in words, empty when nobody waits."""

    thread: Thread | None
    lines: list[MessageLine]
    write: Decision
    waits_for: str
    waits_for_me: bool
    due_at: datetime | None
    side: Side | None


def case_thread(placement: Placement, user: User) -> CaseThread:
    thread = placement.threads.filter(visibility=ThreadVisibility.MINISTRY).first()
    side = side_of_case(user, placement)
    return CaseThread(
        thread=thread,
        lines=_lines(thread, placement, user, side) if thread else [],
        write=decide(user, "exchanges.write_to_case", placement),
        waits_for=names_of_sides(placement)[Side(thread.waits_for)] if thread and thread.waits_for else "",
        waits_for_me=thread is not None and thread.waits_for != "" and thread.waits_for == side,
        due_at=reply_due(thread) if thread else None,
        side=side,
    )


def parties_thread(placement: Placement, user: User) -> ThreadPage:
    """What the two sides wrote to each other since the invitation; for them alone."""
    return thread_page(placement.invitation, user)


def reply_due(thread: Thread) -> datetime | None:
    return thread.waits_since + timedelta(days=DAYS_TO_REPLY) if thread.waits_since else None


def names_of_sides(placement: Placement) -> dict[Side, str]:
    user = placement.expert.user
    return {
        Side.HOST: str(placement.organisation),
        Side.EXPERT: str(user.get_full_name()) if user else placement.expert.public_id,
        Side.MINISTRY: str(placement.review_unit),
    }


def _lines(thread: Thread, placement: Placement, user: User, side: Side | None) -> list[MessageLine]:
    reading = thread.readings.filter(reader=user).first()
    names = names_of_sides(placement)
    return [
        MessageLine(
            code=row.public_id,
            who=_who(row, names, user, side),
            text=row.text,
            at=row.at,
            is_mine=row.side == side,
            is_new=row.side != side and (reading is None or row.at > reading.at),
        )
        for row in thread.messages.select_related("sender")
    ]


def _who(message: Message, names: dict[Side, str], user: User, side: Side | None) -> str:
    """Colleagues read who of them wrote; the others read for whom."""
    if message.sender_id == user.pk:
        return _("You")
    if message.side == side and message.side != Side.EXPERT:
        return str(message.sender)
    return names[Side(message.side)]


def case_threads_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Messages on the record of a case to this person's side that nobody of it has answered."""
    hosts = user.memberships.filter(role__in=WRITERS).values("organisation_id")
    mine = Q(waits_for=Side.EXPERT, placement__expert__user=user)
    mine |= Q(waits_for=Side.HOST, placement__organisation_id__in=hosts)
    if user.is_ministry_staff:
        mine |= _for_staff(user)
    rows = Thread.objects.filter(mine, visibility=ThreadVisibility.MINISTRY).order_by("waits_since", "pk")
    found = rows.select_related("placement__need", "placement__organisation")[:limit]
    return [
        WaitingItem(
            what=_("Answer the message"),
            about=f"{one.placement.public_id} · {one.placement.need.title}",
            url=reverse("exchanges:placement", args=[one.placement.public_id]) + "#with-ministry",
            since=one.waits_since,
            due_at=reply_due(one),
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:placement_list"),
        )
        for one in found
    ]


def _for_staff(user: User) -> Q:
    """Of the cases that they may see: the reviewer answers; while there is none, anybody of the unit."""
    roles = (Role.OFFICER, Role.REVIEWER, Role.DECIDER)
    units = [post.unit_id for post in user.posts_today if post.role in roles]
    seen = Placement.objects.visible_to(user).filter(review_unit_id__in=units).exclude(expert__user=user)
    seen = seen.exclude(organisation_id__in=user.memberships.values("organisation_id"))
    answers = Q(placement__reviewer=user) | Q(placement__reviewer__isnull=True)
    return Q(waits_for=Side.MINISTRY, placement__in=seen.values("pk")) & answers
