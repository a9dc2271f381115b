"""Messages leave through a real SMTP conversation, once each, and wait when the server is away."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db import connection, transaction
from django.utils import timezone

from common import outbox
from common.models import Outbox
from common.outbox import Mail
from tests import factories


class Mailbox:
    """A server on loopback that keeps what it accepts."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.refuses = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses:
            return "451 Try later"
        self.messages.append(message_from_bytes(envelope.content))
        return "250 OK"


class _Server(Controller):
    """Listens on a port that stays ours from the moment it is chosen: tests may run beside others."""

    def __init__(self, box: Mailbox) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, hostname="127.0.0.1", port=self.listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    controller = _Server(box)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield box
    controller.stop()


@pytest.fixture(autouse=True)
def a_template() -> Iterator[None]:
    outbox.TEMPLATES["test.hello"] = lambda *, number, **_future: (
        Mail(f"Hello {number}", "A body.") if number else None
    )
    yield
    outbox.TEMPLATES.pop("test.hello")


def _send(number: int = 1) -> Outbox:
    user = factories.make_user(f"reader{number}@demo.example")
    with transaction.atomic():
        outbox.send("test.hello", to=user, number=number)
    return Outbox.objects.latest("pk")


@pytest.mark.django_db(transaction=True)
def test_a_message_is_sent_once_with_a_stable_id(mailbox: Mailbox) -> None:
    row = _send()

    assert (outbox.deliver(), outbox.deliver()) == (1, 0)

    row.refresh_from_db()
    (message,) = mailbox.messages
    assert (message["Subject"], message["To"], row.state) == ("Hello 1", "reader1@demo.example", "sent")
    assert str(row.key) in message["Message-ID"]


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_postpones_and_loses_nothing(mailbox: Mailbox) -> None:
    row = _send()
    mailbox.refuses = True
    outbox.deliver()
    row.refresh_from_db()
    assert (row.state, row.attempts, outbox.is_due()) == ("waiting", 1, False)

    mailbox.refuses = False
    Outbox.objects.update(next_at="2020-01-01T00:00Z")
    outbox.deliver()

    assert len(mailbox.messages) == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_no_longer_needed_is_skipped(mailbox: Mailbox) -> None:
    row = _send(number=0)

    outbox.deliver()

    row.refresh_from_db()
    assert (row.state, mailbox.messages) == ("skipped", [])


@pytest.mark.django_db(transaction=True)
def test_a_message_that_cannot_be_written_does_not_hold_up_the_others(mailbox: Mailbox) -> None:
    broken = _send(number=1)
    good = _send(number=2)
    Outbox.objects.filter(pk=broken.pk).update(ids={"nothing": "that the template asks for"})

    outbox.deliver()

    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.state, broken.attempts, broken.error) == ("waiting", 1, "TypeError")
    assert (good.state, len(mailbox.messages)) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_a_query_that_fails_while_a_message_is_written_is_counted_too(mailbox: Mailbox) -> None:
    def broken(**_future: Any) -> Mail:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return Mail("", "")

    row = _send()
    outbox.TEMPLATES["test.hello"] = broken
    outbox.deliver()

    row.refresh_from_db()
    assert (row.state, row.attempts) == ("waiting", 1)


@pytest.mark.django_db(transaction=True)
def test_a_server_may_be_away_for_three_days(mailbox: Mailbox) -> None:
    row = _send()
    mailbox.refuses = True
    waited = 0.0
    while row.state == "waiting":
        outbox.deliver()
        row.refresh_from_db()
        waited += max(0.0, (row.next_at - timezone.now()).total_seconds())
        Outbox.objects.update(next_at="2020-01-01T00:00Z")

    assert (row.state, waited > 3 * 24 * 3600) == ("failed", True)


@pytest.mark.django_db(transaction=True)
def test_a_slow_server_does_not_keep_the_worker_beyond_its_time(mailbox: Mailbox) -> None:
    _send(number=1)
    _send(number=2)

    assert (outbox.deliver(seconds=0), outbox.deliver()) == (0, 2)


@pytest.mark.django_db(transaction=True)
def test_a_rendered_message_is_emptied_once_sent(mailbox: Mailbox) -> None:
    outbox.send_rendered("account.code", address="new@demo.example", subject="Your\r\n code", body="123456")

    outbox.deliver()

    row = Outbox.objects.get()
    assert (row.address, row.body, row.subject, mailbox.messages[0]["Subject"]) == ("", "", "", "Your code")


@pytest.mark.django_db(transaction=True)
def test_a_machine_whose_clock_is_ahead_delays_no_message(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = timezone.now() + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: ahead)
    _send()

    assert (outbox.deliver(), len(mailbox.messages)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_transaction_sends_nothing(mailbox: Mailbox) -> None:
    user = factories.make_user("reader@demo.example")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.send("test.hello", to=user, number=1)
        _ = 1 / 0

    assert outbox.deliver() == 0


@pytest.mark.django_db(transaction=True)
def test_a_mail_to_a_bare_address_that_is_given_up_keeps_neither_address_nor_words(mailbox: Mailbox) -> None:
    mailbox.refuses = True
    outbox.send_rendered("test.code", address="her@employer.example", subject="Your code", body="123456")
    Outbox.objects.update(attempts=outbox.MOST_ATTEMPTS - 1)

    outbox.deliver()

    row = Outbox.objects.get()
    assert (row.state, row.address, row.subject, row.body) == ("failed", "", "", "")


@pytest.mark.django_db
def test_messages_about_something_that_is_gone_are_taken_back() -> None:
    for number in (1, 2):
        outbox.send_rendered("test.code", address="her@employer.example", subject="", body="x", about=number)

    outbox.take_back("test.code", about=1)

    assert [row.ids for row in Outbox.objects.all()] == [{"about": 2}]
