"""kill -9 of the worker while a mail server hangs, refuses and drops: no mail is lost, few come twice."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from random import Random
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.db.models.functions import Now

from common import outbox
from common.jobs import ring
from common.models import Outbox
from tests.faults.workers import Worker, wait_until

SEED = 20261201
N_MAILS = 150
# What the server does with a message, and how often; one that hangs is waited for, so it seldom does.
MOODS = ("take",) * 12 + ("refuse", "refuse", "drop", "drop", "lose_reply")
HANGS = 2
LONGER_THAN_THE_CLIENT_WAITS = 25.0


class MoodyServer:
    """Keeps the ids of what it accepted; `n_lost_replies` counts acceptances that nobody heard of."""

    def __init__(self) -> None:
        self.accepted: Counter[str] = Counter()
        self.n_lost_replies = 0
        self.moods: Counter[str] = Counter()
        self.is_kind = False
        self.random = Random(SEED)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mood = "take" if self.is_kind else self._mood()
        self.moods[mood] += 1
        if mood == "hang":
            await asyncio.sleep(LONGER_THAN_THE_CLIENT_WAITS)
            return "451 Too slow"
        if mood == "refuse":
            return "451 Try later"
        if mood in ("take", "lose_reply"):
            await asyncio.sleep(0.02)
            self.accepted[message_from_bytes(envelope.content)["Message-ID"]] += 1
        if mood in ("drop", "lose_reply"):
            self.n_lost_replies += mood == "lose_reply"
            server.transport.close()
        return "250 OK"

    def _mood(self) -> str:
        if self.moods["hang"] < HANGS and self.random.random() < 0.05:
            return "hang"
        return self.random.choice(MOODS)


class _Listener(Controller):
    """Listens on a port that stays ours from the moment it is chosen."""

    def __init__(self, server: MoodyServer) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        super().__init__(server, hostname="127.0.0.1", port=self.listener.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self.listener)


@pytest.fixture
def listener() -> Iterator[_Listener]:
    controller = _Listener(MoodyServer())
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def worker(listener: _Listener, tmp_path: Path) -> Iterator[Worker]:
    address = f"smtp://{listener.hostname}:{listener.port}"
    started = Worker("diaspora_portal", tmp_path / "worker.log", EMAIL_URL=address)
    started.start()
    yield started
    started.kill()


def _all_left() -> bool:
    """Waiting times pass at once, and the bell rings as beat's would."""
    waiting = Outbox.objects.filter(state="waiting")
    waiting.filter(attempts__gt=0).update(next_at=Now())
    ring()
    time.sleep(0.5)
    return not waiting.exists()


def _mail_survives(kills: int, listener: _Listener, worker: Worker) -> None:
    server = listener.handler
    for number in range(N_MAILS):
        outbox.send_rendered(
            "test.rendered", address=f"reader{number}@demo.example", subject=f"{number}", body="A body."
        )
    host = "@localhost.localdomain>"
    wanted = {f"<{key}{host}" for key in Outbox.objects.values_list("key", flat=True)}
    random = Random(SEED)

    for _kill in range(kills):
        before = sum(server.accepted.values())
        wait_until(lambda before=before: _all_left() or sum(server.accepted.values()) > before, seconds=45)
        time.sleep(random.uniform(0.0, 0.3))
        worker.kill()
        worker.start()
    server.is_kind = True

    assert wait_until(_all_left, seconds=120), "a message never left"
    assert set(server.accepted) == wanted
    n_doubled = sum(server.accepted.values()) - len(wanted)
    assert n_doubled <= kills + server.n_lost_replies
    assert max(server.accepted.values()) <= 1 + kills + server.n_lost_replies
    assert not Outbox.objects.exclude(state="sent").exists()
    assert {"refuse", "drop"} <= set(server.moods)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_five_kills_and_a_moody_mail_server_lose_no_mail(listener: _Listener, worker: Worker) -> None:
    _mail_survives(5, listener, worker)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_twenty_five_kills_and_a_moody_mail_server_lose_no_mail(listener: _Listener, worker: Worker) -> None:
    _mail_survives(25, listener, worker)
