"""What both sides are told of an approved placement: first what is to be done, and by when."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.policies import decide
from common.refusals import message_of
from common.templatetags.formats import written_day
from exchanges.enums import PlacementAction, PlacementState, SessionState, Side
from exchanges.labels import STEP_REASONS
from exchanges.models import Placement, PlacementEvent, Renewal, SessionLog
from exchanges.notices.letters import letter, link, writers_of
from exchanges.selectors.life import confirm_by

_A = PlacementAction
# Steps after the approval of which both sides are told, but not whoever took them.
TOLD_OF_LIFE = (_A.CONFIRM, _A.LAPSE, _A.CANCEL, _A.START, _A.SUSPEND, _A.RESUME, _A.END_EARLY)


def people_of(placement: Placement, side: Side) -> list[User]:
    if side == Side.HOST:
        return writers_of(placement.organisation)
    return [placement.expert.user] if placement.expert.user is not None else []


def tell_of_life(placement: Placement, event: PlacementEvent, *, besides: User | None) -> None:
    people = people_of(placement, Side.EXPERT) + people_of(placement, Side.HOST)
    if event.action == _A.CONFIRM and placement.state == PlacementState.APPROVED:
        people = _unconfirmed(placement)
    for person in people:
        if besides is None or person.pk != besides.pk:
            send("exchanges.placement_life", to=person, event_id=event.pk)


def remind_to_confirm(placement: Placement) -> None:
    for person in _unconfirmed(placement):
        send("exchanges.confirm_reminder", to=person, placement_id=placement.pk)


def _unconfirmed(placement: Placement) -> list[User]:
    """The people of the sides that have not confirmed."""
    waiting = [] if placement.expert_confirmed_at else people_of(placement, Side.EXPERT)
    return waiting + ([] if placement.host_confirmed_at else people_of(placement, Side.HOST))


@mail_template("exchanges.confirm_reminder", kind=Notice.REMINDER)
def confirm_reminder(*, placement_id: int, **_future: object) -> Mail | None:
    """Not sent any more once it is confirmed, cancelled or lapsed."""
    placement = Placement.objects.with_people().get(pk=placement_id)
    return _please_confirm(placement) if placement.state == PlacementState.APPROVED else None


def _please_confirm(placement: Placement) -> Mail:
    words = {"title": placement.need.title, "date": written_day(confirm_by(placement))}
    return Mail(
        _("Confirm by %(date)s: “%(title)s”") % words,
        letter(
            _("The placement “%(title)s” is approved. It begins once both sides have confirmed it.") % words,
            _("Without both confirmations it lapses after %(date)s, and seat and hours are free again.")
            % words,
            link("placement", placement.public_id),
        ),
    )


@mail_template("exchanges.placement_life", kind=Notice.PLACEMENT)
def placement_life(*, event_id: int, **_future: object) -> Mail | None:
    event = PlacementEvent.objects.select_related("subject__need", "subject__organisation").get(pk=event_id)
    placement = event.subject
    if event.action == _A.CONFIRM and placement.state == PlacementState.APPROVED:
        return _please_confirm(placement)
    words = {
        "title": placement.need.title,
        "date": written_day(placement.starts_on),
        "last": written_day(placement.ends_on),
    }
    subject, text = _words_of(event)
    if not subject:
        return None
    paragraphs = [text % words]
    if event.reasons:
        paragraphs.append("\n".join(f"- {STEP_REASONS[code]}" for code in event.reasons))
    if event.note_key:
        paragraphs.append(_("What was written about it stands on the placement's page."))
    return Mail(subject % words, letter(*paragraphs, link("placement", placement.public_id)))


def _words_of(event: PlacementEvent) -> tuple[str, str]:
    """Subject and first paragraph."""
    return {
        _A.CONFIRM: (
            _("Begin on %(date)s: both have confirmed “%(title)s”"),
            _("Both sides have confirmed. Please say on its page when the placement has begun."),
        ),
        _A.START: (
            _("Log your sessions: “%(title)s” has begun"),
            _("The placement is under way until %(last)s. Both sides log its sessions on its page."),
        ),
        _A.SUSPEND: (
            _("Interrupted: “%(title)s”"),
            _("The placement is interrupted. Whoever interrupted it lets it go on, or it ends early."),
        ),
        _A.RESUME: (_("Going on: “%(title)s”"), _("The placement goes on until %(last)s.")),
        _A.CANCEL: (
            _("Cancelled: “%(title)s”"),
            _("The placement was cancelled before it began. You need not do anything."),
        ),
        _A.END_EARLY: (
            _("Ended early: “%(title)s”"),
            _("The placement ended before its last day. Sessions can still be logged for 14 days."),
        ),
        _A.LAPSE: (
            _("Lapsed: “%(title)s”"),
            _("The placement was not confirmed in time, or never began. Seat and hours are free again."),
        ),
    }.get(_A(event.action), ("", ""))


def tell_session_questioned(session: SessionLog) -> None:
    if decide(session.by, "exchanges.correct_session", session):
        send("exchanges.session_questioned", to=session.by, session_id=session.pk)


@mail_template("exchanges.session_questioned", kind=Notice.PLACEMENT)
def session_questioned(*, session_id: int, **_future: object) -> Mail | None:
    session = SessionLog.objects.select_related("placement__need").get(pk=session_id)
    if session.state != SessionState.QUESTIONED:
        return None
    words = {"title": session.placement.need.title, "date": written_day(session.on)}
    return Mail(
        _("Look at the session of %(date)s: “%(title)s”") % words,
        letter(
            _("The other side remembers the session of %(date)s otherwise than you logged it.") % words,
            _("Correct it, take it back, or agree between you what it was:"),
            link("session", session.public_id),
        ),
    )


def tell_host_not_invited(renewal: Renewal) -> None:
    for person in writers_of(renewal.need.organisation):
        send("exchanges.not_invited_again", to=person, renewal_id=renewal.pk)


@mail_template("exchanges.not_invited_again", kind=Notice.INVITATION)
def not_invited_again(*, renewal_id: int, **_future: object) -> Mail:
    renewal = Renewal.objects.select_related("need").get(pk=renewal_id)
    why = "" if renewal.refusal in ("", "denied") else str(message_of(renewal.refusal))
    return Mail(
        _("Choose whom to invite: “%(title)s”") % {"title": renewal.need.title},
        letter(
            _("“%(title)s” is open, but the expert of the placement before could not be invited again.")
            % {"title": renewal.need.title},
            *([why] if why else []),
            link("placement", renewal.placement.public_id),
        ),
    )
