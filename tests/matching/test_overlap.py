"""Shared working hours, by date."""

from datetime import date

import pytest

from matching.adapter.overlap import HostDay, is_zone, overlap_table, shared_minutes

WINTER, SUMMER = date(2026, 1, 5), date(2026, 7, 6)


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Asia/Karachi", WINTER, 480),
        ("Asia/Dubai", WINTER, 420),
        ("Europe/London", WINTER, 180),
        ("Europe/London", SUMMER, 240),
        ("America/Los_Angeles", WINTER, 0),
        ("Australia/Sydney", WINTER, 120),
        ("Pacific/Auckland", WINTER, 0),
    ],
)
def test_working_days_share_these_minutes(zone, day, minutes):
    assert shared_minutes(zone, day, HostDay()) == minutes


def test_a_window_over_the_change_of_the_clock_gives_the_mean():
    table = overlap_table(["Europe/London"], date(2026, 3, 15), date(2026, 4, 11), HostDay())

    assert 150 < table[0] < 200


def test_a_long_window_is_sampled_over_its_whole_length():
    table = overlap_table(["Europe/London"], date(2026, 1, 1), date(2027, 12, 31), HostDay())

    assert 160 < table[0] < 190


def test_what_is_no_time_zone_is_not_known():
    assert overlap_table(
        ["Mars/Olympus", "../etc/passwd", "Asia/Karachi"], WINTER, WINTER, HostDay()
    ).tolist() == [
        -1,
        -1,
        400,
    ]
    assert not is_zone("")
