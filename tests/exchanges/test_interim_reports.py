"""A programme may ask for a report every so many weeks, besides the one at half-time and the final one."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common.models import Outbox
from common.outbox import TEMPLATES, as_read_by
from exchanges.enums import AmendmentAction as M
from exchanges.enums import PlacementAction as A
from exchanges.enums import ReportKind, Side
from exchanges.models import Placement, Report
from exchanges.services.amendments import Change, move_amendment, propose_amendment
from exchanges.services.schedule import keep_schedule, remind_of_reports
from tests.exchanges.lives import FIRST, end, make_confirmed
from tests.exchanges.reporting import begun, hand_in, noon
from tests.exchanges.test_policy_of_a_case import publish
from tests.factories import NOW, walk

SignIn = Callable[..., Client]
E, H = Side.EXPERT, Side.HOST
WEEK = timedelta(weeks=1)


def _begun(cast: SimpleNamespace, *, every: int, mid: bool = True) -> Placement:
    """Ninety days; half-time is the 45th."""
    publish(cast.need.programme, cast.omar, at=NOW, report_every_weeks=every, mid_report=mid)
    return begun(cast)


def _interim(placement: Placement, side: Side = E) -> dict[int, tuple[str, date]]:
    rows = placement.reports.filter(kind=ReportKind.INTERIM, side=side)
    return {one.after_weeks: (one.state, one.due_on) for one in rows}


def _of_week(placement: Placement, weeks: int, side: Side = E) -> Report:
    return placement.reports.get(kind=ReportKind.INTERIM, side=side, after_weeks=weeks)


def _moved_to(placement: Placement, ends_on: date, cast: SimpleNamespace, *, at: Any) -> None:
    """An amendment of the last day, walked to its approval."""
    change = Change(ends_on=ends_on, reason="The inverters come late.")
    amendment = propose_amendment(placement_id=placement.pk, change=change, by=cast.hina, at=at)
    for action, by in ((M.AGREE, cast.sana), (M.RECOMMEND, cast.rabia), (M.APPROVE, cast.dawood)):
        move_amendment(amendment_id=amendment.pk, action=action, by=by, at=at, note="Please.")
    placement.refresh_from_db()


def test_both_sides_are_asked_every_so_many_weeks_before_the_last_day(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4)

    first = placement.starts_on
    expected = {n: ("due", first + n * WEEK) for n in (4, 8, 12)}
    assert (_interim(placement, E), _interim(placement, H)) == (expected, expected)
    assert placement.reports.exclude(kind=ReportKind.INTERIM).count() == 4
    assert all(day < placement.ends_on for _state, day in _interim(placement).values())


def test_nothing_falls_on_the_last_day_or_after_it(cast: SimpleNamespace) -> None:
    publish(cast.need.programme, cast.omar, at=NOW, report_every_weeks=4, mid_report=False)

    placement = begun(cast, ends_on=cast.need.starts_on + 8 * WEEK)

    assert set(_interim(placement)) == {4}


def test_the_week_of_half_time_has_one_report(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=6)

    assert set(_interim(placement)) == {12}  # the 42nd day is in the week of the 45th


def test_without_a_report_at_half_time_its_week_is_not_left_out(cast: SimpleNamespace) -> None:
    assert set(_interim(_begun(cast, every=6, mid=False))) == {6, 12}


def test_asked_again_nothing_is_planned_twice(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4)
    before = list(placement.reports.order_by("pk").values_list("pk", "due_on", "state"))

    keep_schedule(placement, at=noon(placement.starts_on + WEEK))

    assert list(placement.reports.order_by("pk").values_list("pk", "due_on", "state")) == before
    row = _of_week(placement, 4)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.pk, row.public_id = None, Report().public_id
        row.save(force_insert=True)


def test_they_are_called_to_mind_on_days_0_7_and_21_under_their_week(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4, mid=False)
    report = _of_week(placement, 4)
    mails = Outbox.objects.filter(template="exchanges.report_due", recipient=cast.hina)
    rises = []

    for day in range(-1, 25):
        before = mails.count()
        for _two_beats in range(2):
            remind_of_reports(at=noon(report.due_on + timedelta(days=day)))
        if mails.count() > before:
            rises.append(day)

    assert rises == [0, 7, 21]
    row = mails.order_by("pk")[0]
    with as_read_by(row.recipient):
        assert "Report after 4 weeks" in TEMPLATES[row.template](**row.ids).subject


def test_an_extension_plans_more_and_leaves_what_is_handed_in(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4, mid=False)
    at = noon(placement.starts_on + 5 * WEEK)
    hand_in(_of_week(placement, 4), cast, at=at)

    _moved_to(placement, placement.ends_on + 4 * WEEK, cast, at=at)

    first = placement.starts_on
    assert _interim(placement) == {
        4: ("submitted", first + 4 * WEEK),
        **{n: ("due", first + n * WEEK) for n in (8, 12, 16)},
    }
    final = placement.reports.get(kind=ReportKind.FINAL, side=E)
    assert final.due_on == placement.ends_on + timedelta(days=14)


def test_a_shorter_placement_does_without_what_would_fall_after_it(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4, mid=False)

    _moved_to(placement, placement.starts_on + 9 * WEEK, cast, at=noon(placement.starts_on + WEEK))

    states = {weeks: state for weeks, (state, _day) in _interim(placement).items()}
    assert states == {4: "due", 8: "due", 12: "skipped"}


def test_what_lies_behind_is_not_asked_for_belatedly(cast: SimpleNamespace) -> None:
    publish(cast.need.programme, cast.omar, at=NOW, report_every_weeks=4, mid_report=False)

    placement = walk(make_confirmed(cast), (A.START, cast.sana), at=FIRST + 9 * WEEK)

    assert set(_interim(placement)) == {12}


def test_while_it_is_interrupted_nobody_is_reminded_and_afterwards_they_are(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4, mid=False)
    due_on = _of_week(placement, 4).due_on
    end(placement, A.SUSPEND, cast.dawood, at=noon(placement.starts_on + WEEK))

    assert remind_of_reports(at=noon(due_on)) == 0
    walk(placement, (A.RESUME, cast.dawood), at=noon(due_on + timedelta(days=1)))

    assert set(_interim(placement)) == {4, 8, 12}
    assert remind_of_reports(at=noon(due_on + timedelta(days=1))) == 2


def test_what_ended_early_has_none_left_to_write(cast: SimpleNamespace) -> None:
    placement = _begun(cast, every=4)
    at = noon(placement.starts_on + 5 * WEEK)
    hand_in(_of_week(placement, 4), cast, at=at)

    end(placement, A.END_EARLY, cast.sana, at=at)

    assert [state for state, _day in _interim(placement).values()] == ["submitted", "skipped", "skipped"]
    assert {state for state, _day in _interim(placement, H).values()} == {"skipped"}


def test_its_page_asks_what_is_asked_at_half_time(cast: SimpleNamespace, client_of: SignIn) -> None:
    placement = _begun(cast, every=4)
    report = _of_week(placement, 4)
    hina = client_of(cast.hina)

    page = hina.get(reverse("exchanges:report", args=[report.public_id])).content.decode()
    listed = hina.get(reverse("exchanges:placement_reports", args=[placement.public_id])).content.decode()

    assert "Report after 4 weeks of the expert" in page
    assert 'name="done"' in page
    assert 'name="again"' not in page
    assert [f"Report after {n} weeks of the host" in listed for n in (4, 8, 12)] == [True] * 3
