"""Choosing which mails one gets, and ending a kind of them from the mail itself."""

from collections.abc import Callable
from email.header import decode_header, make_header
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Notice
from accounts.labels import PACES_OF
from accounts.models import NoticePreference
from accounts.selectors import paces_of, unsubscribe_token
from accounts.services import choose_paces
from common import outbox
from common.enums import Pace
from common.models import Outbox
from common.refusals import Refused
from exchanges.services.invitations import accept_invitation
from tests import factories
from tests.common.test_outbox import Mailbox, mailbox
from tests.factories import NOW

__all__ = ["mailbox"]
SignIn = Callable[..., Client]


def _typed(**changes: str) -> dict[str, str]:
    return {kind.value: offered[0].value for kind, offered in PACES_OF.items()} | changes


def test_a_choice_is_saved_and_shown_again(cast: SimpleNamespace, client_of: SignIn) -> None:
    client = client_of(cast.hina)
    address = reverse("accounts:notices")

    answer = client.post(address, _typed(reminder="never", new_needs="weekly"))

    assert answer.status_code == 302
    paces = paces_of(cast.hina)
    assert (paces[Notice.REMINDER], paces[Notice.NEW_NEEDS]) == (Pace.NEVER, Pace.WEEKLY)
    assert paces[Notice.INVITATION] == Pace.AT_ONCE
    assert '<option value="never" selected>' in client.get(address).content.decode()


@pytest.mark.parametrize("kind", ["decision", "verification"])
def test_decisions_always_arrive(cast: SimpleNamespace, client_of: SignIn, kind: str) -> None:
    page = client_of(cast.hina).post(reverse("accounts:notices"), _typed(**{kind: "never"}))

    assert (page.status_code, list(page.context["form"].errors)) == (422, [kind])
    with pytest.raises(Refused) as refused:
        choose_paces(paces={Notice(kind): Pace.NEVER}, by=cast.hina, at=NOW)
    assert refused.value.code == "pace_not_offered"


def test_new_needs_are_only_for_those_who_ask(cast: SimpleNamespace) -> None:
    assert paces_of(cast.hina)[Notice.NEW_NEEDS] == Pace.NEVER


@pytest.mark.django_db(transaction=True)
def test_optional_mails_can_be_ended_from_the_mail_and_all_lead_to_the_choice(
    cast: SimpleNamespace, mailbox: Mailbox
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)
    Outbox.objects.filter(template="exchanges.invitation_sent").update(template="accounts.post_given")
    post = factories.Post.objects.first()
    Outbox.objects.filter(template="accounts.post_given").update(ids={"post_id": post.pk})

    outbox.deliver()

    by_subject = {
        str(make_header(decode_header(message["Subject"]))): message for message in mailbox.messages
    }
    answered = by_subject["Write the plan: your invitation for “Mentor for a solar start-up” was accepted"]
    security = next(m for s, m in by_subject.items() if s.startswith("You have a post"))
    for message in (answered, security):
        assert "/settings/mails/" in message.get_payload(decode=True).decode()
    assert security["List-Unsubscribe"] is None
    assert answered["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = answered["List-Unsubscribe"].strip("<>")
    program = Client(enforce_csrf_checks=True)
    path = "/" + address.partition("//")[2].partition("/")[2]
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert paces_of(cast.sana)[Notice.ANSWER] == Pace.NEVER


def test_following_the_link_ends_nothing_and_pressing_twice_is_pressing_once(cast: SimpleNamespace) -> None:
    path = reverse("accounts:unsubscribe", args=[unsubscribe_token(cast.hina, "reminder")])
    stranger = Client()

    assert "Reminders before" in stranger.get(path).content.decode()
    assert not NoticePreference.objects.exists()
    for _ in range(2):
        assert "You get no more mails of this kind" in stranger.post(path).content.decode()
    assert NoticePreference.objects.get().pace == "never"


def test_a_digests_link_ends_what_it_is_made_of_but_no_decisions(cast: SimpleNamespace) -> None:
    wishes = {Notice.ANSWER: Pace.DAILY, Notice.DECISION: Pace.DAILY, Notice.NEW_NEEDS: Pace.WEEKLY}
    choose_paces(paces=wishes, by=cast.hina, at=NOW)

    Client().post(reverse("accounts:unsubscribe", args=[unsubscribe_token(cast.hina, "digest")]))

    paces = paces_of(cast.hina)
    assert (paces[Notice.ANSWER], paces[Notice.NEW_NEEDS]) == (Pace.NEVER, Pace.NEVER)
    assert (paces[Notice.DECISION], paces[Notice.INVITATION]) == (Pace.DAILY, Pace.AT_ONCE)


@pytest.mark.parametrize("kind", ["decision", "nonsense"])
def test_a_signed_link_of_a_kind_that_may_not_end_ends_nothing(cast: SimpleNamespace, kind: str) -> None:
    path = reverse("accounts:unsubscribe", args=[unsubscribe_token(cast.hina, kind)])

    assert Client().post(path).status_code == 200
    assert not NoticePreference.objects.exists()


def test_a_changed_link_leads_nowhere(cast: SimpleNamespace) -> None:
    token = unsubscribe_token(cast.hina, "reminder").replace(cast.hina.public_id, cast.bilal.public_id)

    assert Client().post(reverse("accounts:unsubscribe", args=[token])).status_code == 404


@pytest.mark.django_db
def test_a_chosen_pace_holds_for_real_notices(cast: SimpleNamespace) -> None:
    choose_paces(paces={Notice.INVITATION: Pace.DAILY}, by=cast.hina, at=NOW)
    with transaction.atomic():
        factories.make_invitation(cast.need, cast.expert)

    assert Outbox.objects.get().state == "held"
