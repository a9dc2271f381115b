"""Random lives of a placement: no promise breaks, and they get far enough to say so."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.exchanges.life_machine import Lives

# Where a handful of lives comes at least; all lives together see much more.
SEEN_BY_FEW = {"submitted", "in_review"}
SEEN_BY_MANY = SEEN_BY_FEW | {
    "pending_approval",
    "approved",
    "confirmed",
    "active",
    "withdrawn",
    "changes_requested",
    "pending_rejection",
    "rejected",
    "suspended",
    "cancelled",
    "ended_early",
    "lapsed",
    "completed",
    "report submitted",
    "change approved",
    "outcome confirmation_sent",
}


def _live(n_lives: int, n_steps: int) -> None:
    Lives.reached.clear()
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=n_lives,
            stateful_step_count=n_steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    print(dict(Lives.reached.most_common()))


@pytest.mark.django_db
def test_no_life_of_a_placement_breaks_a_promise() -> None:
    _live(60, 30)

    assert set(Lives.reached) >= SEEN_BY_FEW


@pytest.mark.full
@pytest.mark.django_db
def test_no_long_life_of_a_placement_breaks_a_promise() -> None:
    _live(2_000, 50)

    assert set(Lives.reached) >= SEEN_BY_MANY
