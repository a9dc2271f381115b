"""A thread as each audience may read it: under which name, what is new, by when an answer is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.policies import Decision, decide
from common.today import Blocks, WaitingItem
from exchanges.enums import Side
from exchanges.models import Invitation, Message, Placement, Thread
from exchanges.policies import side_in
from exchanges.selectors.lists import expert_as_known
from incubators.policies import WRITERS

DAYS_TO_REPLY = 5


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message; `text` is empty once its writer was erased."""

    code: str
    who: str
    text: str
    at: datetime
    is_mine: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class LookLine:
    unit: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ThreadPage:
    invitation: Invitation
    thread: Thread | None
    lines: list[MessageLine]
    looks: list[LookLine]
    write: Decision
    waits_for_me: bool
    due_at: datetime | None
    is_contact_free: bool  # contact details may be written

    @property
    def n_new(self) -> int:
        return sum(line.is_new for line in self.lines)


def thread_page(invitation: Invitation, user: User) -> ThreadPage:
    """The thread for one of its parties."""
    thread = Thread.objects.between_parties().filter(invitation=invitation).first()
    waits = thread is not None and thread.waits_for != "" and thread.waits_for == side_in(user, invitation)
    write = decide(user, "exchanges.write_message", invitation)
    return ThreadPage(
        invitation=invitation,
        thread=thread,
        lines=_lines(thread, invitation, user) if thread else [],
        looks=_looks(thread) if thread else [],
        write=write,
        waits_for_me=waits and write.allowed,
        due_at=answer_due(thread, invitation) if waits and thread else None,
        is_contact_free=invitation.state == "accepted",
    )


def answer_due(thread: Thread, invitation: Invitation) -> datetime | None:
    """Five days after the question, or when the invitation ends."""
    if thread.waits_since is None:
        return None
    due = thread.waits_since + timedelta(days=DAYS_TO_REPLY)
    return min(due, invitation.expires_at) if invitation.is_open else due


def lines_for_staff(placement: Placement) -> list[MessageLine]:
    """All that the parties of a placement wrote, for who has given a reason."""
    rows = Message.objects.filter(thread__invitation_id=placement.invitation_id)
    names = {Side.HOST: placement.organisation.name, Side.EXPERT: str(placement.expert.user)}
    return [
        MessageLine(row.public_id, names[Side(row.side)], row.text, row.at, is_mine=False, is_new=False)
        for row in rows
    ]


def name_of_side(side: Side, invitation: Invitation) -> str:
    """How the other side knows this one: a host reads the code until it may read the name."""
    if side == Side.HOST:
        return str(invitation.need.organisation.name)
    return expert_as_known(invitation, None)


def _lines(thread: Thread, invitation: Invitation, user: User) -> list[MessageLine]:
    reading = thread.readings.filter(reader=user).first()
    mine = Side.EXPERT if invitation.expert.user_id == user.pk else Side.HOST
    names = {side: name_of_side(side, invitation) for side in (Side.HOST, Side.EXPERT)}
    return [
        MessageLine(
            code=row.public_id,
            who=_who(row, mine, names, user),
            text=row.text,
            at=row.at,
            is_mine=row.side == mine,
            is_new=row.side != mine and (reading is None or row.at > reading.at),
        )
        for row in thread.messages.select_related("sender")
    ]


def _who(message: Message, mine: Side, names: dict[Side, str], user: User) -> str:
    if message.sender_id == user.pk:
        return _("You")
    # Colleagues read who of them wrote; the other side reads for whom.
    return str(message.sender) if message.side == mine else names[Side(message.side)]


def _looks(thread: Thread) -> list[LookLine]:
    rows = thread.looks.select_related("thread__invitation__placement__review_unit")
    return [LookLine(str(row.thread.invitation.placement.review_unit), row.reason, row.at) for row in rows]


def threads_waiting(user: User, limit: int) -> list[WaitingItem]:
    """Messages to this person's side that nobody of it has answered."""
    hosts = user.memberships.filter(role__in=WRITERS).values("organisation_id")
    mine = Q(waits_for=Side.EXPERT, invitation__expert__user=user)
    mine |= Q(waits_for=Side.HOST, invitation__need__organisation_id__in=hosts)
    rows = Thread.objects.writable().filter(mine).order_by("waits_since", "pk")
    return [
        WaitingItem(
            what=_("Answer the message"),
            about=f"{one.invitation.need.title}, {_asker(one)}",
            url=reverse("exchanges:invitation", args=[one.invitation.public_id]) + "#messages",
            since=one.waits_since,
            due_at=answer_due(one, one.invitation),
            blocks=Blocks.CASE,
            list_url=reverse("exchanges:invitation_list"),
        )
        for one in rows.with_people()[:limit]
    ]


def _asker(thread: Thread) -> str:
    asker = Side.HOST if thread.waits_for == Side.EXPERT else Side.EXPERT
    return name_of_side(asker, thread.invitation)
