"""The working day in Pakistan on an expert's own clock."""

from datetime import date

import pytest

from experts.models import Availability
from experts.selectors.overlap import overlap_page
from taxonomy.services import load_reference
from tests import factories

TODAY = date(2026, 11, 30)


@pytest.fixture
def expert(db):
    load_reference()
    return factories.make_expert(factories.make_user("zone@demo.example", full_name="Nasreen"))


def page_for(expert, zone, *windows):
    expert.availabilities.all().delete()
    for starts_on, ends_on in windows:
        Availability.objects.create(
            expert=expert, starts_on=starts_on, ends_on=ends_on, hours_per_week=4, modes=["remote"]
        )
    expert.time_zone = zone
    return overlap_page(expert, TODAY)


def test_a_year_in_london_has_three_stretches_because_the_clock_changes_twice(expert):
    page = page_for(expert, "Europe/London", (date(2026, 12, 1), date(2027, 11, 30)))

    assert [(str(s.starts_on), str(s.ends_on), s.hours_ahead) for s in page.stretches] == [
        ("2026-12-01", "2027-03-27", 5.0),
        ("2027-03-28", "2027-10-30", 4.0),
        ("2027-10-31", "2027-11-30", 5.0),
    ]
    winter, friday = page.stretches[0].days
    assert [span.text for span in winter.host] == ["04:00-12:00"]
    assert (winter.shared_minutes, friday.shared_minutes) == (180, 150)
    assert [span.text for span in friday.shared] == ["09:30-12:00"]


def test_california_shares_no_working_hour_and_the_picture_says_so(expert):
    page = page_for(expert, "America/Los_Angeles", (date(2027, 1, 1), date(2027, 2, 1)))

    assert page.shares_nothing
    assert [span.text for span in page.stretches[0].days[0].host] == ["00:00-04:00", "20:00-24:00"]


def test_half_hours_of_a_zone_count(expert):
    page = page_for(expert, "Asia/Kolkata", (date(2027, 1, 1), date(2027, 2, 1)))

    assert page.stretches[0].hours_ahead == -0.5
    assert page.stretches[0].days[0].shared_minutes == 450


def test_without_a_window_the_picture_shows_the_coming_year(expert):
    page = page_for(expert, "Asia/Dubai")

    assert (page.stretches[0].starts_on, page.stretches[-1].ends_on) == (TODAY, date(2027, 11, 30))
    assert page.n_holidays > 5


def test_without_a_time_zone_there_is_no_picture(expert):
    assert page_for(expert, "") is None


def test_the_availability_page_draws_the_hours_with_their_table(client_of, expert):
    page = client_of(expert.user).get("/experts/profile/availability/").content.decode()

    assert "Working hours you share with Pakistan" in page
    assert 'class="host"' in page
    assert "Friday" in page
