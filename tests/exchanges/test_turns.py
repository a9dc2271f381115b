"""In every state of a case the page says whom it waits for, and by when."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from common.today import WaitingItem
from exchanges.enums import AmendmentAction as M
from exchanges.enums import EndReason, PlacementState
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement
from exchanges.selectors.cases import CasePage, case_page
from exchanges.selectors.due import due_at
from exchanges.selectors.facts import PAKISTAN
from exchanges.selectors.life_waiting import life_waiting
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.placements import move_placement
from tests import factories
from tests.exchanges.lives import DAY, FIRST, LAST_DAY, end, make_active
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


@pytest.mark.parametrize("who", ["hina", "sana", "dawood"])
def test_an_interrupted_placement_past_its_last_day_waits_for_the_unit(cast: Cast, who: str) -> None:
    """Whoever interrupted it; before and on its last day it waits for them."""
    placement = _end(_active(cast, timezone.now() - timedelta(days=2)), A.SUSPEND, getattr(cast, who))
    today = timezone.localdate(timezone.now(), PAKISTAN)

    def pages(last_day: object) -> list[CasePage]:
        placement.ends_on = last_day
        return [case_page(placement, getattr(cast, name), due_at=None) for name in ("hina", "omar", "dawood")]

    assert all("interrupted" in page.turn.who for page in pages(today))

    after = pages(today - timedelta(days=1))

    assert {page.turn.who for page in after} == {str(cast.most)}
    assert [page.turn.kind for page in after] == ["other", "mine", "mine"]
    assert {timezone.localdate(page.since) for page in after} == {today - timedelta(days=1)}
    assert all("dates" in page.turn.what and "ends early" in page.turn.what for page in after)


def _lines_on(day: object, user: object, monkeypatch: pytest.MonkeyPatch) -> list[WaitingItem]:
    monkeypatch.setattr("django.utils.timezone.now", lambda: day)
    return [item for item in life_waiting(user, 10) if item.what.startswith("Interrupted")]


def test_today_of_officers_and_deciders_shows_it_until_one_of_the_two_ways_is_taken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = end(make_active(cast), A.SUSPEND, cast.hina, at=FIRST + DAY)
    last, late = FIRST + 90 * DAY, FIRST + 95 * DAY

    assert _lines_on(last, cast.omar, monkeypatch) == []
    [line] = _lines_on(late, cast.omar, monkeypatch)
    assert line.what == "Interrupted and past its last day: new dates, or an early end"
    assert (timezone.localdate(line.since), first.public_id in line.url) == (LAST_DAY, True)
    assert len(_lines_on(late, cast.dawood, monkeypatch)) == 1
    for nobody in (cast.rabia, cast.hina, cast.sana, cast.kamran, cast.asma):
        assert _lines_on(late, nobody, monkeypatch) == []

    change = Change(ends_on=LAST_DAY + 30 * DAY, reason="The inverters came late.")
    amendment = propose_amendment(placement_id=first.pk, change=change, by=cast.sana, at=late)
    for action, by in ((M.AGREE, cast.hina), (M.RECOMMEND, cast.rabia), (M.APPROVE, cast.dawood)):
        move_amendment(amendment_id=amendment.pk, action=action, by=by, at=late, note="Please.")
    assert _lines_on(late, cast.omar, monkeypatch) == []
    assert walk(first, (A.RESUME, cast.hina), at=late).state == "active"


def test_the_early_end_takes_it_from_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    placement = end(make_active(cast), A.SUSPEND, cast.hina, at=FIRST + DAY)
    late = FIRST + 95 * DAY
    assert len(_lines_on(late, cast.omar, monkeypatch)) == 1

    end(placement, A.END_EARLY, cast.dawood, at=late)

    assert placement.state == "ended_early"
    assert _lines_on(late, cast.omar, monkeypatch) == []
