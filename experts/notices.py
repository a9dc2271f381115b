"""What an expert is told by mail about the own profile; the words stand on the page, the mail leads there."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from experts.enums import ChangeReason, CredentialReason, CredentialState, State
from experts.labels import CHANGE_REASONS, CREDENTIAL_REASONS
from experts.models import ClaimInvitation, Credential, CredentialEvent, Expert, ExpertEvent, Merge
from experts.selectors.claims import claim_token


def tell_expert_verified(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.verified", expert, event)


def tell_expert_changes_requested(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.changes_requested", expert, event)


def tell_expert_suspended(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.suspended", expert, event)


def tell_asked_if_there(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.asked_if_there", expert, event)


def tell_dormant(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.dormant", expert, event)


@mail_template("experts.asked_if_there")
def asked_if_there(*, event_id: int, **_future: object) -> Mail | None:
    """Not needed any more once the person has signed in."""
    event = ExpertEvent.objects.select_related("subject__user").get(pk=event_id)
    expert = event.subject
    last_login = expert.user.last_login
    if expert.state != State.VERIFIED or (last_login is not None and last_login > event.at):
        return None
    return Mail(
        _("Are you still there?"),
        _letter(
            expert,
            _("You have not signed in for almost a year. Hosts in Pakistan still find you in their lists."),
            _("Sign in once, and everything stays as it is. If you do nothing, your profile will rest."),
        ),
    )


@mail_template("experts.dormant")
def dormant(*, event_id: int, **_future: object) -> Mail | None:
    expert = _subject_of(event_id)
    if expert.state != State.DORMANT:
        return None
    return Mail(
        _("Your profile rests"),
        _letter(
            expert,
            _("You have not signed in for a year, so nobody finds your profile at present. Nothing is lost."),
            _("Sign in whenever you like: it wakes by itself. You can also erase it there for good."),
        ),
    )


@mail_template("experts.verified", kind=Notice.VERIFICATION)
def verified(*, event_id: int, **_future: object) -> Mail | None:
    expert = _subject_of(event_id)
    if expert.state != State.VERIFIED:
        return None
    return Mail(
        _("Your profile is verified"),
        _letter(
            expert,
            _("The ministry has verified your profile. From now on you are compared with needs in Pakistan."),
            _("You decide each time: nobody receives your contact details before you accept."),
        ),
    )


@mail_template("experts.changes_requested", kind=Notice.VERIFICATION)
def changes_requested(*, event_id: int, **_future: object) -> Mail | None:
    expert = _subject_of(event_id)
    if expert.state != State.CHANGES_REQUESTED:
        return None
    event = ExpertEvent.objects.get(pk=event_id)
    reasons = "\n".join(f"- {CHANGE_REASONS[ChangeReason(code)]}" for code in event.reasons)
    return Mail(
        _("Change your profile, please"),
        _letter(
            expert,
            _("The ministry read your profile and asks for changes:") + "\n" + reasons,
            _("Its note stands on your profile page. Send the profile again when you are done."),
        ),
    )


@mail_template("experts.suspended")
def suspended(*, event_id: int, **_future: object) -> Mail | None:
    expert = _subject_of(event_id)
    if expert.state != State.SUSPENDED:
        return None
    return Mail(
        _("Your profile is suspended"),
        _letter(
            expert,
            _("The ministry has suspended your profile. The reason stands on your profile page."),
        ),
    )


def tell_credential(template: str, credential: Credential, event: CredentialEvent) -> None:
    """Tell the person; nobody reads mail for a managed profile."""
    if credential.expert.user is not None:
        send(template, to=credential.expert.user, credential_id=credential.pk, seq=event.seq)


@mail_template("experts.credential_confirmed", kind=Notice.VERIFICATION)
def credential_confirmed(*, credential_id: int, **_future: object) -> Mail | None:
    if (credential := _credential(credential_id, CredentialState.CONFIRMED)) is None:
        return None
    return _about(credential, _("Your credential is confirmed"), _("The ministry has confirmed this entry:"))


@mail_template("experts.credential_returned", kind=Notice.VERIFICATION)
def credential_returned(*, credential_id: int, seq: int, **_future: object) -> Mail | None:
    if (credential := _credential(credential_id, CredentialState.CHANGES_REQUESTED)) is None:
        return None
    event = credential.events.get(seq=seq)
    reasons = "\n".join(f"- {CREDENTIAL_REASONS[CredentialReason(code)]}" for code in event.reasons)
    what = _("The ministry could not confirm this entry yet and asks for changes:")
    return _about(credential, _("Change your credential, please"), what, reasons)


@mail_template("experts.credential_refused", kind=Notice.VERIFICATION)
def credential_refused(*, credential_id: int, **_future: object) -> Mail | None:
    if (credential := _credential(credential_id, CredentialState.REFUSED)) is None:
        return None
    what = _("The ministry does not confirm this entry. The reason stands on its page:")
    return _about(credential, _("Your credential is not confirmed"), what)


@mail_template("experts.credential_ends", kind=Notice.VERIFICATION)
def credential_ends(*, credential_id: int, **_future: object) -> Mail | None:
    credential = _credential(credential_id, CredentialState.CONFIRMED)
    if credential is None or credential.valid_until is None:
        return None
    day = {"day": written_day(credential.valid_until)}
    what = _("This entry is confirmed until %(day)s. Renew it in time:") % day
    return _about(credential, _("Renew your credential before %(day)s") % day, what)


@mail_template("experts.credential_expired", kind=Notice.VERIFICATION)
def credential_expired(*, credential_id: int, **_future: object) -> Mail | None:
    if (credential := _credential(credential_id, CredentialState.EXPIRED)) is None:
        return None
    what = _("The confirmation of this entry has ended. You can have it confirmed again:")
    return _about(credential, _("Your credential has expired"), what)


@mail_template("experts.vouched_for", kind=Notice.VERIFICATION)
def vouched_for(*, credential_id: int, **_future: object) -> Mail | None:
    if (credential := _credential(credential_id, CredentialState.CONFIRMED)) is None:
        return None
    what = _("A liaison of %(mission)s vouches for you. You can remove this entry if it is not right.")
    return _about(credential, _("A liaison vouches for you"), what % {"mission": credential.issuer})


CODE_MAIL = "experts.employer_code"


def employer_code_mail(code: str) -> Mail:
    """Rendered at once and emptied when sent: no row keeps the code in clear."""
    return Mail(
        _("Your code: %(code)s") % {"code": code},
        "\n\n".join(
            [
                _("Somebody asked the Diaspora Portal to show that they read mail at this address."),
                _("If it was you, type this code on the page that waits for it: %(code)s") % {"code": code},
                _("It works for ten minutes. If it was not you, ignore this mail: the address is not kept."),
                _("Diaspora Portal"),
            ]
        ),
    )


def send_claim_link(invitation: ClaimInvitation) -> None:
    send("experts.claim_link", address=invitation.email, invitation_id=invitation.pk)


@mail_template("experts.claim_link")
def claim_link(*, invitation_id: int, **_future: object) -> Mail | None:
    """The link is signed anew when the mail is rendered, so that no queue ever holds it."""
    links = ClaimInvitation.objects.select_related("expert__managed")
    invitation = links.filter(pk=invitation_id).first()  # gone with a profile that was removed
    if invitation is None or not invitation.is_open(timezone.now()):
        return None
    address = reverse("experts:claim", args=[claim_token(invitation.public_id)])
    return Mail(
        _("Take over or remove your profile by %(day)s") % {"day": written_day(invitation.expires_at)},
        "\n\n".join(
            [
                _("Dear %(name)s,") % {"name": invitation.expert.managed.full_name},
                _("A profile of yours was entered into the Diaspora Portal because you agreed to it."),
                _("Open this link to read what it says, and take it over or have it removed at once:"),
                settings.SITE_URL + address,
                _("The link works once. Whoever has it can read the profile: please do not pass it on."),
                _("Diaspora Portal"),
            ]
        ),
    )


def tell_merged(merge: Merge) -> None:
    for user in {merge.kept.user, merge.closed.user} - {None}:
        send("experts.merged", to=user, merge_id=merge.pk)


@mail_template("experts.merged")
def merged(*, merge_id: int, **_future: object) -> Mail | None:
    merge = Merge.objects.select_related("kept__user").get(pk=merge_id)
    if merge.undone_at is not None:
        return None
    return Mail(
        _("Your two profiles are one now"),
        "\n\n".join(
            [
                _("The ministry found two profiles of yours and has made one of them."),
                _("What one lacked it took from the other. If this is wrong, write to us within 30 days:"),
                settings.SITE_URL + reverse("report_concern") + "?topic=wrong_fact",
                _("Diaspora Portal"),
            ]
        ),
    )


def tell_merge_undone(merge: Merge) -> None:
    for user in {merge.kept.user, merge.closed.user} - {None}:
        send("experts.merge_undone", to=user, merge_id=merge.pk)


@mail_template("experts.merge_undone")
def merge_undone(*, merge_id: int, **_future: object) -> Mail | None:
    return Mail(
        _("Your profiles are two again"),
        "\n\n".join(
            [
                _("The ministry has undone the merge of two profiles. Yours is as it was before:"),
                settings.SITE_URL + reverse("experts:profile"),
                _("Diaspora Portal"),
            ]
        ),
    )


def _credential(credential_id: int, state: CredentialState) -> Credential | None:
    """The credential, if it is still as the message says."""
    return Credential.objects.select_related("expert__user").filter(pk=credential_id, state=state).first()


def _about(credential: Credential, subject: str, *paragraphs: str) -> Mail | None:
    """A letter that names the page of one credential, never its contents."""
    if credential.expert.user is None:
        return None
    return Mail(
        subject,
        "\n\n".join(
            [
                _("Dear %(name)s,") % {"name": credential.expert.user},
                *paragraphs,
                settings.SITE_URL + reverse("experts:credential", args=[credential.public_id]),
                _("Diaspora Portal"),
            ]
        ),
    )


def _tell(template: str, expert: Expert, event: ExpertEvent) -> None:
    """A managed profile has nobody to write to."""
    if expert.user is not None:
        send(template, to=expert.user, event_id=event.pk)


def _subject_of(event_id: int) -> Expert:
    return ExpertEvent.objects.select_related("subject__user").get(pk=event_id).subject


def _letter(expert: Expert, *paragraphs: str) -> str:
    greeting = _("Dear %(name)s,") % {"name": expert.user}
    link = settings.SITE_URL + reverse("experts:profile")
    return "\n\n".join([greeting, *paragraphs, link, _("Diaspora Portal")])
