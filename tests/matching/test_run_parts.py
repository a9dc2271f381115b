"""A run's page says how far each part is, what failed and why."""

import pytest
from django.urls import reverse

from common.models import Shard
from matching.enums import RunState
from matching.models import MatchRun
from matching.selectors.progress import progress_of, troubles_of
from matching.services import submit_run
from tests import factories
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cast) -> MatchRun:
    """A run with one part done, one at work, one waiting after a failure, one given up."""
    run = submit_run(need=cast.need, by=None, at=NOW)
    run.run.shards.update(state="done")
    needs = [cast.need.pk, *(factories.make_need(cast.organisation, title=f"Need {n}").pk for n in range(4))]
    for n, (state, error) in enumerate(
        [("claimed", ""), ("pending", "OperationalError"), ("dead", "WrongResult")], start=1
    ):
        Shard.objects.create(
            run=run.run,
            n=n,
            kind="matching.block",
            ids={"need_ids": needs},
            state=state,
            error=error,
            attempts=n,
        )
    MatchRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING)
    return MatchRun.objects.select_related("run").get(pk=run.pk)


def test_parts_are_counted_by_state(run):
    progress = progress_of(run)

    counted = (progress.n_waiting, progress.n_working, progress.n_done, progress.n_failed, progress.n_parts)
    assert counted == (1, 1, 1, 1, 4)


def test_troubles_name_the_needs_and_the_reason_in_words(run):
    waiting, given_up = troubles_of(run)

    assert waiting.why == "The database was away."
    assert not waiting.given_up
    assert given_up.why == "A result did not pass its check, so nothing of it was stored."
    assert (given_up.given_up, given_up.n_attempts) == (True, 3)
    assert (len(given_up.needs), given_up.n_more) == (3, 2)
    assert given_up.needs[0] == "Mentor for a solar start-up"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("BrokenFiles", "gone, damaged or of another version"),
        ("the worker died while doing this, 5 times", "The worker was stopped"),
        ("ZeroDivisionError", "“ZeroDivisionError”"),
    ],
)
def test_every_kind_of_error_reads_as_a_sentence(run, error, words):
    Shard.objects.filter(run=run.run, state="dead").update(error=error)

    assert words in troubles_of(run)[-1].why


def test_the_page_and_its_fragment_show_the_parts(run, cast, client_of):
    client = client_of(cast.rabia)
    address = reverse("matching:run", args=[run.public_id])

    for page in (client.get(address), client.get(address, headers={"HX-Request": "true"})):
        words = text_of(page)
        assert "<dt>Being worked on</dt><dd>1</dd>" in words
        assert "tried again soon" in words
        assert "Mentor for a solar start-up" in words
        assert "and 2 more needs" in words
        assert "Look again" in words


@pytest.mark.parametrize("n", [1, 3])
def test_troubles_cost_the_same_for_one_and_three(run, django_assert_num_queries, n):
    for at in range(n - 1):
        Shard.objects.create(
            run=run.run, n=10 + at, kind="matching.block", ids={}, state="dead", error="ValueError"
        )

    with django_assert_num_queries(2):
        assert len(troubles_of(run)) == n + 1
