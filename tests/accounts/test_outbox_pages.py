"""Staff see what has not left, read it without sending it, and release what waits for them."""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccountEvent
from common.models import Outbox
from common.outbox import send, send_rendered

Clients = Callable[..., Client]


def _mail(cast: SimpleNamespace, *, batch: str = "", state: str = "") -> Outbox:
    with transaction.atomic():
        send("accounts.post_given", to=cast.rabia, batch=batch, post_id=cast.rabia.posts.get().pk)
    mail = Outbox.objects.latest("pk")
    if state:
        Outbox.objects.filter(pk=mail.pk).update(state=state, attempts=80, error="OSError")
    mail.refresh_from_db()
    return mail


def test_a_list_shows_what_waits_and_masks_whom_it_is_for(cast: SimpleNamespace, client_of: Clients) -> None:
    _mail(cast)

    page = client_of(cast.ayesha).get(reverse("accounts:outbox")).content.decode()

    assert "accounts.post_given" in page and "r…@demo.example" in page
    assert "rabia@" not in page and "Rabia" not in page


def test_a_message_is_read_in_its_readers_language_unsent(cast: SimpleNamespace, client_of: Clients) -> None:
    cast.rabia.language = "ur"
    cast.rabia.save()
    mail = _mail(cast)

    answer = client_of(cast.ayesha).get(reverse("accounts:outbox_mail", args=[mail.key]))

    [text] = answer.context["page"].texts
    assert (text.language, text.direction) == ("ur", "rtl")
    assert "Ministry of Science and Technology" in text.preview.mail.subject
    assert "/today/" not in text.preview.mail.body
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    event = AccountEvent.objects.get(action="mail_previewed")
    assert (event.by, event.user, event.detail) == (cast.ayesha, cast.rabia, "accounts.post_given")


def test_a_code_that_was_mailed_is_nobody_elses_to_read(cast: SimpleNamespace, client_of: Clients) -> None:
    send_rendered("account.code", address="new@demo.example", subject="Your code", body="Type 123456.")
    mail = Outbox.objects.get()

    page = client_of(cast.ayesha).get(reverse("accounts:outbox_mail", args=[mail.key])).content.decode()

    assert "123456" not in page and "new@" not in page
    assert "only its reader may see" in page


def test_a_message_that_failed_is_tried_again_once(cast: SimpleNamespace, client_of: Clients) -> None:
    mail = _mail(cast, state="failed")
    client = client_of(cast.ayesha)
    listed = client.get(reverse("accounts:outbox"), {"state": "failed"}).content.decode()
    retry = reverse("accounts:outbox_retry", args=[mail.key])

    client.post(retry)
    again = client.post(retry, follow=True)

    assert "OSError" in listed
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("waiting", 0)
    assert "has not failed" in again.content.decode()
    assert AccountEvent.objects.filter(action="mail_retried").count() == 1


def test_a_batch_is_read_in_both_languages_and_goes_once(cast: SimpleNamespace, client_of: Clients) -> None:
    first = _mail(cast, batch="decisions.monday")
    client = client_of(cast.ayesha)
    address = reverse("accounts:outbox_batch", args=["decisions.monday"])
    listed = client.get(reverse("accounts:outbox"), {"state": "staged"}).content.decode()
    [mail] = client.get(address).context["mails"]
    late = _mail(cast, batch="decisions.monday")

    released = client.post(address, {"seen": [mail.row.key, "nonsense"]}, follow=True)
    again = client.post(address, {"seen": [mail.row.key]}, follow=True)

    assert "decisions.monday" in listed
    assert [text.language for text in mail.texts] == ["en", "ur"]
    assert "1 message was released." in released.content.decode()
    assert "Nothing of this batch waits any more." in again.content.decode()
    first.refresh_from_db()
    late.refresh_from_db()
    assert (first.state, late.state) == ("waiting", "staged")
    assert AccountEvent.objects.get(action="batch_released").detail == "decisions.monday 1"


def test_a_batch_is_dropped_and_then_gone(cast: SimpleNamespace, client_of: Clients) -> None:
    mail = _mail(cast, batch="decisions.monday")
    address = reverse("accounts:outbox_batch", args=["decisions.monday"])

    client_of(cast.ayesha).post(address, {"drop": "yes"})

    mail.refresh_from_db()
    assert mail.state == "skipped"
    assert client_of(cast.ayesha).get(address).status_code == 404
    assert AccountEvent.objects.get(action="batch_dropped").detail == "decisions.monday 1"


@pytest.mark.parametrize("person", ["hina", "sana", "rabia", "dawood", "asma"])
def test_only_those_who_administer_open_it(cast: SimpleNamespace, client_of: Clients, person: str) -> None:
    client = client_of(getattr(cast, person))
    mail = _mail(cast, batch="decisions.monday")

    answers = [
        client.get(reverse("accounts:outbox")),
        client.get(reverse("accounts:outbox_mail", args=[mail.key])),
        client.post(reverse("accounts:outbox_batch", args=["decisions.monday"]), {"seen": [str(mail.key)]}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    mail.refresh_from_db()
    assert mail.state == "staged"


def test_the_list_costs_the_same_for_one_and_for_three(cast: SimpleNamespace, client_of: Clients) -> None:
    client = client_of(cast.ayesha)
    _mail(cast)
    client.get(reverse("accounts:outbox"))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("accounts:outbox")).status_code == 200
        return len(queries)

    one = cost()
    for _again in range(3):
        _mail(cast)
    assert cost() == one


@pytest.mark.parametrize("query", [{"state": "sent"}, {"state": "x"}, {"after": "x"}, {"before": "9" * 40}])
def test_nonsense_is_answered(cast: SimpleNamespace, client_of: Clients, query: dict[str, str]) -> None:
    _mail(cast)

    assert client_of(cast.ayesha).get(reverse("accounts:outbox"), query).status_code == 200


def test_an_unknown_message_is_not_found(cast: SimpleNamespace, client_of: Clients) -> None:
    address = reverse("accounts:outbox_mail", args=[UUID(int=1)])

    assert client_of(cast.ayesha).get(address).status_code == 404
