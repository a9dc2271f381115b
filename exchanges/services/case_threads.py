"""What the ministry and the parties of a placement write to each other."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from common.policies import require
from common.refusals import Refused
from exchanges import notices
from exchanges.enums import Side, ThreadVisibility
from exchanges.models import Message, Placement, Thread
from exchanges.policies import side_of_case
from exchanges.services.threads import MOST_MESSAGES, mark_read


def write_to_case(
    *, placement_id: int, text: str, by: User, at: datetime, asks: Side | None = None
) -> Message:
    """Write on the record of the case; sent twice in a row, it is one message.

    The ministry says which side it asks, or nobody; what a party writes waits for the ministry. Whoever is
    asked gets one mail until they answer. Raises Denied, or Refused `case_thread_is_full`.
    """
    words = text.strip()
    with transaction.atomic():
        placement = _locked(placement_id)
        require(by, "exchanges.write_to_case", placement)
        side = side_of_case(by, placement)
        thread, _created = Thread.objects.get_or_create(
            placement=placement, visibility=ThreadVisibility.MINISTRY
        )
        last = thread.messages.last()
        if last is not None and (last.sender_id, last.text) == (by.pk, words):
            return last
        if thread.n_messages >= MOST_MESSAGES:
            raise Refused("case_thread_is_full", field="text")
        message = Message.objects.create(thread=thread, side=side, sender=by, text=words, at=at)
        thread.n_messages += 1
        is_news = _wait(thread, Side(side), asks, at=at)
        thread.save()
        mark_read(thread=thread, by=by, at=at)
        if is_news:
            notices.tell_side_of_case(thread, Side(thread.waits_for))
    return message


def _wait(thread: Thread, side: Side, asks: Side | None, *, at: datetime) -> bool:
    """Who is waited for now; whether that is news to them. Who writes is waited for no more."""
    asked = asks if side == Side.MINISTRY else Side.MINISTRY
    if asked is None or asked == side:
        if thread.waits_for == side:
            thread.waits_for, thread.waits_since = "", None
        return False
    if side != Side.MINISTRY and thread.waits_for not in ("", side, Side.MINISTRY):
        return False  # the other party still owes its answer
    is_news = thread.waits_for != asked
    if is_news:
        thread.waits_for, thread.waits_since = asked, at
    return is_news


def settle_case_thread(*, placement_id: int, by: User, at: datetime) -> None:
    """Say that the last message needs no answer from this side. Raises Denied."""
    with transaction.atomic():
        placement = _locked(placement_id)
        require(by, "exchanges.write_to_case", placement)
        mine = placement.threads.filter(waits_for=side_of_case(by, placement))
        mine.update(waits_for="", waits_since=None)


def _locked(placement_id: int) -> Placement:
    rows = Placement.objects.select_for_update(of=("self",)).select_related("organisation", "expert")
    return rows.get(pk=placement_id)
