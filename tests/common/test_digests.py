"""One mail a morning: nothing lost, nothing twice, in the reader's own morning and language."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections, transaction

from accounts.enums import Notice
from accounts.models import User
from accounts.services import choose_paces
from common import digests, outbox
from common.enums import Pace
from common.models import Outbox
from common.outbox import Mail
from common.pruning import prune
from tests import factories
from tests.common.test_outbox import Mailbox, mailbox

__all__ = ["mailbox"]

# Seven in the morning of 24 November in Karachi (UTC+5), 23 November everywhere to the west of it.
MORNING = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HELD_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def a_template() -> Iterator[None]:
    outbox.TEMPLATES["test.step"] = lambda *, number, **_future: (
        Mail(f"Step {number}", f"Body {number}.\n\nDiaspora Portal") if number else None
    )
    outbox.KINDS["test.step"] = Notice.PLACEMENT
    yield
    outbox.TEMPLATES.pop("test.step")
    outbox.KINDS.pop("test.step")


def reader(pace: Pace = Pace.DAILY, **fields: Any) -> User:
    user = factories.make_user(f"reader{User.objects.count()}@demo.example", **fields)
    choose_paces(paces={Notice.PLACEMENT: pace}, by=user, at=HELD_AT)
    return user


def held(user: User, *numbers: int, at: datetime = HELD_AT) -> list[Outbox]:
    """Messages as they were put into the outbox at a moment."""
    rows = []
    for number in numbers:
        with transaction.atomic():
            outbox.send("test.step", to=user, number=number)
        rows.append(Outbox.objects.latest("pk"))
        Outbox.objects.filter(pk=rows[-1].pk).update(created_at=at)
    return rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pace", "states"), [(Pace.AT_ONCE, ["waiting"]), (Pace.DAILY, ["held"]), (Pace.NEVER, [])]
)
def test_a_message_waits_at_the_pace_that_its_reader_chose(pace: Pace, states: list[str]) -> None:
    user = reader(pace)
    with transaction.atomic():
        outbox.send("test.step", to=user, number=1)

    assert list(Outbox.objects.values_list("state", flat=True)) == states


@pytest.mark.django_db
def test_a_message_without_a_kind_goes_at_once_whatever_was_chosen(cast: Any) -> None:
    user = reader(Pace.NEVER)
    with transaction.atomic():
        outbox.send("accounts.factor_reset_requested", to=user, reset_id=1)

    assert Outbox.objects.get().state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_what_was_held_is_one_mail_in_the_morning(mailbox: Mailbox) -> None:
    held(reader(), 1, 2, 0)

    assert digests.bundle(at=MORNING - timedelta(seconds=1)) == 0
    assert digests.bundle(at=MORNING) == 1
    outbox.deliver()

    [message] = mailbox.messages
    body = message.get_payload(decode=True).decode().replace("\r\n", "\n")
    assert message["Subject"] == "Step 1, and 1 more"
    assert "1. Step 1\n\nBody 1.\n\n\n2. Step 2\n\nBody 2.\n\n\nDiaspora Portal" in body
    assert "/settings/mails/" in body
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.django_db(transaction=True)
def test_a_single_message_reads_as_it_is(mailbox: Mailbox) -> None:
    held(reader(), 7)
    digests.bundle(at=MORNING)
    outbox.deliver()

    assert [m["Subject"] for m in mailbox.messages] == ["Step 7"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "morning"),
    [
        ("Asia/Karachi", datetime(2026, 11, 24, 2, 0, tzinfo=UTC)),
        ("Europe/London", datetime(2026, 11, 24, 7, 0, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 11, 23, 15, 0, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 11, 24, 1, 15, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 11, 23, 17, 0, tzinfo=UTC)),
    ],
)
def test_the_morning_is_the_readers_own(zone: str, morning: datetime) -> None:
    held(reader(time_zone=zone), 1)

    assert digests.bundle(at=morning - timedelta(seconds=1)) == 0
    assert digests.bundle(at=morning) == 1


@pytest.mark.django_db
def test_seven_oclock_is_seven_oclock_when_the_clocks_change() -> None:
    user = reader(time_zone="Europe/Berlin")
    held(user, 1, at=datetime(2027, 3, 27, 12, tzinfo=UTC))
    assert digests.bundle(at=datetime(2027, 3, 28, 4, 59, tzinfo=UTC)) == 0
    assert digests.bundle(at=datetime(2027, 3, 28, 5, 0, tzinfo=UTC)) == 1  # 7:00 in summer


@pytest.mark.django_db
def test_what_comes_after_the_morning_waits_for_the_next(mailbox: Mailbox) -> None:
    user = reader()
    held(user, 1)
    digests.bundle(at=MORNING)
    held(user, 2, at=MORNING + timedelta(minutes=1))

    assert digests.bundle(at=MORNING + timedelta(hours=9)) == 0
    assert digests.bundle(at=MORNING + timedelta(days=1)) == 1


@pytest.mark.django_db
def test_nobody_gets_two_in_a_day_even_after_moving_west() -> None:
    user = reader(time_zone="Asia/Karachi")
    held(user, 1)
    digests.bundle(at=MORNING)
    held(user, 2, at=MORNING + timedelta(hours=1))
    User.objects.filter(pk=user.pk).update(time_zone="Europe/London")

    assert digests.bundle(at=datetime(2026, 11, 24, 7, 0, tzinfo=UTC)) == 0
    assert digests.bundle(at=datetime(2026, 11, 25, 7, 0, tzinfo=UTC)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_make_one_digest(mailbox: Mailbox) -> None:
    held(reader(), 1, 2, 3)

    def bundle(_n: int) -> int:
        try:
            return digests.bundle(at=MORNING)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        made = sum(pool.map(bundle, range(12)))
    outbox.deliver()

    assert (made, len(mailbox.messages)) == (1, 1)


@pytest.mark.django_db
def test_a_failure_while_bundling_leaves_everything_held(monkeypatch: pytest.MonkeyPatch) -> None:
    held(reader(), 1, 2)
    monkeypatch.setattr(digests, "ring_after_commit", lambda _n: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        digests.bundle(at=MORNING)

    assert list(Outbox.objects.values_list("state", flat=True)) == ["held", "held"]
    monkeypatch.undo()
    assert digests.bundle(at=MORNING) == 1


@pytest.mark.django_db(transaction=True)
def test_a_part_that_cannot_be_written_goes_its_own_way(mailbox: Mailbox) -> None:
    broken, _good = held(reader(), 1, 2)
    Outbox.objects.filter(pk=broken.pk).update(ids={"nothing": 1})
    digests.bundle(at=MORNING)

    outbox.deliver()

    broken.refresh_from_db()
    assert [m["Subject"] for m in mailbox.messages] == ["Step 2"]
    assert (broken.state, broken.error) == ("waiting", "TypeError")


@pytest.mark.django_db(transaction=True)
def test_a_server_that_is_away_keeps_the_digest_and_its_parts(mailbox: Mailbox) -> None:
    held(reader(), 1, 2)
    digests.bundle(at=MORNING)
    mailbox.refuses = True
    outbox.deliver()
    mailbox.refuses = False
    Outbox.objects.filter(state="waiting").update(next_at="2020-01-01T00:00Z")

    outbox.deliver()

    assert [m["Subject"] for m in mailbox.messages] == ["Step 1, and 1 more"]


@pytest.mark.django_db(transaction=True)
def test_a_digest_of_settled_things_is_not_sent(mailbox: Mailbox) -> None:
    held(reader(), 0, 0)
    digests.bundle(at=MORNING)

    outbox.deliver()

    assert mailbox.messages == []
    assert Outbox.objects.get(template="common.digest").state == "skipped"


@pytest.mark.django_db
def test_what_is_held_is_not_pruned() -> None:
    held(reader(), 1)

    prune(at=HELD_AT + timedelta(days=400))

    assert Outbox.objects.get().state == "held"


@pytest.mark.django_db
@pytest.mark.parametrize("n", [1, 3])
def test_bundling_for_one_reader_costs_the_same_for_any_number(
    n: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    held(reader(), *range(1, n + 1))

    with django_assert_num_queries(10):
        digests.bundle(at=MORNING)
