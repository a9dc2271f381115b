"""Who of an organisation is told what by mail: only what changes what they can do."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.models import EventNote
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from incubators.enums import (
    MemberRole,
    NeedAction,
    NeedState,
    OrganisationAction,
    RejectionReason,
    ReturnReason,
)
from incubators.labels import MEMBER_ROLES, MEMBER_ROLES_MEAN, REJECTION_REASONS, RETURN_REASONS
from incubators.models import MemberInvitation, Membership, Need, NeedEvent, Organisation, OrganisationEvent
from incubators.selectors.joining import member_invitation_token


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


def send_member_invitation(invitation: MemberInvitation) -> None:
    send("incubators.member_invitation", address=invitation.email, invitation_id=invitation.pk)


@mail_template("incubators.member_invitation")
def member_invitation(*, invitation_id: int, **_future: object) -> Mail | None:
    """The link is signed anew when the mail is rendered, so that no queue ever holds it."""
    invitation = MemberInvitation.objects.select_related("organisation").get(pk=invitation_id)
    if not invitation.is_open(timezone.now()):
        return None
    role = MemberRole(invitation.role)
    words = {
        "name": invitation.organisation.name,
        "role": MEMBER_ROLES[role],
        "means": MEMBER_ROLES_MEAN[role],
        "date": written_day(invitation.expires_at),
    }
    address = reverse("incubators:join", args=[member_invitation_token(invitation.public_id)])
    return Mail(
        _("Join %(name)s on the Diaspora Portal") % words,
        _letter(
            _("%(name)s invites you to join it as %(role)s: who has that part %(means)s.") % words,
            _("Open this link, sign in or sign up with this e-mail address, and accept by %(date)s:") % words,
            settings.SITE_URL + address,
            _("The link works once and only for this address. If you did not expect it, ignore this mail."),
        ),
    )


def tell_role_changed(membership: Membership) -> None:
    send("incubators.role_changed", to=membership.user, membership_id=membership.pk)


@mail_template("incubators.role_changed")
def role_changed(*, membership_id: int, **_future: object) -> Mail | None:
    membership = Membership.objects.select_related("organisation").filter(pk=membership_id).first()
    if membership is None:
        return None
    role = MemberRole(membership.role)
    words = {
        "name": membership.organisation.name,
        "role": MEMBER_ROLES[role],
        "means": MEMBER_ROLES_MEAN[role],
    }
    return Mail(
        _("Your part in %(name)s has changed") % words,
        _letter(
            _("You are now %(role)s of %(name)s: who has that part %(means)s.") % words,
            settings.SITE_URL + reverse("incubators:organisation", args=[membership.organisation.public_id]),
        ),
    )


def tell_member_removed(organisation: Organisation, user: User) -> None:
    send("incubators.member_removed", to=user, organisation_id=organisation.pk)


@mail_template("incubators.member_removed")
def member_removed(*, organisation_id: int, **_future: object) -> Mail:
    name = {"name": Organisation.objects.get(pk=organisation_id).name}
    return Mail(
        _("You do not belong to %(name)s any more") % name,
        _letter(
            _("An owner of %(name)s has ended your membership. You can no longer write for it.") % name,
            _("If that surprises you, please ask your colleagues, or report a concern on the portal."),
        ),
    )


def tell_parent_asked(tenant: Organisation, parent: Organisation) -> None:
    for owner in _owners(parent):
        send("incubators.parent_asked", to=owner, tenant_id=tenant.pk, parent_id=parent.pk)


@mail_template("incubators.parent_asked", kind=Notice.REMINDER)
def parent_asked(*, tenant_id: int, parent_id: int, **_future: object) -> Mail | None:
    """Not needed any more once it was answered or taken back."""
    tenant = Organisation.objects.select_related("asked_parent").get(pk=tenant_id)
    if tenant.asked_parent_id != parent_id:
        return None
    words = {"tenant": tenant.name, "name": tenant.asked_parent.name}
    return Mail(
        _("%(tenant)s asks to be your tenant") % words,
        _letter(
            _("%(tenant)s says that it is a tenant of %(name)s.") % words,
            _("If you agree, your owners and editors may write needs for it. Both pages name each other."),
            settings.SITE_URL + reverse("incubators:tenants", args=[tenant.asked_parent.public_id]),
        ),
    )


def tell_tenant_answered(tenant: Organisation, parent: Organisation, *, agrees: bool) -> None:
    for owner in _owners(tenant):
        send(
            "incubators.tenant_answered",
            to=owner,
            tenant_id=tenant.pk,
            parent_id=parent.pk,
            agrees=agrees,
        )


@mail_template("incubators.tenant_answered", kind=Notice.REMINDER)
def tenant_answered(*, tenant_id: int, parent_id: int, agrees: bool, **_future: object) -> Mail:
    tenant = Organisation.objects.get(pk=tenant_id)
    words = {"name": Organisation.objects.get(pk=parent_id).name, "tenant": tenant.name}
    subject = _("%(name)s agreed: you are its tenant") if agrees else _("%(name)s did not agree")
    meaning = (
        _("Owners and editors of %(name)s may now write needs for %(tenant)s. You can end that at any time.")
        if agrees
        else _("%(name)s does not see %(tenant)s as its tenant. Please talk to it before you ask again.")
    )
    link = settings.SITE_URL + reverse("incubators:parent", args=[tenant.public_id])
    return Mail(subject % words, _letter(meaning % words, link))


def domain_code_mail(code: str, organisation: Organisation) -> Mail:
    """Rendered at once and emptied when sent: no row keeps the code in clear."""
    words = {"code": code, "name": organisation.name}
    return Mail(
        _("Your code: %(code)s") % words,
        _letter(
            _("Somebody registered %(name)s on the Diaspora Portal and named this mail domain.") % words,
            _("If it was you, type this code on the page that waits for it: %(code)s") % words,
            _("It works for ten minutes. If it was not you, ignore this mail: the address is not kept."),
        ),
    )


def _owners(organisation: Organisation) -> list[User]:
    owners = organisation.memberships.filter(role=MemberRole.OWNER).select_related("user")
    return [membership.user for membership in owners.order_by("pk")]


def _letter(*paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, str(_("Diaspora Portal"))])
