"""Host and expert write to each other: on the record, under the names that they may know."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.enums import Notice
from accounts.services import choose_paces
from common import outbox
from common.enums import Pace
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import DeclineReason
from exchanges.models import Invitation, Message, Placement, Thread, ThreadLook
from exchanges.selectors.threads import thread_page, threads_waiting
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    show_interest,
    withdraw_invitation,
)
from exchanges.services.threads import MOST_MESSAGES, look_into_thread, settle_thread, write_message
from experts.models import AccessEvent
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]
HIDDEN_WORDS = "The turbine hall floods in May."


@pytest.fixture
def invitation(cast: SimpleNamespace) -> Invitation:
    return factories.make_invitation(cast.need, cast.expert)


def _write(invitation: Invitation, by: Any, text: str = HIDDEN_WORDS, **more: Any) -> Message:
    return write_message(invitation_id=invitation.pk, text=text, by=by, at=more.get("at", NOW))


def _page(client: Client, invitation: Invitation) -> str:
    return client.get(reverse("exchanges:invitation", args=[invitation.public_id])).content.decode()


def test_a_question_waits_for_the_other_side_until_it_answers(
    cast: SimpleNamespace, invitation: Invitation
) -> None:
    _write(invitation, cast.hina)
    thread = Thread.objects.get(invitation=invitation)
    assert (thread.waits_for, thread.waits_since, thread.n_messages) == ("host", NOW, 1)

    _write(invitation, cast.sana, "Only the lower one.", at=NOW + timedelta(hours=2))

    thread.refresh_from_db()
    assert (thread.waits_for, thread.waits_since) == ("expert", NOW + timedelta(hours=2))

    settle_thread(invitation_id=invitation.pk, by=cast.hina, at=NOW)

    thread.refresh_from_db()
    assert (thread.waits_for, thread.waits_since) == ("", None)


def test_nobody_settles_what_waits_for_the_other_side(cast: SimpleNamespace, invitation: Invitation) -> None:
    _write(invitation, cast.hina)

    settle_thread(invitation_id=invitation.pk, by=cast.hina, at=NOW)

    assert Thread.objects.get().waits_for == "host"


def test_sent_twice_in_a_row_it_is_one_message(cast: SimpleNamespace, invitation: Invitation) -> None:
    first = _write(invitation, cast.hina)

    assert _write(invitation, cast.hina) == first
    assert Thread.objects.get().n_messages == Message.objects.count() == 1


def test_an_invitation_holds_fifty_messages(cast: SimpleNamespace, invitation: Invitation) -> None:
    for number in range(MOST_MESSAGES):
        _write(invitation, cast.hina, f"Question {number}")

    with pytest.raises(Refused) as refused:
        _write(invitation, cast.sana, "One more")

    assert (refused.value.code, refused.value.field) == ("thread_is_full", "text")


@pytest.mark.parametrize(
    "text",
    ["Write to hina@example.org", "Ring 0300-1234567", "https://wa.me/923001", "t.me/hina", "skype:hina.q"],
)
def test_contact_details_are_refused_before_acceptance_and_nothing_typed_is_lost(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn, text: str
) -> None:
    address = reverse("exchanges:write_message", args=[invitation.public_id])

    answer = client_of(cast.hina).post(address, {"text": text})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f">\n{text}</textarea>" in page
    assert 'href="#id_text"' in page
    assert "contact details follow acceptance" in page
    assert not Message.objects.exists()


def test_contact_details_may_be_written_after_acceptance(
    cast: SimpleNamespace, invitation: Invitation
) -> None:
    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)

    assert _write(invitation, cast.sana, "Ring 0300-1234567").pk


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "\x00"])
def test_what_is_no_message_is_said_beside_the_field(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn, text: str
) -> None:
    address = reverse("exchanges:write_message", args=[invitation.public_id])

    answer = client_of(cast.hina).post(address, {"text": text})

    assert (answer.status_code, set(answer.context["forms"]["message"].errors)) == (422, {"text"})


def test_the_host_reads_the_code_before_acceptance_and_the_name_after(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    _write(invitation, cast.hina)
    sana = client_of(cast.sana)

    before = _page(sana, invitation)
    assert HIDDEN_WORDS in before
    assert f"Expert {cast.expert.public_id}" in before
    assert "Hina Qureshi" not in before

    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)

    assert "Hina Qureshi" in _page(sana, invitation)


def test_the_expert_reads_the_organisation_and_colleagues_each_other(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    colleague = factories.make_user("tariq@demo.example", full_name="Tariq Aziz")
    cast.organisation.memberships.create(user=colleague, role="editor", since=NOW)
    _write(invitation, cast.sana)

    lines = thread_page(invitation, cast.hina).lines
    assert [line.who for line in lines] == ["Ravi Incubation Centre"]
    assert [line.who for line in thread_page(invitation, colleague).lines] == ["Sana Tariq"]
    assert [line.who for line in thread_page(invitation, cast.sana).lines] == ["You"]


def test_what_is_new_is_marked_until_the_page_was_opened(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    _write(invitation, cast.sana)
    assert thread_page(invitation, cast.hina).n_new == 1
    assert thread_page(invitation, cast.sana).n_new == 0

    assert ">new</span>" in _page(client_of(cast.hina), invitation)

    assert thread_page(invitation, cast.hina).n_new == 0


def test_one_mail_says_that_and_by_when_but_never_what(cast: SimpleNamespace, invitation: Invitation) -> None:
    outbox.deliver()
    mail.outbox.clear()
    _write(invitation, cast.hina)
    _write(invitation, cast.hina, "And another question")

    outbox.deliver()

    [message] = mail.outbox
    assert message.to == ["sana@demo.example"]
    assert message.subject == "Answer by 28 November 2026: a message about “Mentor for a solar start-up”"
    assert f"Expert {cast.expert.public_id} wrote to you" in message.body
    assert f"/invitations/{invitation.public_id}/#messages" in message.body
    assert not any(word in message.body for word in (HIDDEN_WORDS, "another question", "Hina"))


def test_no_mail_is_sent_once_it_was_answered(cast: SimpleNamespace, invitation: Invitation) -> None:
    outbox.deliver()
    mail.outbox.clear()
    _write(invitation, cast.hina)
    _write(invitation, cast.sana, "Answered at once")

    outbox.deliver()

    assert [message.to for message in mail.outbox] == [["hina@demo.example"]]


def test_the_pace_of_invitations_holds_for_messages(cast: SimpleNamespace, invitation: Invitation) -> None:
    choose_paces(paces={Notice.INVITATION: Pace.DAILY}, by=cast.sana, at=NOW)

    _write(invitation, cast.hina)

    assert Outbox.objects.get(template="exchanges.message_waits").state == "held"


def test_an_answer_is_due_before_the_invitation_ends(cast: SimpleNamespace, invitation: Invitation) -> None:
    _write(invitation, cast.sana, at=NOW + timedelta(days=12))

    assert thread_page(invitation, cast.hina).due_at == invitation.expires_at


def test_today_says_whose_answer_is_awaited(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    _write(invitation, cast.hina)

    assert "Answer the message" in client_of(cast.sana).get(reverse("today")).content.decode()
    assert "Answer the message" not in client_of(cast.hina).get(reverse("today")).content.decode()
    assert "Answer the message" not in client_of(cast.kamran).get(reverse("today")).content.decode()

    withdraw_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)

    assert "Answer the message" not in client_of(cast.sana).get(reverse("today")).content.decode()


def test_after_the_end_it_is_read_and_not_written(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    _write(invitation, cast.hina)
    decline_invitation(
        invitation_id=invitation.pk, answer=Answer(DeclineReason.NO_TIME), by=cast.hina, at=NOW
    )

    with pytest.raises(Denied):
        _write(invitation, cast.sana, "But why?")
    page = _page(client_of(cast.sana), invitation)
    assert HIDDEN_WORDS in page
    assert "what was written stays to be read" in page
    assert "Send the message" not in page


def test_both_sides_write_about_shown_interest_too(cast: SimpleNamespace) -> None:
    interest = show_interest(need_id=cast.need.pk, message="", by=cast.hina, at=NOW)

    _write(interest, cast.sana)

    assert [line.who for line in thread_page(interest, cast.hina).lines] == ["Ravi Incubation Centre"]
    _write(interest, cast.hina, "Yes")
    assert [line.who for line in thread_page(interest, cast.sana).lines] == ["You", "Hina Qureshi"]


def test_members_who_only_read_do_not_write(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    viewer = factories.make_user("viewer@demo.example", full_name="Only Reads")
    cast.organisation.memberships.create(user=viewer, role="viewer", since=NOW)
    _write(invitation, cast.hina)

    with pytest.raises(Denied):
        _write(invitation, viewer)
    assert HIDDEN_WORDS in _page(client_of(viewer), invitation)


def test_another_organisation_and_staff_see_nothing_of_it(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    _write(invitation, cast.hina)
    _write(invitation, cast.sana, "Only the lower one.")
    addresses = [
        reverse("exchanges:invitation", args=[invitation.public_id]),
        reverse("exchanges:write_message", args=[invitation.public_id]),
        reverse("api:invitation-messages", args=[invitation.public_id]),
    ]

    for person in (cast.kamran, cast.bilal, cast.omar, cast.rabia, cast.ayesha):
        client = client_of(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
        assert HIDDEN_WORDS not in client.get(reverse("today")).content.decode()
        assert not Thread.objects.visible_to(person).exists()
    told = set(Outbox.objects.filter(template="exchanges.message_waits").values_list("recipient", flat=True))
    assert told == {cast.hina.pk, cast.sana.pk}


def test_the_reviewing_unit_reads_with_a_reason_once_there_is_a_placement(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    _write(placement.invitation, cast.hina)
    address = reverse("exchanges:placement_messages", args=[placement.public_id])
    rabia = client_of(cast.rabia)
    assert rabia.post(address, {"reason": "Before the declaration."}).status_code == 403
    factories.declare_none(placement, cast.rabia)

    asked = rabia.get(address).content.decode()
    assert HIDDEN_WORDS not in asked
    assert rabia.post(address, {"reason": ""}).status_code == 422
    assert not ThreadLook.objects.exists()

    read = rabia.post(address, {"reason": "A concern was reported."}).content.decode()

    assert HIDDEN_WORDS in read
    look = AccessEvent.objects.get(viewer=cast.rabia, why="messages")
    assert (look.expert, look.viewer_is) == (cast.expert, "Ministry of Science and Technology")
    for party in (cast.hina, cast.sana):
        page = _page(client_of(party), placement.invitation)
        assert "Ministry of Science and Technology read these messages on" in page
        assert "A concern was reported." in page


def test_a_draft_placement_opens_nothing_to_staff(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = factories.make_placement(cast.need, cast.expert)
    _write(placement.invitation, cast.hina)
    address = reverse("exchanges:placement_messages", args=[placement.public_id])

    assert client_of(cast.rabia).post(address, {"reason": "Curious."}).status_code == 404
    with pytest.raises(Denied):
        look_into_thread(placement=placement, reason="Mine", by=cast.sana, at=NOW)


def test_the_api_lists_and_sends_with_the_same_rules(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    address = reverse("api:invitation-messages", args=[invitation.public_id])
    hina, sana = client_of(cast.hina), client_of(cast.sana)

    refused = hina.post(address, {"text": "hina@example.org"}, content_type="application/json")
    sent = hina.post(address, {"text": HIDDEN_WORDS}, content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (409, "contact_details_in_message")
    assert sent.status_code == 201
    [line] = sana.get(address).json()
    assert (line["who"], line["text"]) == (f"Expert {cast.expert.public_id}", HIDDEN_WORDS)
    assert (line["is_mine"], line["is_new"]) == (False, True)
    assert sana.get(address).json()[0]["is_new"] is False


@pytest.mark.parametrize("n", [1, 3])
def test_a_thread_costs_the_same_for_any_number_of_messages(
    cast: SimpleNamespace, invitation: Invitation, n: int, django_assert_num_queries: Any
) -> None:
    for number in range(n):
        _write(invitation, cast.sana, f"Message {number}")

    with django_assert_num_queries(5):
        thread_page(Invitation.objects.with_people().get(pk=invitation.pk), cast.hina)


def test_a_script_gets_the_refusal_as_something_to_swap_in(
    cast: SimpleNamespace, invitation: Invitation, client_of: SignIn
) -> None:
    address = reverse("exchanges:write_message", args=[invitation.public_id])

    answer = client_of(cast.hina).post(address, {"text": "hina@example.org"}, headers={"hx-request": "true"})

    assert answer.status_code == 200
    assert "contact details follow acceptance" in answer.content.decode()


def test_a_placement_of_another_unit_stays_closed(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    elsewhere = factories.make_unit("hec", name="Higher Education Commission")
    other = factories.make_staff("other@demo.example", role="reviewer", unit=elsewhere)
    address = reverse("exchanges:placement_messages", args=[placement.public_id])

    assert client_of(other).post(address, {"reason": "Please."}).status_code == 404
    assert Placement.objects.count() == 1


def test_whoever_writes_while_the_invitation_ends_reads_why_and_keeps_the_words(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    invitation = factories.make_invitation(cast.need, cast.expert)
    withdraw_invitation(invitation_id=invitation.pk, by=cast.sana, at=NOW)

    answer = client_of(cast.hina).post(
        reverse("exchanges:write_message", args=[invitation.public_id]), {"text": "How many sites are there?"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This invitation has ended" in page
    assert "How many sites are there?" in page
    assert not Message.objects.exists()


def _waits(user: Any, invitation: Invitation) -> bool:
    """What its page and "Today" say, which agree."""
    invitation.refresh_from_db()
    page = thread_page(invitation, user)
    assert page.waits_for_me == bool(threads_waiting(user, 9))
    return page.waits_for_me


def test_once_it_is_accepted_an_answer_waits_for_nobody_and_its_asker_is_told(
    cast: SimpleNamespace, invitation: Invitation
) -> None:
    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW)
    _write(invitation, cast.hina, "When does the hall open?")
    assert (_waits(cast.hina, invitation), _waits(cast.sana, invitation)) == (False, True)

    _write(invitation, cast.sana, "At eight.", at=NOW + timedelta(hours=1))

    assert (_waits(cast.hina, invitation), _waits(cast.sana, invitation)) == (False, False)
    row = Outbox.objects.get(template="exchanges.message_answered")
    with outbox.as_read_by(row.recipient):
        letter = outbox.TEMPLATES[row.template](**row.ids)
    assert row.recipient == cast.hina
    assert letter.subject == f"Read the answer: a message about “{cast.need.title}”"
    assert "At eight." not in letter.body

    _write(invitation, cast.hina, "And on Fridays?", at=NOW + timedelta(hours=2))
    assert (_waits(cast.hina, invitation), _waits(cast.sana, invitation)) == (False, True)


def test_what_was_answered_before_the_acceptance_waits_for_nobody_after_it(
    cast: SimpleNamespace, invitation: Invitation
) -> None:
    _write(invitation, cast.hina, "When does the hall open?")
    _write(invitation, cast.sana, "At eight.", at=NOW + timedelta(hours=1))
    assert _waits(cast.hina, invitation)

    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(hours=2))

    assert (_waits(cast.hina, invitation), _waits(cast.sana, invitation)) == (False, False)


def test_a_question_that_nobody_answered_waits_on_after_the_acceptance(
    cast: SimpleNamespace, invitation: Invitation
) -> None:
    _write(invitation, cast.sana, "Do you know pumps?")

    accept_invitation(invitation_id=invitation.pk, by=cast.hina, at=NOW + timedelta(hours=2))

    assert (_waits(cast.hina, invitation), _waits(cast.sana, invitation)) == (True, False)
