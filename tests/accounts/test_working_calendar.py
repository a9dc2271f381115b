"""Weeks and holidays move by decree: staff change them, see what it means first, and it is recorded."""

from collections.abc import Callable
from datetime import date, time
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Duty, Role
from accounts.models import AccountEvent
from accounts.services.working_calendar import call_off_working_holiday, set_working_week
from common.policies import Denied
from taxonomy.models import Holiday, WorkingCalendar
from taxonomy.selectors import Week, default_calendar, week_on, working_days
from taxonomy.services import load_reference
from tests import factories
from tests.factories import NOW

Clients = Callable[..., Client]
SIX_DAYS = Week((7,), time(8), time(15), since=date(2022, 4, 4))
FIVE_DAYS = Week((6, 7), time(9), time(17), time(12, 30), time(14, 30), since=date(2022, 6, 8))
FORM = {"since": "2026-12-07", "weekend": ["7"], "opens_at": "08:00", "closes_at": "16:00"}


@pytest.fixture
def staff(cast: SimpleNamespace) -> SimpleNamespace:
    load_reference()
    return cast


def test_each_week_holds_from_its_day_until_the_next(staff: SimpleNamespace) -> None:
    for week in (FIVE_DAYS, SIX_DAYS):
        set_working_week(week=week, by=staff.ayesha, at=NOW)

    calendar, days = default_calendar(), working_days()

    assert [
        week_on(calendar, day).weekend for day in (date(2022, 4, 3), date(2022, 4, 4), date(2022, 6, 8))
    ] == [
        (6, 7),
        (7,),
        (6, 7),
    ]
    # The ninth of April 2022 was a Saturday on which offices worked; the eleventh of June was not.
    assert (days.works_on(date(2022, 4, 9)), days.works_on(date(2022, 6, 11))) == (True, False)
    assert days.after(date(2022, 4, 8), 1) == date(2022, 4, 9)


def test_a_week_that_begins_on_the_same_day_is_replaced(staff: SimpleNamespace) -> None:
    set_working_week(week=SIX_DAYS, by=staff.ayesha, at=NOW)
    set_working_week(week=Week((5, 6), time(9), time(17), since=SIX_DAYS.since), by=staff.ayesha, at=NOW)

    assert [row["weekend"] for row in default_calendar().changes] == [[5, 6]]


def test_the_effect_is_shown_before_anything_is_saved(staff: SimpleNamespace, client_of: Clients) -> None:
    client = client_of(staff.ayesha)
    week = {"since": "2020-01-01", "weekend": ["1", "2", "3"], "opens_at": "08:00", "closes_at": "16:00"}

    shown = client.post(reverse("accounts:working_week"), week)

    assert shown.status_code == 200
    assert shown.context["effect"].after > shown.context["effect"].before
    assert "Nothing is saved yet." in shown.content.decode()
    assert default_calendar().changes == []
    assert not AccountEvent.objects.filter(action="working_week_set").exists()

    saved = client.post(reverse("accounts:working_week"), week | {"confirm": "yes"})

    assert saved.status_code == 302
    assert default_calendar().changes[0]["weekend"] == [1, 2, 3]
    event = AccountEvent.objects.get(action="working_week_set")
    assert (event.by, event.detail) == (staff.ayesha, "2020-01-01 free:1,2,3 08:00-16:00")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"weekend": list("1234567")}, "weekend"),
        ({"closes_at": "07:00"}, "closes_at"),
        ({"friday_break_from": "12:30"}, "friday_break_to"),
        ({"friday_break_from": "15:00", "friday_break_to": "14:00"}, "friday_break_to"),
        ({"since": "0001-01-01"}, "since"),
        ({"since": "soon"}, "since"),
        ({"opens_at": "noon"}, "opens_at"),
    ],
)
def test_a_week_that_cannot_be_is_refused_beside_its_field(
    staff: SimpleNamespace, client_of: Clients, typed: dict[str, object], field: str
) -> None:
    answer = client_of(staff.ayesha).post(reverse("accounts:working_week"), FORM | typed | {"confirm": "yes"})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert default_calendar().changes == []


def test_a_holiday_is_set_moved_and_called_off(staff: SimpleNamespace, client_of: Clients) -> None:
    client = client_of(staff.ayesha)
    day = date(2027, 3, 9)
    words = {"name": "Eid-ul-Fitr", "name_ur": "عید الفطر", "tentative": "on", "confirm": "yes"}

    client.post(reverse("accounts:holiday_new"), words | {"on": day.isoformat()})
    assert not working_days().works_on(day)
    client.post(reverse("accounts:holiday", args=["2027-03-09"]), words | {"tentative": ""})
    asked = client.post(reverse("accounts:holiday_call_off", args=["2027-03-12"]))
    assert not working_days().works_on(date(2027, 3, 12))
    client.post(reverse("accounts:holiday_call_off", args=["2027-03-12"]), {"confirm": "yes"})

    assert asked.status_code == 200
    assert Holiday.objects.get(on=day).tentative is False
    assert working_days().works_on(date(2027, 3, 12))
    recorded = AccountEvent.objects.order_by("pk").values_list("action", "detail")
    assert list(recorded) == [
        ("holiday_set", "2027-03-09 tentative"),
        ("holiday_set", "2027-03-09"),
        ("holiday_called_off", "2027-03-12"),
    ]


def test_what_staff_decided_outlives_the_reference(staff: SimpleNamespace) -> None:
    set_working_week(week=SIX_DAYS, by=staff.ayesha, at=NOW)
    call_off_working_holiday(on=date(2027, 3, 12), by=staff.ayesha, at=NOW)

    load_reference()

    assert default_calendar().changes == [SIX_DAYS.as_json()]
    assert working_days().works_on(date(2027, 3, 12))


def test_the_page_shows_the_coming_year(staff: SimpleNamespace, client_of: Clients) -> None:
    answer = client_of(staff.ayesha).get(reverse("accounts:working_calendar"))

    page = answer.context["page"]
    assert len(page.months) == 12
    assert all(15 <= month.n_working_days <= 23 for month in page.months)
    assert "tentative" in answer.content.decode()


def test_a_portal_without_a_calendar_says_so(cast: SimpleNamespace, client_of: Clients) -> None:
    client = client_of(cast.ayesha)
    WorkingCalendar.objects.all().delete()

    page = client.get(reverse("accounts:working_calendar"))
    refused = client.post(reverse("accounts:working_week"), FORM)

    assert "No working calendar has been loaded yet" in page.content.decode()
    assert (refused.status_code, "No working calendar" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize("on", ["2027-03-13", "2027-13-40", "soon", "20270310"])
def test_a_day_without_a_holiday_is_not_found(staff: SimpleNamespace, client_of: Clients, on: str) -> None:
    expected = 200 if on == "20270310" else 404

    assert client_of(staff.ayesha).get(reverse("accounts:holiday", args=[on])).status_code == expected


def test_officers_of_other_units_change_nothing(staff: SimpleNamespace) -> None:
    unit = factories.make_unit("hec", name="Commission", duties=[Duty.VERIFY_EXPERTS])
    officer = factories.make_staff("officer@demo.example", role=Role.OFFICER, unit=unit)

    with pytest.raises(Denied):
        set_working_week(week=SIX_DAYS, by=officer, at=NOW)
    with pytest.raises(Denied):
        call_off_working_holiday(on=date(2027, 3, 12), by=staff.rabia, at=NOW)
