"""Who of an organisation is told what by mail: only what changes what they can do."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.models import EventNote
from common.outbox import Mail, mail_template, send
from incubators.enums import MemberRole, OrganisationAction, RejectionReason
from incubators.labels import REJECTION_REASONS
from incubators.models import Organisation, OrganisationEvent


def tell_members_decided(organisation: Organisation, event: OrganisationEvent) -> None:
    """Owners and editors: they can act on it."""
    writers = organisation.memberships.exclude(role=MemberRole.VIEWER).select_related("user")
    for membership in writers.order_by("pk"):
        send("incubators.organisation_decided", to=membership.user, event_id=event.pk)


@mail_template("incubators.organisation_decided", kind=Notice.VERIFICATION)
def organisation_decided(*, event_id: int, **_future: object) -> Mail:
    """Verified, not verified, suspended or reinstated: what it means, the reasons, the note, one link."""
    event = OrganisationEvent.objects.select_related("subject").get(pk=event_id)
    name = {"name": event.subject.name}
    subject, meaning = _words_of(OrganisationAction(event.action))
    reasons = "\n".join(f"- {REJECTION_REASONS[RejectionReason(code)]}" for code in event.reasons)
    note = EventNote.objects.filter(pk=event.note_key).first()
    link = settings.SITE_URL + reverse("incubators:organisation", args=[event.subject.public_id])
    paragraphs = [
        meaning % name,
        reasons,
        note.text if note else "",
        link,
        _("You get this mail because you may act for the organisation."),
        _("Diaspora Portal"),
    ]
    return Mail(subject % name, "\n\n".join(paragraph for paragraph in paragraphs if paragraph))


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
