"""Who is told what by mail: only people who must act, or for whom the outcome changed."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import DeclineReason, PlacementState, ReturnReason
from exchanges.labels import DECLINE_REASONS, RETURN_REASONS
from exchanges.models import Invitation, Placement, PlacementEvent
from incubators.enums import MemberRole


def _link(name: str, public_id: str) -> str:
    return settings.SITE_URL + reverse(f"exchanges:{name}", args=[public_id])


def _letter(*paragraphs: str) -> str:
    footer = _("You get this mail because you must act or because an outcome changed.")
    return "\n\n".join([*paragraphs, footer, _("Diaspora Portal")])


def host_writers(placement: Placement) -> list[User]:
    """The people of the host who can act."""
    memberships = placement.organisation.memberships.exclude(role=MemberRole.VIEWER)
    return [m.user for m in memberships.select_related("user").order_by("pk")]


def tell_expert_invited(invitation: Invitation) -> None:
    if invitation.expert.user is not None:
        send("exchanges.invitation_sent", to=invitation.expert.user, invitation_id=invitation.pk)


@mail_template("exchanges.invitation_sent")
def invitation_sent(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation = Invitation.objects.with_people().get(pk=invitation_id)
    if not invitation.is_open:
        return None
    until = written_day(invitation.expires_at)
    return Mail(
        _("Answer by %(date)s: an invitation from %(organisation)s")
        % {"date": until, "organisation": invitation.need.organisation.name},
        _letter(
            _("%(organisation)s asks for your help: %(title)s.")
            % {"organisation": invitation.need.organisation.name, "title": invitation.need.title},
            _("Read why you were suggested, and accept or decline by %(date)s:") % {"date": until},
            _link("invitation", invitation.public_id),
        ),
    )


def tell_host_answered(invitation: Invitation) -> None:
    send("exchanges.invitation_answered", to=invitation.sent_by, invitation_id=invitation.pk)


@mail_template("exchanges.invitation_answered")
def invitation_answered(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation = Invitation.objects.with_people().get(pk=invitation_id)
    title = {"title": invitation.need.title}
    if hasattr(invitation, "placement"):
        return Mail(
            _("Write the plan: your invitation for “%(title)s” was accepted") % title,
            _letter(
                _("The expert accepted. Complete the plan together and submit it to the ministry:"),
                _link("placement", invitation.placement.public_id),
            ),
        )
    paragraphs = [_("The expert declined your invitation for “%(title)s”.") % title]
    if invitation.shares_reason and invitation.decline_reason:
        reason = DECLINE_REASONS[DeclineReason(invitation.decline_reason)]
        paragraphs.append(_("The reason: %(reason)s.") % {"reason": reason})
    return Mail(
        _("Invite somebody else: your invitation for “%(title)s” was declined") % title,
        _letter(*paragraphs, _link("invitation", invitation.public_id)),
    )


def tell_expert_ended(invitation: Invitation) -> None:
    """The seat was filled or the host withdrew: said kindly, once."""
    if invitation.expert.user is not None:
        send("exchanges.invitation_ended", to=invitation.expert.user, invitation_id=invitation.pk)


@mail_template("exchanges.invitation_ended")
def invitation_ended(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation = Invitation.objects.with_people().get(pk=invitation_id)
    return Mail(
        _("No answer needed any more: %(title)s") % {"title": invitation.need.title},
        _letter(
            _("The invitation from %(organisation)s has ended; you need not do anything.")
            % {"organisation": invitation.need.organisation.name},
            _("Thank you for considering it. Other needs that fit you stay on your list."),
        ),
    )


def tell_host_ended(invitation: Invitation) -> None:
    """No answer will come, for reasons that are not the host's to know."""
    send("exchanges.invitation_closed", to=invitation.sent_by, invitation_id=invitation.pk)


@mail_template("exchanges.invitation_closed")
def invitation_closed(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation = Invitation.objects.with_people().get(pk=invitation_id)
    title = {"title": invitation.need.title}
    return Mail(
        _("Invite somebody else: your invitation for “%(title)s” has ended") % title,
        _letter(
            _("The expert takes no part at present, so your invitation for “%(title)s” has ended.") % title,
            _link("invitation", invitation.public_id),
        ),
    )


def tell_host_left(placement: Placement) -> None:
    for person in host_writers(placement):
        send("exchanges.expert_left", to=person, placement_id=placement.pk)


@mail_template("exchanges.expert_left")
def expert_left(*, placement_id: int, **_future: object) -> Mail:
    placement = Placement.objects.with_people().get(pk=placement_id)
    title = {"title": placement.need.title}
    return Mail(
        _("The expert has left: “%(title)s”") % title,
        _letter(
            _("The expert of “%(title)s” has left the portal for good and cannot be reached here.") % title,
            _("The placement stays as a case without the name. Nothing that you did is the reason."),
            _link("placement", placement.public_id),
        ),
    )


def tell_parties(placement: Placement, event: PlacementEvent, *, besides: User | None) -> None:
    """The expert and the host's writers, but not whoever just did it."""
    people = host_writers(placement)
    if placement.expert.user is not None:
        people.append(placement.expert.user)
    for person in people:
        if besides is None or person.pk != besides.pk:
            send("exchanges.placement_step", to=person, event_id=event.pk)


def tell_reviewer_back(placement: Placement, event: PlacementEvent) -> None:
    if placement.reviewer is not None:
        send("exchanges.placement_back", to=placement.reviewer, event_id=event.pk)


@mail_template("exchanges.placement_back")
def placement_back(*, event_id: int, **_future: object) -> Mail:
    placement = PlacementEvent.objects.select_related("subject").get(pk=event_id).subject
    return Mail(
        _("Review again: placement %(code)s came back with changes") % {"code": placement.public_id},
        _letter(_("The changed fields are marked:"), _link("placement", placement.public_id)),
    )


@mail_template("exchanges.placement_step")
def placement_step(*, event_id: int, **_future: object) -> Mail | None:
    """What happened to a placement, for its parties; nothing that is pending inside the ministry."""
    event = PlacementEvent.objects.select_related("subject__need").get(pk=event_id)
    placement = event.subject
    subject, paragraphs = _words_of_step(event)
    if not subject:
        return None
    return Mail(
        subject % {"code": placement.public_id, "title": placement.need.title},
        _letter(*paragraphs, _link("placement", placement.public_id)),
    )


def _words_of_step(event: PlacementEvent) -> tuple[str, list[str]]:
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
    if event.target == PlacementState.APPROVED:
        return _("Approved: placement %(code)s, “%(title)s”"), [
            _("The placement is approved. The letter is on its page."),
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
