"""What host and expert write to each other about one invitation."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.contact_details import has_contact_details
from common.messengers import has_messenger_link
from common.policies import require
from common.refusals import Refused
from exchanges import notices
from exchanges.enums import InvitationState, Side
from exchanges.models import Invitation, Message, Placement, Thread, ThreadLook, ThreadReading
from exchanges.policies import side_in
from experts.enums import LookReason
from experts.services.access import record_look

MOST_MESSAGES = 50
_OTHER = {Side.HOST: Side.EXPERT, Side.EXPERT: Side.HOST}


def write_message(*, invitation_id: int, text: str, by: User, at: datetime) -> Message:
    """Write to the other side; sent twice in a row, it is one message.

    The other side gets one mail until it answers. Before acceptance each message asks for the next; after it,
    an answer waits for nobody. Raises Denied, or Refused `contact_details_in_message`
    (before acceptance) or `thread_is_full`.
    """
    words = text.strip()
    with transaction.atomic():
        invitation = _locked(invitation_id)
        require(by, "exchanges.write_message", invitation)
        if invitation.state != InvitationState.ACCEPTED:
            refuse_contact_details(words, field="text")
        thread, _created = Thread.objects.get_or_create(invitation=invitation)
        last = thread.messages.last()
        if last is not None and (last.sender_id, last.text) == (by.pk, words):
            return last
        if thread.n_messages >= MOST_MESSAGES:
            raise Refused("thread_is_full", field="text")
        side = side_in(by, invitation)
        message = Message.objects.create(thread=thread, side=side, sender=by, text=words, at=at)
        other = _OTHER[Side(side)]
        is_answer = invitation.state == InvitationState.ACCEPTED and thread.waits_for == side
        is_news = not is_answer and thread.waits_for != other
        if is_answer:
            thread.waits_for, thread.waits_since = "", None
        elif is_news:
            thread.waits_for, thread.waits_since = other, at
        thread.n_messages += 1
        thread.save()
        mark_read(thread=thread, by=by, at=at)
        if is_news:
            notices.tell_side_asked(thread, other)
        elif is_answer:
            notices.tell_side_answered(thread, other)
    return message


def settle_thread(*, invitation_id: int, by: User, at: datetime) -> None:
    """Say that the last message needs no answer from this side. Raises Denied."""
    with transaction.atomic():
        invitation = _locked(invitation_id)
        require(by, "exchanges.write_message", invitation)
        mine = Thread.objects.filter(invitation=invitation, waits_for=side_in(by, invitation))
        mine.update(waits_for="", waits_since=None)


def settle_answered(*, invitation: Invitation) -> None:
    """Once an invitation is accepted, nobody owes a reply to what answered a message of their own."""
    thread = Thread.objects.filter(invitation=invitation).exclude(waits_for="").first()
    if thread is None:
        return
    before = thread.messages.filter(at__lt=thread.waits_since).last()
    if before is not None and before.side == thread.waits_for:
        thread.waits_for, thread.waits_since = "", None
        thread.save(update_fields=["waits_for", "waits_since"])


def mark_read(*, thread: Thread, by: User, at: datetime) -> None:
    ThreadReading.objects.update_or_create(thread=thread, reader=by, defaults={"at": at})


def look_into_thread(*, placement: Placement, reason: str, by: User, at: datetime) -> Thread | None:
    """The ministry reads what the parties of a placement wrote; both read who looked and why. Raises Denied.

    None when nothing was written; that, too, is told to the expert.
    """
    with transaction.atomic():
        require(by, "exchanges.read_messages_of_placement", placement)
        record_look(
            expert=placement.expert,
            viewer=by,
            why=LookReason.MESSAGES,
            route="exchanges:placement_messages",
            at=at,
        )
        thread = Thread.objects.filter(invitation_id=placement.invitation_id).first()
        if thread is not None:
            ThreadLook.objects.create(thread=thread, reader=by, reason=reason.strip(), at=at)
    return thread


def refuse_contact_details(text: str, *, field: str) -> None:
    """Contact details follow acceptance; until then people write through the portal alone."""
    if has_contact_details(text) or has_messenger_link(text):
        raise Refused("contact_details_in_message", field=field)


def _locked(invitation_id: int) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("need__organisation", "expert")
    return rows.get(pk=invitation_id)
