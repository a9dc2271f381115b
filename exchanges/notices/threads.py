"""That somebody wrote, and by when an answer is due; never what they wrote."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import Side
from exchanges.models import Thread
from exchanges.notices.letters import letter, link, writers_of
from exchanges.selectors.threads import answer_due, name_of_side


def tell_side_asked(thread: Thread, side: Side) -> None:
    """One mail to the people of a side that can answer, until one of them does."""
    _send("exchanges.message_waits", thread, side)


def tell_side_answered(thread: Thread, side: Side) -> None:
    """That its message has been answered."""
    _send("exchanges.message_answered", thread, side)


def _send(template: str, thread: Thread, side: Side) -> None:
    invitation = thread.invitation
    people = writers_of(invitation.need.organisation) if side == Side.HOST else [invitation.expert.user]
    for person in people:
        if person is not None:
            send(template, to=person, thread_id=thread.pk, side=str(side))


@mail_template("exchanges.message_waits", kind=Notice.INVITATION)
def message_waits(*, thread_id: int, side: str, **_future: object) -> Mail | None:
    """Not sent any more once the side has answered or the invitation has ended."""
    thread = Thread.objects.writable().with_people().filter(pk=thread_id, waits_for=side).first()
    if thread is None:
        return None
    invitation = thread.invitation
    other = Side.EXPERT if side == Side.HOST else Side.HOST
    words = {
        "who": name_of_side(other, invitation),
        "title": invitation.need.title,
        "date": written_day(answer_due(thread, invitation)),
    }
    return Mail(
        _("Answer by %(date)s: a message about “%(title)s”") % words,
        letter(
            _("%(who)s wrote to you about “%(title)s”.") % words,
            _("Please read and answer it in the portal by %(date)s:") % words,
            link("invitation", invitation.public_id, "#messages"),
        ),
    )


@mail_template("exchanges.message_answered", kind=Notice.INVITATION)
def message_answered(*, thread_id: int, side: str, **_future: object) -> Mail | None:
    """That the other side has answered; nothing is asked of the reader."""
    thread = Thread.objects.writable().with_people().filter(pk=thread_id).first()
    if thread is None:
        return None
    invitation = thread.invitation
    other = Side.EXPERT if side == Side.HOST else Side.HOST
    words = {"who": name_of_side(other, invitation), "title": invitation.need.title}
    return Mail(
        _("Read the answer: a message about “%(title)s”") % words,
        letter(
            _("%(who)s answered your message about “%(title)s”.") % words,
            _("You can read it in the portal; no reply is needed:"),
            link("invitation", invitation.public_id, "#messages"),
        ),
    )
