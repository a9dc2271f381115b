"""Anybody may report a concern; an administrator deals with it."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Concern

REPORT = {"topic": "privacy", "text": "My name is in a list.", "email": "somebody@demo.example"}


def test_a_visitor_without_an_account_reports_a_concern(client: Client, db: None) -> None:
    answer = client.post(reverse("report_concern"), REPORT)

    concern = Concern.objects.get()
    assert answer["Location"] == reverse("concern_reported")
    assert (concern.topic, concern.text, concern.reported_by) == ("privacy", REPORT["text"], None)
    assert client.get(answer["Location"]).status_code == 200


def test_a_signed_in_person_is_known(cast: SimpleNamespace, client_of: Callable[..., Client]) -> None:
    client_of(cast.hina).post(reverse("report_concern"), REPORT | {"email": ""})

    assert Concern.objects.get().reported_by == cast.hina


@pytest.mark.parametrize("change", [{"topic": "gossip"}, {"text": ""}, {"email": "x"}, {"text": "x" * 4001}])
def test_what_was_typed_is_not_lost(client: Client, db: None, change: dict[str, str]) -> None:
    answer = client.post(reverse("report_concern"), REPORT | change)

    assert answer.status_code == 422
    assert answer.context["form"]["text"].value() == (REPORT | change)["text"]
    assert not Concern.objects.exists()


def test_a_flood_is_stopped_kindly(client: Client, db: None) -> None:
    for _ in range(5):
        client.post(reverse("report_concern"), REPORT)

    answer = client.post(reverse("report_concern"), REPORT)

    assert answer.status_code == 429
    assert REPORT["text"] in answer.content.decode()
    assert Concern.objects.count() == 5


def test_the_topic_of_a_link_is_chosen(client: Client, db: None) -> None:
    page = client.get(reverse("report_concern") + "?topic=safety")

    assert page.context["form"]["topic"].value() == "safety"


def test_an_administrator_deals_with_it_once(
    cast: SimpleNamespace, client: Client, client_of: Callable[..., Client]
) -> None:
    client.post(reverse("report_concern"), REPORT)
    concern = Concern.objects.get()
    address = reverse("accounts:concern_handle", args=[concern.public_id])

    assert client_of(cast.rabia).post(address).status_code == 403
    client_of(cast.ayesha).post(address)
    client_of(cast.naveed).post(address)

    concern.refresh_from_db()
    assert concern.handled_by == cast.ayesha
    assert "dealt with" in client_of(cast.ayesha).get(reverse("accounts:concern_list")).content.decode()
