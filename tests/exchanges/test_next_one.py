"""A host goes on to the next one: shown before it is asked, all in one step or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from common.models import Outbox
from common.policies import Denied
from common.refusals import Refused
from exchanges.enums import DeclineReason
from exchanges.models import Invitation
from exchanges.services.invitations import (
    Answer,
    accept_invitation,
    decline_invitation,
    expire_due_invitations,
    offer_to_next,
    postpone_invitation,
    show_next,
)
from experts.models import AccessEvent, Commitment, Expert
from experts.services.profile import choose_visibility
from matching.services import dismiss_match, shortlist_match
from tests import factories
from tests.factories import NOW, TODAY

SignIn = Callable[..., Client]


@pytest.fixture
def ranked(cast: SimpleNamespace, matched: Any) -> list[Expert]:
    """Hina is invited; three others stand in the list after her, the more experienced first."""
    people = [
        factories.make_expert(factories.make_user(f"next{n}@demo.example"), years_experience=9 - 3 * n)
        for n in range(3)
    ]
    matched(cast.need)
    cast.invitation = factories.make_invitation(cast.need, cast.expert)
    order = list(cast.need.match_lists.get(is_current=True).expert_ids)
    return sorted(people, key=lambda expert: order.index(expert.pk))


def _next_of(cast: SimpleNamespace) -> str:
    card = show_next(invitation=_again(cast), by=cast.sana, at=NOW).card
    return card.code if card else ""


def _again(cast: SimpleNamespace) -> Invitation:
    return Invitation.objects.with_people().get(pk=cast.invitation.pk)


def _offer(cast: SimpleNamespace, expert: Expert, **changes: Any) -> Invitation:
    given = {
        "invitation_id": cast.invitation.pk,
        "code": expert.public_id,
        "message": "Please help us.",
        "by": cast.sana,
        "at": NOW,
    }
    return offer_to_next(**(given | changes))


def _refusal_of(doing: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refused:
        doing()
    return refused.value.code


def test_the_shortlist_comes_before_the_list_and_both_by_rank(
    cast: SimpleNamespace, ranked: list[Expert]
) -> None:
    assert _next_of(cast) == ranked[0].public_id

    shortlist_match(need=cast.need, code=ranked[2].public_id, by=cast.sana, at=NOW)

    assert _next_of(cast) == ranked[2].public_id


def test_whoever_is_not_free_is_passed_over(cast: SimpleNamespace, ranked: list[Expert]) -> None:
    choose_visibility(expert_id=ranked[0].pk, visibility="hidden", by=ranked[0].user, at=NOW)
    assert _next_of(cast) == ranked[1].public_id

    for number in range(2):
        busy = factories.make_need(cast.other_organisation, title=f"Busy {number}")
        factories.make_placement(busy, ranked[1])
    assert _next_of(cast) == ranked[2].public_id

    dismiss_match(need=cast.need, code=ranked[2].public_id, reasons=["other"], by=cast.sana, at=NOW)
    assert _next_of(cast) == ""


def test_taking_back_and_inviting_happen_together(cast: SimpleNamespace, ranked: list[Expert]) -> None:
    sent = _offer(cast, ranked[0])

    assert (_again(cast).state, sent.state, sent.expert) == ("withdrawn", "sent", ranked[0])
    assert list(Commitment.objects.values_list("expert", "kind")) == [(ranked[0].pk, "held")]
    mails = Outbox.objects.filter(template__in=["exchanges.invitation_ended", "exchanges.invitation_sent"])
    assert [(mail.template, mail.recipient) for mail in mails.order_by("pk")][-2:] == [
        ("exchanges.invitation_ended", cast.hina),
        ("exchanges.invitation_sent", ranked[0].user),
    ]


@pytest.mark.parametrize("why", ["hidden", "contact", "unknown", "same"])
def test_when_the_next_one_cannot_be_invited_nothing_changes(
    cast: SimpleNamespace, ranked: list[Expert], why: str
) -> None:
    expert, message, code = ranked[0], "Please help us.", "not_in_the_list"
    if why == "hidden":
        choose_visibility(expert_id=expert.pk, visibility="hidden", by=expert.user, at=NOW)
    elif why == "contact":
        message, code = "Ring 0300-1234567", "contact_details_in_message"
    elif why == "unknown":
        expert = factories.make_expert(factories.make_user("far@demo.example"), skills=("hydrology",))
    else:
        expert, code = cast.expert, "asked_before"
    n_mails = Outbox.objects.count()

    assert _refusal_of(lambda: _offer(cast, expert, message=message)) == code

    assert (_again(cast).state, Invitation.objects.count()) == ("sent", 1)
    assert (Commitment.objects.get().expert, Outbox.objects.count()) == (cast.expert, n_mails)


def test_an_ended_invitation_leads_on_without_taking_anything_back(
    cast: SimpleNamespace, ranked: list[Expert]
) -> None:
    answer = Answer(DeclineReason.NO_TIME)
    decline_invitation(invitation_id=cast.invitation.pk, answer=answer, by=cast.hina, at=NOW)

    second = _offer(cast, ranked[0])
    expire_due_invitations(at=NOW + timedelta(days=14))
    third = offer_to_next(
        invitation_id=second.pk,
        code=ranked[1].public_id,
        message="",
        by=cast.sana,
        at=NOW + timedelta(days=14),
    )

    states = Invitation.objects.order_by("pk").values_list("state", flat=True)
    assert (list(states), third.expert) == (["declined", "expired", "sent"], ranked[1])


def test_maybe_later_stays_in_the_pool_while_the_next_one_is_asked(
    cast: SimpleNamespace, ranked: list[Expert]
) -> None:
    later_on = TODAY + timedelta(days=40)
    postpone_invitation(invitation_id=cast.invitation.pk, later_on=later_on, by=cast.hina, at=NOW)

    _offer(cast, ranked[0])

    assert (_again(cast).state, Invitation.objects.awaited().get().expert) == ("maybe_later", ranked[0])


def test_only_the_host_goes_on_and_not_past_an_acceptance(
    cast: SimpleNamespace, ranked: list[Expert]
) -> None:
    for stranger in (cast.hina, cast.kamran, cast.omar):
        with pytest.raises(Denied):
            _offer(cast, ranked[0], by=stranger)
    accept_invitation(invitation_id=cast.invitation.pk, by=cast.hina, at=NOW)

    with pytest.raises(Denied, match="has accepted"):
        _offer(cast, ranked[0])


def test_whoever_is_shown_can_read_that_the_host_looked(
    cast: SimpleNamespace, client_of: SignIn, ranked: list[Expert]
) -> None:
    address = reverse("exchanges:offer_to_next", args=[cast.invitation.public_id])

    page = client_of(cast.sana).get(address).content.decode()

    assert ranked[0].public_id in page
    assert AccessEvent.objects.filter(expert=ranked[0], viewer=cast.sana).exists()


def test_the_page_shows_whom_then_asks_and_a_refusal_keeps_the_words(
    cast: SimpleNamespace, client_of: SignIn, ranked: list[Expert]
) -> None:
    address = reverse("exchanges:offer_to_next", args=[cast.invitation.public_id])
    client = client_of(cast.sana)
    shown = client.get(address).context["page"].card.code
    choose_visibility(expert_id=ranked[0].pk, visibility="hidden", by=ranked[0].user, at=NOW)

    refused = client.post(address, {"code": shown, "message": "We like your work."})
    again = client.post(
        address, {"code": refused.context["page"].card.code, "message": "We like your work."}, follow=True
    )

    words = refused.content.decode()
    assert (refused.status_code, "We like your work." in words, ranked[1].public_id in words) == (
        422,
        True,
        True,
    )
    assert again.context["page"].invitation.expert == ranked[1]


def test_nobody_free_is_said_and_nothing_typed_breaks_the_page(
    cast: SimpleNamespace, client_of: SignIn
) -> None:
    cast.invitation = factories.make_invitation(cast.need, cast.expert)
    address = reverse("exchanges:offer_to_next", args=[cast.invitation.public_id])
    client = client_of(cast.sana)

    assert "Nobody else is free" in client.get(address).content.decode()
    for code in ("", "9" * 400, "<script>", "' OR 1=1 --", "\x00"):
        assert client.post(address, {"code": code, "message": "Hello"}).status_code == 422
    assert _again(cast).state == "sent"


@pytest.mark.django_db(transaction=True)
def test_two_who_go_on_at_once_end_with_one_invitation_each_or_a_refusal(
    cast: SimpleNamespace, ranked: list[Expert]
) -> None:
    def offer(expert: Expert) -> str:
        try:
            return _offer(cast, expert).state
        except Refused as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(offer, [ranked[0]] * 4))

    assert sorted(answers) == ["asked_before"] * 3 + ["sent"]
    assert Invitation.objects.awaited().get().expert == ranked[0]
