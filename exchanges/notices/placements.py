"""What the parties of a placement and its reviewer are told: only what changes what they can do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.enums import OutboxState
from common.models import Outbox
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import PlacementAction, PlacementState, ReturnReason
from exchanges.labels import RETURN_REASONS
from exchanges.models import Placement, PlacementEvent
from exchanges.notices.letters import letter, link, writers_of
from exchanges.workflow import DAYS_TO_CONFIRM


def tell_parties(placement: Placement, event: PlacementEvent, *, besides: User | None) -> None:
    """The expert and the host's writers, but not whoever just did it."""
    is_decided = event.target in (PlacementState.APPROVED, PlacementState.REJECTED)
    template = "exchanges.placement_decided" if is_decided else "exchanges.placement_step"
    people = writers_of(placement.organisation)
    if placement.expert.user is not None:
        people.append(placement.expert.user)
    for person in people:
        if besides is None or person.pk != besides.pk:
            send(template, to=person, event_id=event.pk)


def tell_reviewers_back(placement: Placement, event: PlacementEvent) -> None:
    for assignment in placement.assignments.current().select_related("reviewer"):
        send("exchanges.placement_back", to=assignment.reviewer, event_id=event.pk)


def tell_assigned(event: PlacementEvent, *, to: User) -> None:
    send("exchanges.placement_assigned", to=to, event_id=event.pk)


def take_back_from(user: User, placement: Placement) -> None:
    """Mails about a case that wait for somebody for whom it does not exist any more."""
    events = list(placement.events.values_list("pk", flat=True))
    waiting = Outbox.objects.filter(recipient=user, ids__event_id__in=events)
    waiting.filter(state__in=[OutboxState.WAITING, OutboxState.HELD]).delete()


@mail_template("exchanges.placement_assigned", kind=Notice.PLACEMENT)
def placement_assigned(*, event_id: int, **_future: object) -> Mail:
    placement = PlacementEvent.objects.select_related("subject").get(pk=event_id).subject
    return Mail(
        _("Yours to review: placement %(code)s") % {"code": placement.public_id},
        letter(_("A colleague gave you this case:"), link("placement", placement.public_id)),
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter before it is sent, in one language."""

    language: str
    subject: str
    body: str


def decision_preview(placement: Placement, *, is_approval: bool) -> list[Preview]:
    """What the parties would be told, in each language of the portal."""
    target = PlacementState.APPROVED if is_approval else PlacementState.REJECTED
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            event = SimpleNamespace(action="release", target=target, reasons=[], at=timezone.now())
            subject, paragraphs = _words_of_step(event)
            found.append(Preview(code, subject % _named(placement, timezone.now()), letter(*paragraphs)))
    return found


def both_languages(words: Callable[[], str]) -> str:
    """The same words in each language of the portal, one below the other."""
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(words())
    return "\n\n".join(filter(None, found))


def tell_host_left(placement: Placement) -> None:
    for person in writers_of(placement.organisation):
        send("exchanges.expert_left", to=person, placement_id=placement.pk)


@mail_template("exchanges.expert_left", kind=Notice.DECISION)
def expert_left(*, placement_id: int, **_future: object) -> Mail:
    placement = Placement.objects.with_people().get(pk=placement_id)
    title = {"title": placement.need.title}
    return Mail(
        _("The expert has left: “%(title)s”") % title,
        letter(
            _("The expert of “%(title)s” has left the portal for good and cannot be reached here.") % title,
            _("The placement stays as a case without the name. Nothing that you did is the reason."),
            link("placement", placement.public_id),
        ),
    )


@mail_template("exchanges.placement_back", kind=Notice.PLACEMENT)
def placement_back(*, event_id: int, **_future: object) -> Mail:
    placement = PlacementEvent.objects.select_related("subject").get(pk=event_id).subject
    return Mail(
        _("Review again: placement %(code)s came back with changes") % {"code": placement.public_id},
        letter(_("The changed fields are marked:"), link("placement", placement.public_id)),
    )


@mail_template("exchanges.placement_decided", kind=Notice.DECISION)
@mail_template("exchanges.placement_step", kind=Notice.PLACEMENT)
def placement_step(*, event_id: int, **_future: object) -> Mail | None:
    """What happened to a placement, for its parties; nothing that is pending inside the ministry."""
    event = PlacementEvent.objects.select_related("subject__need").get(pk=event_id)
    placement = event.subject
    subject, paragraphs = _words_of_step(event)
    if not subject:
        return None
    return Mail(
        subject % _named(placement, event.at),
        letter(*paragraphs, link("placement", placement.public_id)),
    )


def _named(placement: Placement, at: datetime) -> dict[str, str]:
    """What a subject line names: the case, and until when both sides confirm it."""
    return {
        "code": placement.public_id,
        "title": placement.need.title,
        "date": written_day(at + timedelta(days=DAYS_TO_CONFIRM)),
    }


def _words_of_step(event: PlacementEvent | SimpleNamespace) -> tuple[str, list[str]]:
    if event.action == "agree":
        return _("Submit the plan: the expert agreed to “%(title)s”"), [
            _("The plan can now be submitted to the ministry.")
        ]
    if event.target == PlacementState.CHANGES_REQUESTED and event.action == "return":
        reasons = [f"- {RETURN_REASONS[ReturnReason(code)]}" for code in event.reasons]
        return _("Change the plan: the ministry returned “%(title)s”"), [
            _("The ministry asks for changes:") + "\n" + "\n".join(reasons),
            _("Its note and the plan stand on the placement's page."),
        ]
    if event.action == PlacementAction.APPEAL:
        return _("Appeal: placement %(code)s, “%(title)s”"), [
            _(
                "One side appealed against the decision. Others review the placement anew; its seat and"
                " the hours are held meanwhile."
            ),
        ]
    if event.target == PlacementState.APPROVED:
        return _("Confirm by %(date)s: “%(title)s” is approved"), [
            _("The placement is approved. The letter is on its page."),
            _("Both sides confirm it there by %(date)s; without that it lapses.")
            % {"date": written_day(event.at + timedelta(days=DAYS_TO_CONFIRM))},
        ]
    if event.target == PlacementState.REJECTED:
        return _("Decided: placement %(code)s, “%(title)s”"), [
            _("The placement was not approved. The reasons stand on its page."),
        ]
    if event.target == PlacementState.WITHDRAWN:
        return _("Withdrawn: placement %(code)s, “%(title)s”"), [
            _("The placement was withdrawn. You need not do anything."),
        ]
    return "", []
