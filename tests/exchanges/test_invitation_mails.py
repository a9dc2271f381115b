"""Mails about invitations: what is asked and by when stands first; whoever waited hears of every end."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from accounts.enums import Notice
from accounts.services import choose_paces
from common import digests
from common.enums import Pace
from common.models import Outbox
from common.outbox import TEMPLATES, Mail, as_read_by
from exchanges.enums import DeclineReason, HostDeclineReason
from exchanges.services.invitations import (
    Answer,
    decline_invitation,
    end_invitations_of_expert,
    expire_due_invitations,
    remind_of_invitations,
    show_interest,
    withdraw_invitation,
)
from experts.services.verification import suspend_profile
from incubators.models import Membership
from tests import factories
from tests.factories import NOW

DAY = timedelta(days=1)


def _read(row: Outbox) -> Mail:
    """As its recipient gets it."""
    with as_read_by(row.recipient):
        return TEMPLATES[row.template](**row.ids)


def _newest() -> Outbox:
    return Outbox.objects.order_by("-pk")[0]


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "Answer by 7 December 2026: "), ("ur", "7 دسمبر 2026 تک جواب دیں: ")]
)
def test_invitations_and_reminders_begin_with_what_is_asked_and_by_when(
    cast: SimpleNamespace, language: str, begins: str
) -> None:
    for user in (cast.hina, cast.sana):
        user.language = language
        user.save()
    factories.make_invitation(cast.need, cast.expert)
    show_interest(need_id=cast.need.pk, message="", by=cast.bilal, at=NOW)
    for days in (5, 11):
        remind_of_invitations(at=NOW + days * DAY)

    subjects = [(row.recipient, _read(row).subject) for row in Outbox.objects.order_by("pk")]

    assert [who for who, _subject in subjects] == [cast.hina, cast.sana] * 3
    assert [subject for _who, subject in subjects if not subject.startswith(begins)] == []


@pytest.mark.parametrize(
    ("language", "begins"), [("en", "Answer by 7 December 2026: "), ("ur", "7 دسمبر 2026 تک جواب دیں: ")]
)
def test_a_digest_begins_with_it_too(cast: SimpleNamespace, language: str, begins: str) -> None:
    cast.hina.language = language
    cast.hina.save()
    paces = dict.fromkeys((Notice.INVITATION, Notice.REMINDER), Pace.DAILY)
    choose_paces(paces=paces, by=cast.hina, at=NOW)
    factories.make_invitation(cast.need, cast.expert)
    second = factories.make_need(cast.organisation, title="A second need")
    factories.make_invitation(second, cast.expert)
    Outbox.objects.filter(recipient=cast.hina).update(created_at=NOW)

    assert digests.bundle(at=NOW + DAY + timedelta(hours=3)) == 1

    mail = _read(_newest())
    assert (mail.subject.startswith(begins), mail.body.count(begins)) == (True, 2)


def test_a_filled_seat_is_told_kindly_with_a_way_to_other_needs(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.other_expert)
    show_interest(
        need_id=cast.need.pk,
        message="",
        by=factories.make_expert(factories.make_user("third@demo.example")).user,
        at=NOW,
    )

    factories.make_placement(cast.need, cast.expert)

    rows = Outbox.objects.filter(template__in=["exchanges.invitation_ended", "exchanges.interest_ended"])
    mails = [_read(row) for row in rows.order_by("pk")]
    assert [mail.subject.split(":")[0] for mail in mails] == [
        "No answer needed any more",
        "Not needed any more",
    ]
    for mail in mails:
        assert "That is no judgement of you" in mail.body
        assert reverse("matching:expert_matches") in mail.body


def test_a_withdrawn_invitation_does_not_speak_of_a_filled_seat(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)

    withdraw_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)

    assert "has taken its invitation back" in _read(_newest()).body


def _interest(cast: SimpleNamespace) -> int:
    return show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW).pk


def _taken_back(cast: SimpleNamespace) -> None:
    withdraw_invitation(invitation_id=_interest(cast), by=cast.hina, at=NOW)


def _expired(cast: SimpleNamespace) -> None:
    _interest(cast)
    expire_due_invitations(at=NOW + 14 * DAY)


def _suspended(cast: SimpleNamespace) -> None:
    _interest(cast)
    suspend_profile(
        expert_id=cast.expert.pk, note="Inquiry.", by=cast.omar, at=NOW, version=cast.expert.version
    )
    end_invitations_of_expert(expert_id=cast.expert.pk, at=NOW)


@pytest.mark.parametrize("ending", [_taken_back, _expired, _suspended])
def test_the_host_hears_at_once_that_an_interest_needs_no_answer_more(
    cast: SimpleNamespace, ending: Callable[[SimpleNamespace], None]
) -> None:
    ending(cast)

    row = Outbox.objects.get(template="exchanges.interest_over")
    mail = _read(row)
    assert (row.recipient, mail.subject) == (
        cast.sana,
        "No answer needed any more: Mentor for a solar start-up",
    )
    assert "Hina" not in mail.subject + mail.body


def test_the_end_of_an_invitation_is_told_to_whoever_acts_for_the_host_now(cast: SimpleNamespace) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    new = factories.make_user("new.owner@demo.example")
    Membership.objects.create(user=new, organisation=cast.organisation, role="owner", since=NOW)
    Membership.objects.get(user=cast.sana).delete()

    decline_invitation(invitation_id=invitation.pk, answer=Answer(DeclineReason.DATES), by=cast.hina, at=NOW)

    row = _newest()
    assert (row.template, row.recipient) == ("exchanges.invitation_answered", new)


@pytest.mark.parametrize("shares", [False, True])
def test_a_reason_travels_only_when_it_is_shared_in_either_direction(
    cast: SimpleNamespace, shares: bool
) -> None:
    invitation = factories.make_invitation(cast.need, cast.other_expert)
    interest = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)
    by_expert = Answer(DeclineReason.TERMS, shares_reason=shares)
    by_host = Answer(HostDeclineReason.TOO_JUNIOR, shares_reason=shares)
    decline_invitation(invitation_id=invitation.pk, answer=by_expert, by=cast.bilal, at=NOW)
    to_host = _read(_newest())
    decline_invitation(invitation_id=interest.pk, answer=by_host, by=cast.sana, at=NOW)
    to_expert = _read(_newest())

    assert ("The terms do not suit me" in to_host.body) is shares
    assert ("We need somebody with more experience" in to_expert.body) is shares


def test_no_mail_of_the_exchange_goes_to_another_host(cast: SimpleNamespace) -> None:
    factories.make_invitation(cast.need, cast.expert)
    show_interest(need_id=cast.need.pk, message="", by=cast.bilal, at=NOW)
    for days in (5, 11):
        remind_of_invitations(at=NOW + days * DAY)
    expire_due_invitations(at=NOW + 14 * DAY)

    assert not Outbox.objects.filter(recipient=cast.kamran).exists()
    assert set(Outbox.objects.values_list("recipient__email", flat=True)) == {
        "hina@demo.example",
        "bilal@demo.example",
        "sana@demo.example",
    }
