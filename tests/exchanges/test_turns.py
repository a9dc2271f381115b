"""In every state of a case the page says whom it waits for, and by when."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from exchanges.enums import EndReason, PlacementState
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.cases import case_page
from exchanges.selectors.due import due_at
from exchanges.services.placements import move_placement
from tests import factories
from tests.factories import walk

Cast = SimpleNamespace


def _approved(cast: Cast, at: object, **plan: object) -> Placement:
    placement = factories.make_submitted(cast.need, cast.expert, at=at, **plan)
    steps = ((A.TAKE, cast.rabia), (A.RECOMMEND_APPROVAL, cast.rabia), (A.RELEASE, cast.dawood))
    return walk(placement, *steps, at=at + timedelta(hours=3))


def _confirmed(cast: Cast, at: object, **plan: object) -> Placement:
    placement = _approved(cast, at, **plan)
    return walk(placement, (A.CONFIRM, cast.hina), (A.CONFIRM, cast.sana), at=at + timedelta(hours=8))


def _active(cast: Cast, at: object) -> Placement:
    first = timezone.localdate(at)
    placement = _confirmed(cast, at, starts_on=first, ends_on=first + timedelta(days=60), steps=_step())
    return walk(placement, (A.START, cast.sana), at=at + timedelta(hours=11))


def _step() -> tuple:
    return (factories.Step("Kick-off", None),)


def _end(placement: Placement, action: A, by: object) -> Placement:
    move_placement(
        placement_id=placement.pk, action=action, by=by, at=timezone.now(), note="So.",
        reasons=[EndReason.DATES],
    )  # fmt: skip
    placement.refresh_from_db()
    return placement


def _rejected(cast: Cast, at: object) -> Placement:
    placement = factories.make_submitted(cast.need, cast.expert, at=at)
    steps = ((A.TAKE, cast.rabia), (A.RECOMMEND_REJECTION, cast.rabia), (A.RELEASE, cast.dawood))
    return walk(placement, *steps, at=at + timedelta(hours=3))


# How a state is reached, what the host and the expert read, and in how many days it is due.
ROWS: list[tuple[Callable[[Cast, object], Placement], str, str, str, int | None]] = [
    (_approved, "approved", "both sides, to confirm the placement", "mine mine", 30),
    (
        lambda cast, at: walk(_approved(cast, at), (A.CONFIRM, cast.sana), at=at + timedelta(hours=9)),
        "approved",
        "the expert, to confirm the placement",
        "other mine",
        30,
    ),
    (_confirmed, "confirmed", "either side, to say that it has begun", "other other", None),
    (
        _active,
        "active",
        "both sides: the work goes on until the last day, then each reports",
        "mine mine",
        60,
    ),
    (
        lambda cast, at: _end(_active(cast, at), A.SUSPEND, cast.hina),
        "suspended",
        "the expert, who interrupted the placement",
        "other mine",
        None,
    ),
    (
        lambda cast, at: _end(_active(cast, at), A.SUSPEND, cast.dawood),
        "suspended",
        "Ministry of Science and Technology, which interrupted the placement",
        "other other",
        None,
    ),
    (_rejected, "rejected", "either side, if it wishes to appeal", "other other", 30),
    (
        lambda cast, at: _end(_active(cast, at), A.END_EARLY, cast.sana),
        "ended_early",
        "",
        "nobody nobody",
        None,
    ),
    (lambda cast, at: _end(_approved(cast, at), A.CANCEL, cast.sana), "cancelled", "", "nobody nobody", None),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[1]} {row[2]}"[:40])
def test_the_line_says_who_acts_and_by_when(cast: Cast, row: tuple) -> None:
    reach, state, who, kinds, days = row
    at = timezone.now() - timedelta(days=2)
    placement = reach(cast, at)

    turns = [
        case_page(Placement.objects.get(pk=placement.pk), user, due_at=due_at(placement)).turn
        for user in (cast.sana, cast.hina)
    ]

    assert placement.state == state
    assert [turn.who for turn in turns] == [who, who]
    assert " ".join(turn.kind for turn in turns) == kinds
    if days is not None:
        begun = at if state == "active" else placement.state_since
        assert turns[0].due_at is not None
        assert abs(turns[0].due_at - begun - timedelta(days=days)) < timedelta(days=1, hours=1)


@pytest.mark.parametrize("state", list(PlacementState))
def test_every_state_has_a_line(cast: Cast, state: PlacementState) -> None:
    """Also those that only reports, years or silence lead to: shown, whatever stands in the row."""
    placement = factories.make_submitted(cast.need, cast.expert)
    placement.state = state
    page = case_page(placement, cast.sana, due_at=due_at(placement))
    needs_somebody = state not in ("withdrawn", "closed", "cancelled", "ended_early", "lapsed", "rejected")

    assert bool(page.turn.who) or page.turn.kind == "nobody"
    if needs_somebody:
        assert page.turn.who
