"""Mails about invitations and shown interest. Links lead to pages; a button there does what they name."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from common.outbox import Mail, mail_template, send
from common.templatetags.formats import written_day
from exchanges.enums import InvitationState
from exchanges.labels import DECLINE_REASONS, HOST_DECLINE_REASONS
from exchanges.models import Invitation
from exchanges.notices.letters import askers_of, letter, link, needs_that_fit, writers_of


def tell_expert_invited(invitation: Invitation) -> None:
    _send_to_expert("exchanges.invitation_sent", invitation)


def tell_host_of_interest(interest: Invitation) -> None:
    _send_to_host("exchanges.interest_shown", interest)


def tell_asker_answered(invitation: Invitation) -> None:
    template = "exchanges.interest_answered" if invitation.is_interest else "exchanges.invitation_answered"
    _send_to_asker(template, invitation)


def tell_asker_expired(invitation: Invitation) -> None:
    """Silence is an outcome, too: whoever asked need not wait any longer."""
    _send_to_asker("exchanges.invitation_expired", invitation)
    if invitation.is_interest:
        _send_to_host("exchanges.interest_over", invitation)


def tell_expert_ended(invitation: Invitation) -> None:
    """The seat was filled or the host withdrew: said kindly, once."""
    template = "exchanges.interest_ended" if invitation.is_interest else "exchanges.invitation_ended"
    _send_to_expert(template, invitation)


def tell_host_ended(invitation: Invitation) -> None:
    """No answer will come, for reasons that are not the host's to know; an interest needs no answer more."""
    if invitation.is_interest:
        _send_to_host("exchanges.interest_over", invitation)
    else:
        _send_to_asker("exchanges.invitation_closed", invitation)


def remind(invitation: Invitation) -> None:
    if invitation.is_interest:
        _send_to_host("exchanges.interest_reminder", invitation)
    else:
        _send_to_expert("exchanges.invitation_reminder", invitation)


def _send_to_asker(template: str, invitation: Invitation) -> None:
    for person in askers_of(invitation):
        send(template, to=person, invitation_id=invitation.pk)


def _send_to_expert(template: str, invitation: Invitation) -> None:
    if invitation.expert.user is not None:
        send(template, to=invitation.expert.user, invitation_id=invitation.pk)


def _send_to_host(template: str, invitation: Invitation) -> None:
    for person in writers_of(invitation.need.organisation):
        send(template, to=person, invitation_id=invitation.pk)


def _read(invitation_id: int) -> tuple[Invitation, dict[str, str]]:
    """An invitation and the words that its mails are filled with."""
    invitation = Invitation.objects.with_people().get(pk=invitation_id)
    return invitation, {
        "title": invitation.need.title,
        "organisation": invitation.need.organisation.name,
        "date": written_day(invitation.expires_at),
        "name": str(invitation.expert.user or invitation.expert),
    }


def _ways_to_answer(invitation: Invitation) -> str:
    """One line per answer: each leads to its button, since mail scanners follow links."""
    ways = [
        f"{_('Accept')}: {link('accept_invitation', invitation.public_id)}",
        f"{_('Decline')}: {link('decline_invitation', invitation.public_id)}",
    ]
    if not invitation.is_interest and invitation.is_awaited:
        ways.append(f"{_('Maybe later')}: {link('postpone_invitation', invitation.public_id)}")
    return "\n".join(ways)


@mail_template("exchanges.invitation_sent", kind=Notice.INVITATION)
def invitation_sent(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    if not invitation.is_awaited:
        return None
    return Mail(
        _("Answer by %(date)s: an invitation from %(organisation)s") % words,
        letter(
            _("%(organisation)s asks for your help: %(title)s.") % words,
            _("Read why you were suggested, and accept or decline by %(date)s:") % words,
            link("invitation", invitation.public_id),
            _ways_to_answer(invitation),
        ),
    )


@mail_template("exchanges.invitation_reminder", kind=Notice.REMINDER)
def invitation_reminder(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    if not invitation.is_open:
        return None
    asks_again = invitation.state == InvitationState.MAYBE_LATER
    text = (
        _("You said “maybe later” to %(organisation)s, and today is the day: %(title)s.")
        if asks_again
        else _("%(organisation)s still waits for your answer: %(title)s.")
    )
    return Mail(
        _("Answer by %(date)s: %(organisation)s waits") % words,
        letter(
            text % words,
            _("A “no” with a reason helps as well: the host can go on."),
            link("invitation", invitation.public_id),
            _ways_to_answer(invitation),
        ),
    )


@mail_template("exchanges.interest_shown", kind=Notice.INVITATION)
def interest_shown(*, invitation_id: int, **_future: object) -> Mail | None:
    interest, words = _read(invitation_id)
    if not interest.is_awaited:
        return None
    return Mail(
        _("Answer by %(date)s: %(name)s offers to help with “%(title)s”") % words,
        letter(
            _("%(name)s found your need “%(title)s” and offers to take it on.") % words,
            _("Read how it fits, and accept or decline by %(date)s:") % words,
            link("invitation", interest.public_id),
            _ways_to_answer(interest),
        ),
    )


@mail_template("exchanges.interest_reminder", kind=Notice.REMINDER)
def interest_reminder(*, invitation_id: int, **_future: object) -> Mail | None:
    interest, words = _read(invitation_id)
    if not interest.is_open:
        return None
    return Mail(
        _("Answer by %(date)s: %(name)s waits") % words,
        letter(
            _("%(name)s offered to take on “%(title)s” and still waits for your answer.") % words,
            link("invitation", interest.public_id),
            _ways_to_answer(interest),
        ),
    )


@mail_template("exchanges.invitation_answered", kind=Notice.ANSWER)
def invitation_answered(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    if hasattr(invitation, "placement"):
        return _plan_begins(
            invitation, _("Write the plan: your invitation for “%(title)s” was accepted") % words
        )
    if invitation.state == InvitationState.MAYBE_LATER:
        words["date"] = written_day(invitation.later_on)
        return Mail(
            _("Maybe later: your invitation for “%(title)s”") % words,
            letter(
                _("The expert would like to be asked again on %(date)s; the portal does that.") % words,
                _("You may go on and invite others. If the need is filled before, the invitation ends."),
                link("invitation", invitation.public_id),
            ),
        )
    paragraphs = [_("The expert declined your invitation for “%(title)s”.") % words]
    if invitation.shares_reason and invitation.decline_reason:
        reason = DECLINE_REASONS[invitation.decline_reason]
        paragraphs.append(_("The reason: %(reason)s.") % {"reason": reason})
    return Mail(
        _("Invite somebody else: your invitation for “%(title)s” was declined") % words,
        letter(*paragraphs, link("invitation", invitation.public_id)),
    )


@mail_template("exchanges.interest_answered", kind=Notice.ANSWER)
def interest_answered(*, invitation_id: int, **_future: object) -> Mail | None:
    interest, words = _read(invitation_id)
    if hasattr(interest, "placement"):
        return _plan_begins(interest, _("Write the plan: %(organisation)s accepted your offer") % words)
    paragraphs = [_("%(organisation)s thanks you for your interest in “%(title)s” and declined it.") % words]
    if interest.shares_reason and interest.decline_reason:
        reason = HOST_DECLINE_REASONS[interest.decline_reason]
        paragraphs.append(_("The reason: %(reason)s.") % {"reason": reason})
    return Mail(
        _("Declined: your interest in “%(title)s”") % words,
        letter(*paragraphs, _("Other needs that fit you stay on your list.")),
    )


def _plan_begins(invitation: Invitation, subject: str) -> Mail:
    return Mail(
        subject,
        letter(
            _("Complete the plan together; the host submits it to the ministry:"),
            link("placement", invitation.placement.public_id),
        ),
    )


@mail_template("exchanges.invitation_expired", kind=Notice.ANSWER)
def invitation_expired(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    if invitation.is_interest:
        return Mail(
            _("No answer: your interest in “%(title)s”") % words,
            letter(
                _("%(organisation)s did not answer in time. That is no judgement of you.") % words,
                _("You may show interest again, or look at other needs."),
            ),
        )
    return Mail(
        _("Invite somebody else: no answer to your invitation for “%(title)s”") % words,
        letter(
            _("The expert did not answer in time. The seat is free for another invitation."),
            link("invitation", invitation.public_id),
        ),
    )


@mail_template("exchanges.invitation_ended", kind=Notice.ANSWER)
def invitation_ended(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    why = (
        _("Somebody answered before you and took the last place that %(organisation)s had.")
        if invitation.state == InvitationState.SUPERSEDED
        else _("%(organisation)s has taken its invitation back.")
    )
    return Mail(
        _("No answer needed any more: %(title)s") % words,
        letter(
            why % words,
            _("That is no judgement of you, and you need not do anything. Thank you for considering it."),
            _("Other needs that fit you:"),
            needs_that_fit(),
        ),
    )


@mail_template("exchanges.interest_ended", kind=Notice.ANSWER)
def interest_ended(*, invitation_id: int, **_future: object) -> Mail | None:
    _interest, words = _read(invitation_id)
    return Mail(
        _("Not needed any more: %(title)s") % words,
        letter(
            _("%(organisation)s has filled this need or given it up; you need not do anything.") % words,
            _("Thank you for your offer. That is no judgement of you."),
            _("Other needs that fit you:"),
            needs_that_fit(),
        ),
    )


@mail_template("exchanges.interest_over", kind=Notice.ANSWER)
def interest_over(*, invitation_id: int, **_future: object) -> Mail | None:
    """To the host; without a name, since whoever offered may have left the portal."""
    interest, words = _read(invitation_id)
    text = (
        _("The time to answer an offer to take on “%(title)s” is over. The expert was told.")
        if interest.state == InvitationState.EXPIRED
        else _("An offer to take on “%(title)s” was taken back; you need not answer it any more.")
    )
    return Mail(
        _("No answer needed any more: %(title)s") % words,
        letter(text % words, link("invitation", interest.public_id)),
    )


@mail_template("exchanges.invitation_closed", kind=Notice.ANSWER)
def invitation_closed(*, invitation_id: int, **_future: object) -> Mail | None:
    invitation, words = _read(invitation_id)
    return Mail(
        _("Invite somebody else: your invitation for “%(title)s” has ended") % words,
        letter(
            _("The expert takes no part at present, so your invitation for “%(title)s” has ended.") % words,
            link("invitation", invitation.public_id),
        ),
    )
