"""Messages of a batch leave together, after somebody read them, and not before."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Notice
from accounts.models import User
from accounts.services import choose_paces
from common import batches, outbox
from common.enums import Pace
from common.models import Outbox, Slot
from common.outbox import Mail, mail_template, send
from common.pruning import prune
from tests import factories
from tests.common.test_outbox import Mailbox, mailbox

__all__ = ["mailbox"]


@pytest.fixture(autouse=True)
def a_template() -> Iterator[None]:
    @mail_template("test.decision", kind=Notice.PLACEMENT)
    def decision(*, number: int, **_future: Any) -> Mail | None:
        Slot.objects.create(job="written while rendering", starts_at=timezone.now())
        if number == 13:
            raise LookupError(number)
        link = f"{settings.SITE_URL}/invitations/answer/signed-secret/"
        return Mail(f"{_('Diaspora Portal')} {number}", f"Open {link} soon.") if number else None

    yield
    outbox.TEMPLATES.pop("test.decision")
    outbox.KINDS.pop("test.decision")


def _stage(*numbers: int, batch: str = "review.monday") -> list[User]:
    readers = []
    for number in numbers:
        readers.append(factories.make_user(f"reader{number}@demo.example"))
        with transaction.atomic():
            send("test.decision", to=readers[-1], batch=batch, number=number)
    return readers


def _seen(batch: str = "review.monday") -> list[Any]:
    return [row.key for row in batches.staged(batch)]


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_batch_leaves_before_its_release(mailbox: Mailbox) -> None:
    _stage(1, 2)

    assert (outbox.is_due(), outbox.deliver(), mailbox.messages) == (False, 0, [])


@pytest.mark.django_db(transaction=True)
def test_a_released_batch_leaves_once_however_often_it_is_released(mailbox: Mailbox) -> None:
    _stage(1, 2)
    seen = _seen()

    assert [batches.release("review.monday", seen=seen) for _again in range(2)] == [2, 0]
    assert (outbox.deliver(), batches.release("review.monday", seen=seen), outbox.deliver()) == (2, 0, 0)
    assert len(mailbox.messages) == 2


@pytest.mark.django_db(transaction=True)
def test_another_batch_and_what_came_after_the_look_stay(mailbox: Mailbox) -> None:
    _stage(1)
    seen = _seen()
    _stage(2)
    _stage(3, batch="review.tuesday")

    assert batches.release("review.monday", seen=[*seen, *_seen("review.tuesday")]) == 1
    assert [row.ids for row in batches.staged("review.monday")] == [{"number": 2}]
    assert batches.staged("review.tuesday").count() == 1


@pytest.mark.django_db
def test_a_release_follows_what_its_readers_wish_by_then() -> None:
    daily, never = _stage(1, 2)
    for reader, pace in ((daily, Pace.DAILY), (never, Pace.NEVER)):
        choose_paces(by=reader, at=timezone.now(), paces={Notice.PLACEMENT: pace})

    assert batches.release("review.monday", seen=_seen()) == 2
    assert [row.state for row in Outbox.objects.order_by("pk")] == ["held", "skipped"]


@pytest.mark.django_db
def test_a_dropped_batch_is_never_sent() -> None:
    _stage(1, 2)
    seen = _seen()

    assert (batches.drop("review.monday"), batches.release("review.monday", seen=seen)) == (2, 0)
    assert outbox.deliver() == 0


@pytest.mark.django_db
def test_a_message_outside_any_batch_is_nobodys_to_release() -> None:
    _stage(1, batch="")

    assert batches.staged("").count() == 0
    assert Outbox.objects.get().state == "waiting"


@pytest.mark.django_db
def test_a_preview_is_written_in_any_language_and_leaves_nothing_behind() -> None:
    _stage(1)
    (row,) = batches.staged("review.monday")

    english, urdu = batches.preview(row, "en").mail, batches.preview(row, "ur").mail

    assert english is not None and urdu is not None
    assert english.subject == "Diaspora Portal 1" and urdu.subject != english.subject
    assert "signed-secret" not in english.body + urdu.body
    assert english.body == f"Open {settings.SITE_URL}/… soon."
    assert not Slot.objects.filter(job="written while rendering").exists()
    assert Outbox.objects.get().state == "staged"


@pytest.mark.django_db
def test_a_message_that_cannot_be_written_says_so_in_the_preview() -> None:
    _stage(13, 0)
    broken, settled = batches.staged("review.monday")

    assert batches.preview(broken, "en") == batches.Preview(None, "LookupError")
    assert batches.preview(settled, "en") == batches.Preview(None)


@pytest.mark.django_db
def test_a_batch_waits_as_long_as_it_must() -> None:
    _stage(1)
    Outbox.objects.update(created_at="2020-01-01T00:00Z")

    prune(at=timezone.now())

    assert Outbox.objects.count() == 1


@pytest.mark.django_db
def test_what_is_taken_back_leaves_its_batch() -> None:
    _stage(1, 2)

    outbox.take_back("test.decision", number=1)

    assert [row.ids for row in batches.staged("review.monday")] == [{"number": 2}]
