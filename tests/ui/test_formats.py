"""Dates and numbers in the reader's language, in the reader's time zone."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from common.templatetags.formats import ago, bdi, listed, number, written, written_day

LATE_EVENING = datetime(2026, 12, 3, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "4 December 2026", "4 December 2026, 01:30"),
        ("ur", "4 دسمبر 2026", "4 دسمبر 2026، 01:30"),
    ],
)
def test_a_day_is_written_out_where_the_reader_is(language: str, day: str, moment: str) -> None:
    with translation.override(language), timezone.override("Asia/Karachi"):
        assert written_day(LATE_EVENING) == day
        assert written(LATE_EVENING) == moment
        assert written(date(2026, 12, 4)) == day


def test_another_zone_is_another_day() -> None:
    with timezone.override("America/New_York"):
        assert written_day(LATE_EVENING) == "3 December 2026"


def test_a_moment_without_a_zone_is_taken_as_it_is() -> None:
    assert written(datetime(2026, 1, 2, 3, 4)) == "2 January 2026, 03:04"
    assert written_day(datetime(2026, 1, 2, 3, 4)) == "2 January 2026"


def test_long_ago_is_said_in_words() -> None:
    assert ago(timezone.now() - timedelta(days=3, minutes=1)) == "3 days ago"
    assert ago(timezone.now() + timedelta(hours=2, minutes=1)) == "in 2 hours"


def test_digits_stay_western_in_urdu() -> None:
    with translation.override("ur"):
        assert number(1234) == "1,234"
        assert "4" in written_day(LATE_EVENING)


def test_names_are_set_apart_and_escaped() -> None:
    assert bdi("A <b>") == "<bdi>A &lt;b&gt;</bdi>"


def test_several_things_are_joined_as_people_do() -> None:
    assert listed(["Austria", "Germany", "Oman"]) == "Austria, Germany and Oman"
    assert listed([]) == ""
    with translation.override("ur"):
        assert listed(["آسٹریا", "جرمنی"]) == "آسٹریا اور جرمنی"
