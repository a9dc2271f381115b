"""On the record of a case: the ministry asks, a party answers; everybody knows who is waited for."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.models import Outbox
from common.policies import Denied
from exchanges.enums import PlacementAction as A
from exchanges.enums import Side
from exchanges.models import Message, Placement, Thread
from exchanges.selectors.cases import case_page
from exchanges.selectors.waiting import waiting_for
from exchanges.services.case_threads import settle_case_thread, write_to_case
from exchanges.services.threads import write_message
from tests import factories
from tests.factories import NOW, walk

SignIn = Callable[..., Client]


@pytest.fixture
def submitted(cast: SimpleNamespace) -> Placement:
    return walk(factories.make_submitted(cast.need, cast.expert), (A.TAKE, cast.rabia))


def _write(placement: Placement, by: Any, text: str = "Who pays the flight?", **more: Any) -> Message:
    return write_to_case(placement_id=placement.pk, text=text, by=by, at=more.pop("at", NOW), **more)


def _asked(template: str = "exchanges.case_message_waits") -> list[str]:
    return list(
        Outbox.objects.filter(template=template).order_by("pk").values_list("recipient__email", flat=True)
    )


def _what_waits(user: Any) -> list[str]:
    return [item.what for item in waiting_for(user, 20)]


def test_the_ministry_asks_one_side_and_waits_until_that_side_answers(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    _write(submitted, cast.rabia, asks=Side.HOST)
    asked = (_what_waits(cast.sana), _what_waits(cast.hina))
    box = case_page(submitted, cast.hina, due_at=None).with_ministry

    _write(submitted, cast.hina, "I do not know.", at=NOW + timedelta(hours=1))
    still = Thread.objects.get().waits_for
    _write(submitted, cast.sana, "We do.", at=NOW + timedelta(hours=2))

    thread = Thread.objects.get()
    assert asked == (["Answer the message"], [])
    assert (box.waits_for, box.waits_for_me) == (str(cast.organisation), False)
    assert (still, thread.waits_for) == ("host", "ministry")
    assert (_what_waits(cast.rabia), _what_waits(cast.sana)) == (["Answer the message"], [])
    assert _asked() == [cast.sana.email, cast.rabia.email]


def test_for_their_information_waits_for_nobody_and_mails_nobody(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    _write(submitted, cast.omar, "The unit moved to another floor.")

    assert Thread.objects.get().waits_for == ""
    assert _asked() == []


def test_while_nobody_reviews_a_case_anybody_of_the_unit_answers(cast: SimpleNamespace) -> None:
    placement = factories.make_submitted(cast.need, cast.expert)
    _write(placement, cast.sana, "When will you begin?")

    assert [len(_what_waits(user)) for user in (cast.omar, cast.rabia, cast.dawood, cast.asma)] == [
        1,
        1,
        1,
        0,
    ]

    settle_case_thread(placement_id=placement.pk, by=cast.omar, at=NOW)

    assert Thread.objects.get().waits_for == ""


def test_sent_twice_in_a_row_it_is_one_message(cast: SimpleNamespace, submitted: Placement) -> None:
    assert _write(submitted, cast.hina) == _write(submitted, cast.hina)


@pytest.mark.parametrize("who", ["bilal", "kamran", "asma", "ayesha"])
def test_nobody_else_writes_on_the_record(cast: SimpleNamespace, submitted: Placement, who: str) -> None:
    with pytest.raises(Denied):
        _write(submitted, getattr(cast, who))


def test_a_draft_has_nothing_with_the_ministry(cast: SimpleNamespace) -> None:
    with pytest.raises(Denied):
        _write(factories.make_placement(cast.need, cast.expert), cast.hina)


def test_outside_the_ministry_is_its_unit_and_inside_colleagues_know_who_wrote(
    cast: SimpleNamespace, submitted: Placement
) -> None:
    _write(submitted, cast.rabia)
    names = {
        user.email: [line.who for line in case_page(submitted, user, due_at=None).with_ministry.lines]
        for user in (cast.hina, cast.dawood, cast.rabia)
    }

    assert list(names.values()) == [[str(cast.most)], ["Rabia Malik"], ["You"]]


def test_the_parties_go_on_with_what_they_wrote_since_the_invitation(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    write_message(invitation_id=submitted.invitation_id, text="Two sites?", by=cast.hina, at=NOW)
    page = reverse("exchanges:placement", args=[submitted.public_id])
    answer = client_of(cast.sana).post(
        reverse("exchanges:write_between_parties", args=[submitted.public_id]), {"text": "Three."}
    )

    assert answer.headers["Location"] == f"{page}#between-parties"
    shown = client_of(cast.hina).get(page).content.decode()
    assert "Two sites?" in shown
    assert "Three." in shown
    assert "Two sites?" not in client_of(cast.rabia).get(page).content.decode()


def test_a_refused_message_keeps_its_words(
    cast: SimpleNamespace, submitted: Placement, client_of: SignIn
) -> None:
    address = reverse("exchanges:write_to_case", args=[submitted.public_id])
    words = "Please. " * 300

    page = client_of(cast.rabia).post(address, {"text": words, "asks": "nobody at all"})

    assert (page.status_code, set(page.context["form"].errors)) == (422, {"text", "asks"})
    assert words.strip() in page.content.decode()
