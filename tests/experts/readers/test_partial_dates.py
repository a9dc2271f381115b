from datetime import date

import pytest

from experts.readers.codes import SkipCode
from experts.readers.partial_dates import DateReading, PartialDate, from_parts, from_text


@pytest.mark.parametrize(
    ("parts", "kept", "problem"),
    [
        (("1930", "02", "29"), "1930-02", SkipCode.DAY_DROPPED),
        (("1929", "02", "29"), "1929-02", SkipCode.DAY_DROPPED),
        (("2024", "02", "29"), "2024-02-29", None),
        (("2024", "4", "3"), "2024-04-03", None),
        (("2012", "", ""), "2012", None),
        (("2012", "", "7"), "2012", SkipCode.MONTH_DROPPED),
        (("2012", "13", "01"), "2012", SkipCode.MONTH_DROPPED),
        (("2012", "May", ""), "2012", SkipCode.MONTH_DROPPED),
        (("2012", "05", "x"), "2012-05", SkipCode.DAY_DROPPED),
        (("2012", "05", "0"), "2012-05", SkipCode.DAY_DROPPED),
        (("12", "05", ""), None, SkipCode.DATE_UNREADABLE),
        (("9999", "05", ""), None, SkipCode.DATE_UNREADABLE),
        (("٢٠١٢", "", ""), None, SkipCode.DATE_UNREADABLE),
        (("", "05", ""), None, SkipCode.DATE_UNREADABLE),
        (("", "", ""), None, None),
    ],
)
def test_as_much_of_a_date_is_kept_as_exists(parts, kept, problem):
    reading = from_parts(*parts)

    assert (reading.value and str(reading.value), reading.problem) == (kept, problem)


@pytest.mark.parametrize(
    ("text", "kept", "problem"),
    [
        ("2014", "2014", None),
        ("2014-06", "2014-06", None),
        ("2014-06-29", "2014-06-29", None),
        ("2014/6/9", "2014-06-09", None),
        ("2014-06-29T10:11:12.5Z", "2014-06-29", None),
        ("2014-06-29T10:11:12+05:00", "2014-06-29", None),
        ("2014-06-31", "2014-06", SkipCode.DAY_DROPPED),
        ("Summer 2014", "2014", SkipCode.MONTH_DROPPED),
        ("2012 to 2014", None, SkipCode.DATE_UNREADABLE),
        ("20145", None, SkipCode.DATE_UNREADABLE),
        ("last year", None, SkipCode.DATE_UNREADABLE),
    ],
)
def test_dates_are_read_from_iso_text_and_a_lone_year_from_any_other(text, kept, problem):
    reading = from_text(text)

    assert (reading.value and str(reading.value), reading.problem) == (kept, problem)


def test_a_partial_date_spans_all_days_that_it_may_mean():
    assert (PartialDate(2024).first_day, PartialDate(2024).last_day) == (date(2024, 1, 1), date(2024, 12, 31))
    assert PartialDate(2024, 2).last_day == date(2024, 2, 29)
    assert PartialDate(2024, 2, 3).first_day == PartialDate(2024, 2, 3).last_day == date(2024, 2, 3)


@pytest.mark.parametrize("parts", [(1930, 2, 29), (2024, 13, None), (0, None, None)])
def test_a_partial_date_that_does_not_exist_cannot_be_made(parts):
    with pytest.raises(ValueError):
        PartialDate(*parts)


def test_a_day_without_its_month_cannot_be_made():
    with pytest.raises(ValueError, match="a day needs its month"):
        PartialDate(2024, None, 5)


def test_an_absent_date_is_no_problem():
    assert from_parts("") == DateReading(None, None)
