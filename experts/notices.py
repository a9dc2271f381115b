"""What an expert is told by mail about the own profile; the words stand on the page, the mail leads there."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.outbox import Mail, mail_template, send
from experts.enums import ChangeReason, State
from experts.labels import CHANGE_REASONS
from experts.models import Expert, ExpertEvent


def tell_expert_verified(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.verified", expert, event)


def tell_expert_changes_requested(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.changes_requested", expert, event)


def tell_expert_suspended(expert: Expert, event: ExpertEvent) -> None:
    _tell("experts.suspended", expert, event)


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
