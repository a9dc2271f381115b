"""What is told of a change of an approved plan: to whoever must answer, and to both once it is decided."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from exchanges.enums import AmendmentAction, AmendmentState, Side
from exchanges.labels import STEP_REASONS
from exchanges.models import Amendment, AmendmentEvent
from exchanges.notices.letters import letter, link
from exchanges.notices.life import people_of

_A = AmendmentAction
_OTHER = {Side.EXPERT: Side.HOST, Side.HOST: Side.EXPERT}
# The side that proposed is told; a proposal goes to the other, a change in force to both.
_TO_PROPOSER = (_A.DECLINE, _A.RETURN, _A.REFUSE)
_TO_BOTH = (_A.APPROVE, _A.APPROVE_AT_ONCE)


def tell_of_amendment(amendment: Amendment, event: AmendmentEvent, *, besides: User) -> None:
    side = Side(amendment.side)
    if event.action in ("create", _A.REVISE):
        sides = [_OTHER[side]]
    elif event.action in _TO_PROPOSER:
        sides = [side]
    else:
        sides = [side, _OTHER[side]] if event.action in _TO_BOTH else []
    for person in [one for told in sides for one in people_of(amendment.placement, told)]:
        if person.pk != besides.pk:
            send("exchanges.amendment_step", to=person, event_id=event.pk)


@mail_template("exchanges.amendment_step", kind=Notice.PLACEMENT)
def amendment_step(*, event_id: int, **_future: object) -> Mail | None:
    """A question that was answered or taken back meanwhile is not asked any more."""
    event = AmendmentEvent.objects.select_related("subject__placement__need").get(pk=event_id)
    amendment = event.subject
    asks = event.target in (AmendmentState.PROPOSED, AmendmentState.RETURNED)
    if asks and amendment.state != event.target:
        return None
    subject, text = _words_of(event)
    title = {"title": amendment.placement.need.title}
    reasons = "\n".join(f"- {STEP_REASONS[code]}" for code in event.reasons)
    paragraphs = [text, *([reasons] if reasons else [])]
    return Mail(subject % title, letter(*paragraphs, link("amendment", amendment.public_id)))


def _words_of(event: AmendmentEvent) -> tuple[str, str]:
    if event.target == AmendmentState.PROPOSED:
        return _("Answer: a change of the plan of “%(title)s” is proposed"), _(
            "The other side proposes other dates, hours or days. Please agree, or say why not:"
        )
    if event.target == AmendmentState.RETURNED:
        return _("Change the proposal: the ministry returned it, “%(title)s”"), _(
            "The ministry asks for changes to what you proposed:"
        )
    if event.target == AmendmentState.APPROVED:
        return _("In force: the changed plan of “%(title)s”"), _(
            "The plan was changed. Its dates and hours stand on the placement's page."
        )
    return _("The plan stays as it is: “%(title)s”"), _("The proposed change was not agreed or not approved.")
