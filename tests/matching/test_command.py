"""Matching at a terminal, without a broker."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from incubators.models import Need
from matching.enums import RunState
from matching.models import MatchList, MatchRun
from matching.services import submit_run
from programmes.models import Weights
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def run_matching(*arguments: str) -> str:
    out = StringIO()
    call_command("run_matching", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_one_need_is_matched_at_once(cast):
    said = run_matching("--need", cast.need.public_id)

    assert f"{cast.need.public_id} 1 of 2 fit: Mentor for a solar start-up" in said
    assert "complete, 1 needs, 2 experts" in said
    assert MatchList.objects.current().count() == 1


def test_all_open_needs_are_matched_in_one_round(cast):
    run_matching("--all")

    assert MatchRun.objects.get().state == RunState.COMPLETE
    assert MatchList.objects.current().count() == 2


def test_a_waiting_run_is_carried_to_its_end(cast):
    run = submit_run(need=cast.need, by=None, at=NOW)

    run_matching("--inline", run.public_id)

    run.refresh_from_db()
    assert run.state == RunState.COMPLETE


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--need", "NOBODY2345"), "there is no need NOBODY2345"),
        (("--inline", "NOBODY2345"), "there is no run NOBODY2345"),
        ((), "one of the arguments"),
    ],
)
def test_what_does_not_exist_is_said_in_one_sentence(db, arguments, problem):
    with pytest.raises(CommandError, match=problem):
        run_matching(*arguments)


def test_a_need_that_is_not_open_is_refused(cast):
    Need.objects.filter(pk=cast.need.pk).update(state="paused")

    with pytest.raises(CommandError, match="Only an open need"):
        run_matching("--need", cast.need.public_id)


def test_a_failed_run_is_a_failed_command(cast):
    run = submit_run(need=cast.need, by=None, at=NOW)
    run.run.shards.update(attempts=4)
    Weights.objects.create(programme=cast.need.programme, number=2, values={"text": -1}, since=NOW)
    run.run.shards.update(kind="matching.unknown")

    with pytest.raises(CommandError, match="Start the matching again"):
        run_matching("--inline", run.public_id)
