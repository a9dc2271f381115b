"""Who of an organisation is told what by mail: only what changes what they can do."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.models import EventNote
from common.outbox import Mail, mail_template, send
from incubators.enums import (
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    RejectionReason,
    ReturnReason,
)
from incubators.labels import REJECTION_REASONS, RETURN_REASONS
from incubators.models import Need, NeedEvent, Organisation, OrganisationEvent


def tell_members_decided(organisation: Organisation, event: OrganisationEvent) -> None:
    """Owners and editors: they can act on it."""
    _tell_writers(organisation, "incubators.organisation_decided", event_id=event.pk)


def tell_members_need_checked(need: Need, event: NeedEvent) -> None:
    """A need that waited was opened or returned."""
    _tell_writers(need.organisation, "incubators.need_checked", event_id=event.pk)


def tell_members_need_expired(need: Need) -> None:
    _tell_writers(need.organisation, "incubators.need_expired", need_id=need.pk)


def _tell_writers(organisation: Organisation, template: str, **ids: int) -> None:
    writers = organisation.memberships.exclude(role=MemberRole.VIEWER).select_related("user")
    for membership in writers.order_by("pk"):
        send(template, to=membership.user, **ids)


@mail_template("incubators.need_checked", kind=Notice.VERIFICATION)
def need_checked(*, event_id: int, **_future: object) -> Mail:
    """Opened, or returned with the reasons, the note and the place to go on writing."""
    event = NeedEvent.objects.select_related("subject").get(pk=event_id)
    title = {"title": event.subject.title}
    if event.action == NeedAction.OPEN:
        return Mail(
            _("Open: %(title)s") % title,
            _letter(
                _("Your need “%(title)s” was checked and is open. The portal is looking for experts now.")
                % title,
                _address_of("incubators:need", event.subject),
            ),
        )
    reasons = "\n".join(f"- {RETURN_REASONS[ReturnReason(code)]}" for code in event.reasons)
    return Mail(
        _("Changes requested: %(title)s") % title,
        _letter(
            _("Your need “%(title)s” was read and comes back to you. What is to change:") % title,
            reasons,
            _note_of(event.note_key),
            _("Change it and publish it again: it goes back to the same person, before all others."),
            _address_of("incubators:need_tasks", event.subject),
        ),
    )


@mail_template("incubators.need_expired", kind=Notice.REMINDER)
def need_expired(*, need_id: int, **_future: object) -> Mail | None:
    """Nothing to say once the host has reopened it."""
    need = Need.objects.get(pk=need_id)
    if need.state != NeedState.EXPIRED:
        return None
    title = {"title": need.title}
    return Mail(
        _("The last day has passed: %(title)s") % title,
        _letter(
            _("Your need “%(title)s” is closed to experts, because its last day has passed.") % title,
            _("If you still look for somebody, give it new dates; everything else stays as you wrote it."),
            _address_of("incubators:need", need),
        ),
    )


def _address_of(route: str, need: Need) -> str:
    return settings.SITE_URL + reverse(route, args=[need.public_id])


def _note_of(key: object) -> str:
    note = EventNote.objects.filter(pk=key).first() if key else None
    return note.text if note else ""


def _letter(*paragraphs: str) -> str:
    ending = (_("You get this mail because you may act for the organisation."), _("Diaspora Portal"))
    return "\n\n".join(paragraph for paragraph in (*paragraphs, *ending) if paragraph)


@mail_template("incubators.organisation_decided", kind=Notice.VERIFICATION)
def organisation_decided(*, event_id: int, **_future: object) -> Mail:
    """Verified, not verified, suspended or reinstated: what it means, the reasons, the note, one link."""
    event = OrganisationEvent.objects.select_related("subject").get(pk=event_id)
    name = {"name": event.subject.name}
    subject, meaning = _words_of(OrganisationAction(event.action))
    reasons = "\n".join(f"- {REJECTION_REASONS[RejectionReason(code)]}" for code in event.reasons)
    link = settings.SITE_URL + reverse("incubators:organisation", args=[event.subject.public_id])
    return Mail(subject % name, _letter(meaning % name, reasons, _note_of(event.note_key), link))


def _words_of(action: OrganisationAction) -> tuple[str, str]:
    """Subject and first sentence; the subject begins with what happened."""
    return {
        OrganisationAction.VERIFY: (
            _("Verified: %(name)s"),
            _("The ministry verified %(name)s. You can publish your needs now."),
        ),
        OrganisationAction.REJECT: (
            _("Not verified: %(name)s"),
            _("The ministry did not verify %(name)s. Change the registration and ask again. The reasons:"),
        ),
        OrganisationAction.SUSPEND: (
            _("Suspended: %(name)s"),
            _("The ministry suspended %(name)s. Your needs are hidden until it is reinstated. Its note:"),
        ),
        OrganisationAction.REINSTATE: (
            _("Reinstated: %(name)s"),
            _("The ministry reinstated %(name)s. Your open needs are public again. Its note:"),
        ),
    }[action]
