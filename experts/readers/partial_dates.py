"""Dates as people's records really give them: whole, year and month, year alone, or impossible."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from experts.readers.codes import SkipCode

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100

_ISO = re.compile(
    r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})(?:[T ][0-9:.,]+(?:Z|[+-][0-9:]+)?)?)?)?", re.ASCII
)
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_NUMBER = re.compile(r"[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or month and day, may be unknown. Prints as ISO 8601: 1930-02."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError(f"a day needs its month, got day {self.day} of {self.year}")
        date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class DateReading:
    """What could be kept of a date, and what was lost on the way."""

    value: PartialDate | None
    problem: SkipCode | None = None


def from_parts(year: str, month: str = "", day: str = "") -> DateReading:
    """Keep as much of a date as exists: 1930-02-29 becomes 1930-02, month 13 leaves the year."""
    if not (year or month or day):
        return DateReading(None)
    year_number = _number(year)
    if year_number is None or not EARLIEST_YEAR <= year_number <= LATEST_YEAR:
        return DateReading(None, SkipCode.DATE_UNREADABLE)
    if not month:
        return DateReading(PartialDate(year_number), SkipCode.MONTH_DROPPED if day else None)
    month_number = _number(month)
    if month_number is None or not 1 <= month_number <= 12:
        return DateReading(PartialDate(year_number), SkipCode.MONTH_DROPPED)
    if not day:
        return DateReading(PartialDate(year_number, month_number))
    day_number = _number(day)
    if day_number is None or not 1 <= day_number <= monthrange(year_number, month_number)[1]:
        return DateReading(PartialDate(year_number, month_number), SkipCode.DAY_DROPPED)
    return DateReading(PartialDate(year_number, month_number, day_number))


def from_text(text: str) -> DateReading:
    """Read 2014, 2014-06, 2014-06-29 (also with a time of day); of other wordings keep a lone year."""
    if found := _ISO.fullmatch(text):
        return from_parts(*(part or "" for part in found.groups()))
    years = _YEAR.findall(text)
    if len(years) != 1:
        return DateReading(None, SkipCode.DATE_UNREADABLE)
    reading = from_parts(years[0])
    return DateReading(reading.value, reading.problem or SkipCode.MONTH_DROPPED)


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
