"""What was given up for good is counted, shown and can be tried again."""

import pytest
from django.core.management import call_command

from common.dead_work import DeadWork, dead_work
from common.jobs import FINISHERS
from common.models import Outbox, Run, Shard
from tests import factories

pytestmark = pytest.mark.django_db


def _dead(kind: str) -> Shard:
    run = Run.objects.create(kind=kind, state="done_errors")
    return Shard.objects.create(run=run, n=0, kind=kind, state="dead", attempts=5, error="ArithmeticError")


def test_dead_parts_and_failed_mails_are_counted_but_not_those_of_runs_with_a_page() -> None:
    _dead("test.work")
    _dead(next(iter(FINISHERS)))
    Outbox.objects.create(template="test.mail", state="failed")

    assert dead_work() == DeadWork(n_parts=1, n_mails=1)


def test_operators_have_it_tried_again() -> None:
    shard = _dead("test.work")
    reader = factories.make_user()
    mail = Outbox.objects.create(template="test.mail", recipient=reader, state="failed", attempts=80)

    call_command("retry_dead_work")

    shard.refresh_from_db()
    mail.refresh_from_db()
    assert (shard.state, shard.attempts, shard.run.state) == ("pending", 0, "running")
    assert (mail.state, mail.attempts, bool(dead_work())) == ("waiting", 0, False)


def test_a_mail_whose_address_was_forgotten_is_not_tried_again() -> None:
    mail = Outbox.objects.create(template="test.code", state="failed", attempts=80)

    call_command("retry_dead_work")

    mail.refresh_from_db()
    assert (mail.state, bool(dead_work())) == ("skipped", False)
