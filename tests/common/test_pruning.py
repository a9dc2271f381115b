"""The kernel forgets what is past its age, and nothing else."""

from datetime import timedelta

import pytest

from common import pruning
from common.jobs import FINISHERS
from common.models import ChangeFeed, Outbox, Run, Shard, Slot
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def _before(days: float) -> object:
    return NOW - timedelta(days=days)


def _run(kind: str, *, ended: float, state: str = "done") -> Run:
    run = Run.objects.create(kind=kind, state=state, finished_at=_before(ended))
    Shard.objects.create(run=run, n=0, kind=kind, state="dead" if state == "done_errors" else "done")
    return run


def test_ended_runs_go_after_ninety_days_with_their_shards() -> None:
    _run("test.old", ended=91)
    _run("test.old", ended=91, state="done_errors")
    kept = _run("test.young", ended=89)
    running = Run.objects.create(kind="test.running")
    Run.objects.update(created_at=_before(300))

    pruning.prune(at=NOW)

    assert set(Run.objects.all()) == {kept, running}
    assert Shard.objects.get().run == kept


def test_a_run_that_an_app_refers_to_stays() -> None:
    kind = next(iter(FINISHERS))
    run = _run(kind, ended=4000)

    pruning.prune(at=NOW)

    assert Run.objects.get() == run


def test_messages_that_have_left_go_after_ninety_days_and_waiting_ones_never() -> None:
    for template, state, days in (
        ("gone", "sent", 91),
        ("gone", "skipped", 91),
        ("gone", "failed", 91),
        ("kept", "sent", 89),
        ("kept", "waiting", 4000),
    ):
        row = Outbox.objects.create(template=template, state=state)
        Outbox.objects.filter(pk=row.pk).update(created_at=_before(days))

    pruning.prune(at=NOW)

    assert list(Outbox.objects.values_list("template", flat=True)) == ["kept", "kept"]


def test_turns_of_periodic_jobs_go_after_a_week() -> None:
    Slot.objects.create(job="test.job", starts_at=_before(8))
    kept = Slot.objects.create(job="test.job", starts_at=_before(6))

    pruning.prune(at=NOW)

    assert Slot.objects.get() == kept


def test_the_feed_keeps_a_month_and_always_the_newest_row_of_each_kind() -> None:
    """A reader asks whether anything stands at or above its watermark, however old that is."""
    rows = [
        ChangeFeed.objects.create(kind=kind, object_id=1, xid=xid, at=_before(days))
        for kind, xid, days in (("expert", 5, 90), ("expert", 7, 80), ("need", 6, 90), ("need", 8, 3))
    ]

    pruning.prune(at=NOW)

    assert list(ChangeFeed.objects.order_by("xid")) == [rows[1], rows[3]]


def test_many_rows_go_in_batches_until_the_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pruning, "ROWS_PER_BATCH", 2)
    Slot.objects.bulk_create(
        Slot(job="test.job", starts_at=NOW - timedelta(days=30, minutes=n)) for n in range(5)
    )

    assert pruning.prune(at=NOW, seconds=0) == 0
    assert pruning.prune(at=NOW) == 5
