"""Mails about what is passed on: whom it asks, what was received, what became of it. No expert is named."""

from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from common.outbox import Mail, mail_template, send
from exchanges.enums import ReferralState
from exchanges.models import Referral
from exchanges.notices.letters import letter, link, writers_of
from exchanges.policies import is_sender


def tell_expert_of_referral(referral: Referral) -> None:
    if referral.expert is not None and referral.expert.user is not None:
        send("exchanges.referral_asks", to=referral.expert.user, referral_id=referral.pk)


def tell_receiver(referral: Referral) -> None:
    for person in writers_of(referral.organisation):
        send("exchanges.referral_received", to=person, referral_id=referral.pk)


def tell_sender(referral: Referral) -> None:
    for person in _senders_of(referral):
        send("exchanges.referral_answered", to=person, referral_id=referral.pk)


def _senders_of(referral: Referral) -> list[User]:
    """Who passed it on; when they act for an organisation no more, everybody who does."""
    if is_sender(referral.sent_by, referral):
        return [referral.sent_by]
    return writers_of(referral.from_organisation) if referral.from_organisation else []


def _read(referral_id: int) -> tuple[Referral, dict[str, str]]:
    referral = Referral.objects.with_ends().get(pk=referral_id)
    return referral, {
        "sender": str(referral.from_organisation or referral.from_unit),
        "receiver": str(referral.organisation),
    }


@mail_template("exchanges.referral_asks", kind=Notice.INVITATION)
def referral_asks(*, referral_id: int, **_future: object) -> Mail | None:
    referral, words = _read(referral_id)
    if referral.state != ReferralState.ASKED:
        return None
    return Mail(
        _("Yes or no: may %(receiver)s be told of you?") % words,
        letter(
            _("%(sender)s would like to recommend you to %(receiver)s.") % words,
            _("Nothing about you is passed on before you agree. Read what would be passed on, and answer:"),
            link("referral", referral.public_id),
        ),
    )


@mail_template("exchanges.referral_received", kind=Notice.INVITATION)
def referral_received(*, referral_id: int, **_future: object) -> Mail | None:
    referral, words = _read(referral_id)
    if referral.state != ReferralState.SENT:
        return None
    subject = (
        _("Answer the referral: %(sender)s passes a need on to you")
        if referral.need_id
        else _("Answer the referral: %(sender)s recommends an expert to you")
    )
    return Mail(
        subject % words,
        letter(
            _("Read it, and accept or decline:"),
            link("referral", referral.public_id),
        ),
    )


@mail_template("exchanges.referral_answered", kind=Notice.ANSWER)
def referral_answered(*, referral_id: int, **_future: object) -> Mail | None:
    referral, words = _read(referral_id)
    texts = {
        ReferralState.ACCEPTED: _("%(receiver)s accepted your referral."),
        ReferralState.DECLINED: _("%(receiver)s declined your referral."),
        ReferralState.REFUSED: _("The expert does not wish to be passed on to %(receiver)s."),
        ReferralState.COMPLETE: _("A placement came of your referral to %(receiver)s."),
    }
    if referral.state not in texts:
        return None
    text = texts[ReferralState(referral.state)] % words
    return Mail(text.rstrip("."), letter(text, link("referral", referral.public_id)))
