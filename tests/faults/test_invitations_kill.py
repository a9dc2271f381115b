"""kill -9 of the worker while invitations are called to mind and end: each exactly once, with two beats."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest
from django.db import connections, transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import ledger
from common.jobs import enqueue
from common.models import Outbox, Run
from exchanges.models import Invitation, InvitationEvent
from exchanges.services.invitations import show_interest
from experts.models import Commitment, Expert
from incubators.models import Need
from tests import factories
from tests.faults.workers import Worker, wait_until

SEED = 20261130
# Days since the sending -> how it must stand in the end, and how many reminders were written.
AGES = {1: ("sent", 0), 6: ("sent", 1), 12: ("sent", 1), 15: ("expired", 0)}
JOBS = ("exchanges.remind_of_invitations", "exchanges.expire_invitations")
REMINDERS = ("exchanges.invitation_reminder", "exchanges.interest_reminder")


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    started = Worker("diaspora_portal", tmp_path / "worker.log")
    started.start()
    yield started
    started.kill()


@pytest.fixture
def people(cast: SimpleNamespace) -> list[Expert]:
    """One expert for each age and direction, with room for every need of the test."""
    users = [factories.make_user(f"expert{n}@demo.example") for n in range(2 * len(AGES))]
    return [factories.make_expert(user, capacity=999) for user in users]


def _ask(cast: SimpleNamespace, people: list[Expert]) -> None:
    """One need that is asked and offered to at every age, and both jobs asked for by two schedulers."""
    now = timezone.now()
    need = factories.make_need(cast.organisation, seats=9)
    for expert, days in zip(people, [*AGES, *AGES], strict=True):
        at = now - timedelta(days=days)
        if people.index(expert) < len(AGES):
            factories.make_invitation(need, expert, at=at)
        elif expert.invitations.open().interests().count() < 5:
            show_interest(need_id=need.pk, message="", by=expert.user, at=at)
    for _scheduler in range(2):
        with transaction.atomic():
            for job in JOBS:
                enqueue(job)


def _two_beats() -> None:
    def beat(_number: int) -> None:
        ledger.sweep()
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(beat, range(2)))


def _n_effects() -> int:
    return Outbox.objects.filter(template__in=REMINDERS).count() + _expired().count()


def _expired() -> QuerySet[InvitationEvent]:
    return InvitationEvent.objects.filter(action="expire")


def _all_ended() -> bool:
    _two_beats()
    time.sleep(1)
    return not Run.objects.filter(kind__in=JOBS, state="running").exists()


def _each_exactly_once(kills: int, cast: SimpleNamespace, people: list[Expert], worker: Worker) -> None:
    random = Random(SEED)
    for _kill in range(kills):
        before = _n_effects()
        _ask(cast, people)
        assert wait_until(_something_happens_after(before), seconds=90), "the worker does nothing"
        time.sleep(random.uniform(0, 0.1))
        worker.kill()
        worker.start()
    _ask(cast, people)
    assert wait_until(_all_ended, seconds=240), "a run never ended"

    now = timezone.now()
    wanted = {one.pk: AGES[(now - one.sent_at).days] for one in Invitation.objects.all()}
    mails = Counter(
        Outbox.objects.filter(template__in=REMINDERS).values_list("ids__invitation_id", flat=True)
    )
    ends = Counter(_expired().values_list("subject", flat=True))
    stands = {one.pk: (one.state, mails[one.pk]) for one in Invitation.objects.all()}
    assert stands == wanted
    assert ends == Counter(pk for pk, (state, _n) in wanted.items() if state == "expired")
    told = Outbox.objects.filter(template="exchanges.invitation_expired")
    assert Counter(told.values_list("ids__invitation_id", flat=True)) == ends
    held = Invitation.objects.awaited().invitations().count()
    assert (Commitment.objects.count(), Need.objects.count() > kills) == (held, True)


def _something_happens_after(before: int) -> Callable[[], bool]:
    def happens() -> bool:
        _two_beats()
        return _n_effects() > before

    return happens


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_three_kills_neither_lose_nor_double_a_reminder_or_an_end(
    cast: SimpleNamespace, people: list[Expert], worker: Worker
) -> None:
    _each_exactly_once(3, cast, people, worker)


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_twenty_five_kills_neither_lose_nor_double_a_reminder_or_an_end(
    cast: SimpleNamespace, people: list[Expert], worker: Worker
) -> None:
    _each_exactly_once(25, cast, people, worker)
