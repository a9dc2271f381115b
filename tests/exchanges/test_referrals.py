"""A need or an expert is passed on: asked first, answered, outstanding until a placement comes of it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from common import outbox
from common.ledger import drain
from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import ReferralAction as A
from exchanges.enums import ReferralReason
from exchanges.models import Referral
from exchanges.selectors.referrals import referral_page
from exchanges.selectors.senders import senders_of
from exchanges.services.referrals import (
    MOST_UNANSWERED,
    invite_referred,
    move_referral,
    refer_expert,
    refer_need,
)
from experts.models import AccessEvent, Affiliation, Expert
from incubators.enums import ClosingReason, NeedAction, OrganisationAction
from incubators.models import Membership
from incubators.services import move_organisation
from incubators.services.steps import move_need
from matching.models import Match
from tests import factories
from tests.factories import NOW

SignIn = Callable[..., Client]
NOTE = "You run the only test field."


def _of_need(cast: SimpleNamespace, by: User | None = None, **more: Any) -> Referral:
    by = by or cast.sana
    values = {"need": cast.need, "organisation": cast.other_organisation, "note": NOTE} | more
    return refer_need(sender=senders_of(by)[0], by=by, at=NOW, **values)


def _of_expert(cast: SimpleNamespace, by: User | None = None, **more: Any) -> Referral:
    by = by or cast.omar
    values = {"expert": cast.expert, "organisation": cast.other_organisation, "note": NOTE} | more
    return refer_expert(sender=senders_of(by)[0], by=by, at=NOW, **values)


def _move(referral: Referral, action: A, by: User, **more: Any) -> Referral:
    return move_referral(referral_id=referral.pk, action=action, by=by, at=NOW, **more)


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def test_a_need_is_read_by_its_receiver_at_once(cast: SimpleNamespace, client_of: SignIn) -> None:
    referral = _of_need(cast)

    assert (referral.state, referral.passed_on_at) == ("sent", NOW)
    page = client_of(cast.kamran).get(reverse("exchanges:referral", args=[referral.public_id]))
    text = page.content.decode()
    assert NOTE in text
    assert cast.need.title in text
    assert "Answer the referral" in client_of(cast.kamran).get(reverse("today")).content.decode()


def test_nothing_of_an_expert_is_passed_on_before_they_agree(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    referral = _of_expert(cast)
    address = reverse("exchanges:referral", args=[referral.public_id])
    kamran = client_of(cast.kamran)

    assert kamran.get(address).status_code == 404
    assert "Hina" not in kamran.get(reverse("exchanges:referral_list")).content.decode()
    assert not Outbox.objects.filter(recipient=cast.kamran).exists()
    asked = client_of(cast.hina).get(address).content.decode()
    assert "May Quetta Water Research Centre be told of you?" in asked
    assert NOTE in asked
    assert "Ministry of Science and Technology" in asked
    assert "May they be told of you?" in client_of(cast.hina).get(reverse("today")).content.decode()

    _move(referral, A.AGREE, cast.hina)

    text = kamran.get(address).content.decode()
    assert "Hina Qureshi" in text
    assert "Power systems engineer" in text
    assert "hina@demo.example" not in text
    look = AccessEvent.objects.filter(viewer=cast.kamran).get()
    assert (look.why, look.viewer_is) == ("referral", "Quetta Water Research Centre")


def test_an_expert_who_says_no_stays_unknown_to_the_receiver(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    referral = _of_expert(cast)

    _move(referral, A.REFUSE, cast.hina)

    address = reverse("exchanges:referral", args=[referral.public_id])
    assert client_of(cast.kamran).get(address).status_code == 404
    assert _refusal_of(lambda: _of_expert(cast)) == "expert_said_no"
    assert not Referral.objects.received_by(cast.kamran).exists()


def test_a_referral_taken_back_before_the_answer_never_shows(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    referral = _of_expert(cast)

    _move(referral, A.WITHDRAW, cast.omar)

    address = reverse("exchanges:referral", args=[referral.public_id])
    assert client_of(cast.kamran).get(address).status_code == 404
    with pytest.raises(Denied):
        _move(referral, A.AGREE, cast.hina)


@pytest.mark.parametrize("change", [{"visibility": "hidden"}, {"state": "paused"}, {"state": "suspended"}])
def test_nobody_who_takes_no_part_is_passed_on(cast: SimpleNamespace, change: dict[str, str]) -> None:
    referral = _of_expert(cast)
    Expert.objects.filter(pk=cast.expert.pk).update(**change)
    cast.expert.refresh_from_db()

    assert _refusal_of(lambda: _move(referral, A.AGREE, cast.hina)) == "expert_not_passed_on"
    other = factories.make_organisation(factories.make_user("third@demo.example"), name="A third")
    assert _refusal_of(lambda: _of_expert(cast, organisation=other)) == "expert_not_passed_on"


def test_who_hides_later_is_not_named_any_more(cast: SimpleNamespace, client_of: SignIn) -> None:
    referral = _of_expert(cast)
    _move(referral, A.AGREE, cast.hina)
    Expert.objects.filter(pk=cast.expert.pk).update(visibility="hidden")
    kamran = client_of(cast.kamran)

    for address in (
        reverse("exchanges:referral", args=[referral.public_id]),
        reverse("exchanges:referral_list"),
    ):
        text = kamran.get(address).content.decode()
        assert "Hina" not in text
        assert "Power systems" not in text
        assert cast.expert.public_id in text


def test_what_came_to_nothing_names_nobody(cast: SimpleNamespace, client_of: SignIn) -> None:
    referral = _of_expert(cast)
    _move(referral, A.AGREE, cast.hina)
    _move(referral, A.DECLINE, cast.kamran, reason=ReferralReason.NO_ROOM)

    text = (
        client_of(cast.kamran).get(reverse("exchanges:referral", args=[referral.public_id])).content.decode()
    )

    assert "Hina" not in text
    assert cast.expert.public_id in text


def test_nobody_passes_on_an_expert_whom_they_do_not_know_by_name(cast: SimpleNamespace) -> None:
    assert _refusal_of(lambda: _of_expert(cast, cast.sana)) == "expert_not_known"


def test_the_receiver_declines_with_a_reason_and_the_sender_is_told(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    referral = _of_need(cast)
    address = reverse("exchanges:referral_step", args=[referral.public_id, A.DECLINE])
    kamran = client_of(cast.kamran)

    without = kamran.post(address, {})
    assert (without.status_code, set(without.context["forms"]["decline"].errors)) == (422, {"reason"})
    assert kamran.post(address, {"reason": "no_room"}).status_code == 302

    outbox.deliver()
    assert mail.outbox[-1].to == ["sana@demo.example"]
    assert mail.outbox[-1].subject == "Quetta Water Research Centre declined your referral"
    page = client_of(cast.sana).get(reverse("exchanges:referral", args=[referral.public_id]))
    assert "We have no room at present" in page.content.decode()


def test_mails_name_no_expert(cast: SimpleNamespace) -> None:
    referral = _of_expert(cast)
    outbox.deliver()
    mail.outbox.clear()
    _move(referral, A.AGREE, cast.hina)
    outbox.deliver()
    _move(referral, A.ACCEPT, cast.kamran)
    outbox.deliver()

    told = {message.to[0]: f"{message.subject} {message.body}" for message in mail.outbox}
    assert set(told) == {"kamran@demo.example", "omar@demo.example"}
    assert not any(word in text for text in told.values() for word in ("Hina", NOTE, "Power systems"))


def test_the_expert_is_asked_by_mail(cast: SimpleNamespace) -> None:
    _of_expert(cast)

    outbox.deliver()

    [message] = mail.outbox
    assert message.to == ["hina@demo.example"]
    assert message.subject == "Yes or no: may Quetta Water Research Centre be told of you?"


def test_a_placement_of_the_expert_with_the_receiver_completes_it(
    cast: SimpleNamespace, own_data_dir: Any
) -> None:
    referral = _of_expert(cast)
    _move(referral, A.AGREE, cast.hina)
    _move(referral, A.ACCEPT, cast.kamran)
    elsewhere = factories.make_placement(cast.need, cast.expert)
    referral.refresh_from_db()
    assert (referral.state, referral.placement) == ("accepted", None)

    placement = factories.make_placement(cast.other_need, cast.expert)

    referral.refresh_from_db()
    assert (referral.state, referral.placement) == ("complete", placement)
    assert elsewhere != placement
    assert [event.action for event in referral.events.all()] == ["create", "agree", "accept", "complete"]


def test_a_placement_of_the_need_completes_its_referral(cast: SimpleNamespace) -> None:
    referral = _of_need(cast)

    placement = factories.make_placement(cast.need, cast.expert)

    referral.refresh_from_db()
    assert (referral.state, referral.placement) == ("complete", placement)


def test_either_end_closes_what_came_to_nothing_with_a_reason(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    referral = _of_need(cast)
    _move(referral, A.ACCEPT, cast.kamran)
    address = reverse("exchanges:referral_step", args=[referral.public_id, A.CLOSE])
    sana = client_of(cast.sana)

    assert sana.post(address, {"note": " "}).status_code == 422
    assert sana.post(address, {"note": "The field was sold."}).status_code == 302

    referral.refresh_from_db()
    assert (referral.state, referral.events.last().part) == ("closed", "host")


def test_staff_close_what_their_unit_passed_on(cast: SimpleNamespace) -> None:
    referral = _of_need(cast, cast.omar)
    _move(referral, A.ACCEPT, cast.kamran)

    _move(referral, A.CLOSE, cast.rabia, note="Nothing came of it.")

    referral.refresh_from_db()
    assert (referral.state, referral.events.last().part) == ("closed", "staff")


def test_the_receiver_goes_on_to_invite_the_expert(
    cast: SimpleNamespace, client_of: SignIn, matched: Any
) -> None:
    matched(cast.other_need)
    referral = _of_expert(cast)
    _move(referral, A.AGREE, cast.hina)
    kamran = client_of(cast.kamran)
    address = reverse("exchanges:referral_invite", args=[referral.public_id])
    typed = {"need": cast.other_need.public_id}
    kamran.post(address, typed)
    assert not Match.objects.filter(expert=cast.expert).exists()
    _move(referral, A.ACCEPT, cast.kamran)

    answer = kamran.post(address, typed)

    match = Match.objects.get(expert=cast.expert, need=cast.other_need)
    assert answer.headers["Location"] == reverse("exchanges:invite", args=[match.public_id])
    assert kamran.get(answer.headers["Location"]).status_code == 200
    assert kamran.post(address, {"need": cast.need.public_id}).status_code == 404
    assert kamran.post(address, {"need": "\x00"}).status_code == 404


def test_another_organisation_sees_nothing_of_a_referral(cast: SimpleNamespace, client_of: SignIn) -> None:
    third = factories.make_user("third@demo.example", full_name="Third Host")
    factories.make_organisation(third, name="A third")
    rows = [_of_need(cast), _of_expert(cast)]
    _move(rows[1], A.AGREE, cast.hina)
    elsewhere = factories.make_unit("hec", name="Higher Education Commission")
    stranger = factories.make_staff("hec@demo.example", role="officer", unit=elsewhere)

    for person in (third, cast.bilal, stranger, cast.asma, cast.ayesha):
        client = client_of(person)
        for row in rows:
            assert client.get(reverse("exchanges:referral", args=[row.public_id])).status_code == 404
        listed = client.get(reverse("exchanges:referral_list")).content.decode()
        assert "Nothing was passed on yet" in listed
        assert not Referral.objects.visible_to(person).exists()
        assert not Outbox.objects.filter(recipient=person).exists()


def test_the_same_referral_by_another_is_no_news(cast: SimpleNamespace) -> None:
    """Whoever passes something on learns nothing of others who did."""
    _of_need(cast)

    assert _of_need(cast, cast.omar).state == "sent"
    assert _refusal_of(lambda: _of_need(cast)) == "referred_already"


def test_an_organisation_passes_on_its_own_needs_and_people_whom_it_knows(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    with pytest.raises(Denied):
        _of_need(cast, cast.kamran, organisation=cast.organisation)
    address = reverse("exchanges:refer_expert", args=[cast.expert.public_id])
    assert client_of(cast.sana).get(address).status_code == 404
    assert client_of(cast.bilal).get(address).status_code == 404


def test_at_most_five_experts_are_asked_at_once(cast: SimpleNamespace) -> None:
    for number in range(MOST_UNANSWERED):
        expert = factories.make_expert(factories.make_user(f"e{number}@demo.example"))
        _of_expert(cast, expert=expert)

    assert _refusal_of(lambda: _of_expert(cast)) == "too_many_asked"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Quetta Water", "sent"),
        ("quetta water research centre", "sent"),
        ("Nobody", "No verified organisation has this name."),
        ("Centre", "Several organisations have this in their name: "),
        ("Ravi", "This organisation wrote the need itself."),
        ("Waiting", "No verified organisation has this name."),
        ("\x00", "Null characters are not allowed."),
    ],
)
def test_the_receiver_is_found_by_name(
    cast: SimpleNamespace, client_of: SignIn, typed: str, code: str
) -> None:
    factories.make_organisation(factories.make_user("w@demo.example"), name="Waiting", verified=False)
    address = reverse("exchanges:refer_need", args=[cast.need.public_id])

    answer = client_of(cast.sana).post(address, {"organisation": typed, "note": NOTE})

    if code == "sent":
        assert answer.status_code == 302
        assert Referral.objects.get().organisation == cast.other_organisation
    else:
        assert answer.status_code == 422
        assert code in answer.content.decode()
        assert NOTE in answer.content.decode()


def test_a_note_carries_no_contact_details(cast: SimpleNamespace) -> None:
    assert _refusal_of(lambda: _of_need(cast, note="Ring 0300-1234567")) == "contact_details_in_message"


def test_a_need_that_is_given_up_is_passed_on_no_more(cast: SimpleNamespace) -> None:
    referral = _of_need(cast)

    move_need(
        need_id=cast.need.pk,
        action=NeedAction.WITHDRAW,
        by=cast.sana,
        at=NOW,
        reasons=[ClosingReason.NOT_NEEDED],
    )
    while drain(worker="test", seconds=30):
        pass

    referral.refresh_from_db()
    assert (referral.state, referral.events.last().part) == ("withdrawn", "clock")


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    cast: SimpleNamespace, client_of: SignIn, n: int, django_assert_num_queries: Any
) -> None:
    for number in range(n):
        expert = factories.make_expert(factories.make_user(f"e{number}@demo.example"))
        _move(_of_expert(cast, expert=expert), A.AGREE, expert.user)
    kamran = client_of(cast.kamran)
    kamran.get(reverse("exchanges:referral_list"))

    with django_assert_num_queries(6):
        kamran.get(reverse("exchanges:referral_list"))


def test_the_page_of_a_referral_says_who_may_do_what(cast: SimpleNamespace) -> None:
    referral = _of_need(cast)

    for_receiver, for_sender = referral_page(referral, cast.kamran), referral_page(referral, cast.sana)

    assert (for_receiver.accept.allowed, for_receiver.withdraw.allowed) == (True, False)
    assert (for_sender.accept.allowed, for_sender.withdraw.allowed) == (False, True)
    _move(referral, A.ACCEPT, cast.kamran)
    with pytest.raises(Denied):
        _move(referral, A.WITHDRAW, cast.sana)
    with pytest.raises(Refused):
        _move(referral, A.CLOSE, cast.sana)
    _move(referral, A.CLOSE, cast.sana, note="No field left.")
    with pytest.raises(Denied):
        _move(referral, A.DECLINE, cast.kamran, reason=ReferralReason.OTHER)


def test_who_left_the_sender_hears_no_more_of_its_referrals(cast: SimpleNamespace) -> None:
    """A colleague who stands in for them is told; a unit of which nobody is left reads it in its list."""
    of_host, of_unit = _of_need(cast), _of_need(cast, cast.omar)
    colleague = factories.make_user("colleague@demo.example")
    Membership.objects.create(user=colleague, organisation=cast.organisation, role="owner", since=NOW)
    cast.organisation.memberships.filter(user=cast.sana).delete()
    cast.omar.posts.all().delete()

    for referral in (of_host, of_unit):
        _move(referral, A.ACCEPT, cast.kamran)

    told = Outbox.objects.filter(template="exchanges.referral_answered")
    assert [one.recipient for one in told] == [colleague]


def test_the_need_of_a_suspended_organisation_is_not_passed_on(cast: SimpleNamespace) -> None:
    move_organisation(
        organisation_id=cast.organisation.pk,
        action=OrganisationAction.SUSPEND,
        by=cast.omar,
        at=NOW,
        note="A complaint.",
    )
    cast.need.refresh_from_db()

    assert _refusal_of(lambda: _of_need(cast, cast.omar)) == "need_is_not_open"


def test_a_referred_pair_is_compared_for_ties(cast: SimpleNamespace, matched: Any) -> None:
    matched(cast.other_need)
    Affiliation.objects.create(
        expert=cast.expert, organisation=cast.other_organisation.name, kind="employment", is_current=True
    )
    referral = _of_expert(cast)
    _move(referral, A.AGREE, cast.hina)
    _move(referral, A.ACCEPT, cast.kamran)

    invite_referred(referral_id=referral.pk, need=cast.other_need, by=cast.kamran, at=NOW)
    drain(worker="test", seconds=30)

    assert [tie.organisation for tie in cast.expert.conflicts.all()] == [cast.other_organisation]
