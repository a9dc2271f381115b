"""Mails about accounts, posts and second factors."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import ResetState, Role
from accounts.labels import PACES_OF, ROLES
from accounts.models import FactorReset, Post, StaffInvitation, User
from accounts.selectors import pace_of, staff_invitation_token, unsubscribe_token
from common.enums import Pace
from common.outbox import Footer, Mail, Manners, follow_manners, mail_template, send, send_rendered
from common.templatetags.formats import written_day

# Answered by the digest's own link: all optional kinds that it is made of.
DIGEST = "digest"


def footer_of(user: User, kind: str) -> Footer:
    """Where to choose one's mails, under every message; a mail program may end optional kinds by itself."""
    text = (
        _("Choose which mails you get, and how often:")
        + " "
        + settings.SITE_URL
        + reverse("accounts:notices")
    )
    if kind != DIGEST and Pace.NEVER not in PACES_OF.get(kind, ()):
        return Footer(text)
    address = settings.SITE_URL + reverse("accounts:unsubscribe", args=[unsubscribe_token(user, kind)])
    # RFC 8058: programs post to the address themselves, people who follow it get a page with a button.
    headers = {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return Footer(text, headers)


follow_manners(Manners(pace_of, footer_of))


def _letter(*paragraphs: str) -> str:
    return "\n\n".join([*paragraphs, _("Diaspora Portal")])


def _place(unit: object, role: str) -> dict[str, object]:
    return {"unit": unit, "role": ROLES[Role(role)]}


def send_staff_invitation(invitation: StaffInvitation) -> None:
    send("accounts.staff_invitation", address=invitation.email, invitation_id=invitation.pk)


@mail_template("accounts.staff_invitation")
def staff_invitation(*, invitation_id: int, **_future: object) -> Mail | None:
    """The link is signed anew when the mail is rendered, so that no queue ever holds it."""
    invitation = StaffInvitation.objects.select_related("unit").get(pk=invitation_id)
    if not invitation.is_open(timezone.now()):
        return None
    address = reverse("accounts:staff_invitation", args=[staff_invitation_token(invitation.public_id)])
    place = _place(invitation.unit, invitation.role)
    return Mail(
        _("Take up your post at %(unit)s") % place,
        _letter(
            _("You are invited to the Diaspora Portal as %(role)s at %(unit)s.") % place,
            _("Open this link, sign in or sign up with this e-mail address, and accept by %(date)s:")
            % {"date": written_day(invitation.expires_at)},
            settings.SITE_URL + address,
            _("The link works once and only for this address. If you did not expect it, ignore this mail."),
        ),
    )


def tell_post_given(post: Post) -> None:
    send("accounts.post_given", to=post.user, post_id=post.pk)


@mail_template("accounts.post_given")
def post_given(*, post_id: int, **_future: object) -> Mail | None:
    post = Post.objects.select_related("unit").get(pk=post_id)
    place = _place(post.unit, post.role)
    return Mail(
        _("You have a post at %(unit)s") % place,
        _letter(
            _("You are now %(role)s at %(unit)s.") % place,
            _("The next time you sign in you are asked for a second factor:"),
            settings.SITE_URL + reverse("today"),
        ),
    )


def tell_post_ended(post: Post) -> None:
    send("accounts.post_ended", to=post.user, post_id=post.pk)


@mail_template("accounts.post_ended")
def post_ended(*, post_id: int, **_future: object) -> Mail | None:
    post = Post.objects.select_related("unit").get(pk=post_id)
    place = _place(post.unit, post.role)
    return Mail(
        _("Your post at %(unit)s has ended") % place,
        _letter(
            _("You are no longer %(role)s at %(unit)s. Your cases were handed on; your account stays yours.")
            % place
        ),
    )


def tell_factor_reset_requested(reset: FactorReset) -> None:
    send("accounts.factor_reset_requested", to=reset.user, reset_id=reset.pk)


@mail_template("accounts.factor_reset_requested")
def factor_reset_requested(*, reset_id: int, **_future: object) -> Mail | None:
    reset = FactorReset.objects.get(pk=reset_id)
    if reset.state != ResetState.REQUESTED:
        return None
    return Mail(
        _("Did you lose your second factor?"),
        _letter(
            _("An administrator asked to remove the second factor of your account; another one must agree."),
            _("If you did not ask for this, tell us at once:"),
            settings.SITE_URL + reverse("report_concern") + "?topic=safety",
        ),
    )


def tell_factor_reset_decided(reset: FactorReset) -> None:
    send("accounts.factor_reset_decided", to=reset.user, reset_id=reset.pk)


@mail_template("accounts.factor_reset_decided")
def factor_reset_decided(*, reset_id: int, **_future: object) -> Mail | None:
    reset = FactorReset.objects.get(pk=reset_id)
    if reset.state == ResetState.REFUSED:
        return Mail(
            _("Your second factor stays as it is"),
            _letter(_("A second administrator did not agree to remove it. Please speak to them.")),
        )
    return Mail(
        _("Set up your second factor again"),
        _letter(
            _("Two administrators removed the second factor of your account and ended all its sessions."),
            _("Sign in with your password and set up a new one:"),
            settings.SITE_URL + reverse("account_login"),
            _("If you did not ask for this, tell us at once:"),
            settings.SITE_URL + reverse("report_concern") + "?topic=safety",
        ),
    )


def tell_erased(address: str) -> None:
    """The last mail, rendered at once: when it leaves there is no account to render it from."""
    send_rendered(
        "accounts.erased",
        address=address,
        subject=_("Your account is erased"),
        body=_letter(
            _("Your account at the Diaspora Portal and everything that belonged to it has been erased."),
            _("Nobody can sign in with this address any more, and we keep it nowhere after this mail."),
            _("If you did not do this, tell us at once:"),
            settings.SITE_URL + reverse("report_concern") + "?topic=safety",
        ),
    )
