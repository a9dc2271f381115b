"""That somebody wrote on the record of a case, and by when an answer is due; never what they wrote."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import Side
from exchanges.models import Thread
from exchanges.notices.letters import letter, link, writers_of
from exchanges.selectors.cases.messages import reply_due


def tell_side_of_case(thread: Thread, side: Side) -> None:
    """One mail to whoever can answer; the ministry's own people find it on their page of today, too."""
    for person in _people(thread, side):
        send("exchanges.case_message_waits", to=person, thread_id=thread.pk, side=str(side))


def _people(thread: Thread, side: Side) -> list[User]:
    placement = thread.placement
    if side == Side.HOST:
        return writers_of(placement.organisation)
    person = placement.expert.user if side == Side.EXPERT else placement.reviewer
    return [person] if person is not None else []


@mail_template("exchanges.case_message_waits", kind=Notice.PLACEMENT)
def case_message_waits(*, thread_id: int, side: str, **_future: object) -> Mail | None:
    """Not sent any more once the side has answered."""
    rows = Thread.objects.select_related("placement__need", "placement__organisation")
    thread = rows.filter(pk=thread_id, waits_for=side).first()
    if thread is None:
        return None
    words = {"code": thread.placement.public_id, "date": written_day(reply_due(thread))}
    return Mail(
        _("Answer by %(date)s: a message about placement %(code)s") % words,
        letter(
            _("Somebody wrote to you on the record of placement %(code)s.") % words,
            _("Please read and answer it in the portal by %(date)s:") % words,
            link("placement", thread.placement.public_id, "#with-ministry"),
        ),
    )
