"""Working hours that two places share, by date: time zones shift, and not on the same day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

HOST_ZONE = "Asia/Karachi"
_EXPERTS_DAY = (9 * 60, 17 * 60)
"""An expert's working day in minutes of their own clock; a wish for other hours is a question to ask."""
_MOST_WEEKS = 26
"""A longer window is sampled: enough to see both changes of the clock in a year."""


@dataclass(frozen=True, slots=True)
class HostDay:
    """The host's working day: minutes of the local clock, and working days a week."""

    opens: int = 9 * 60
    closes: int = 17 * 60
    days_a_week: int = 5


@lru_cache(maxsize=1_000)
def is_zone(name: str) -> bool:
    """Whether this is a time zone of the IANA database."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _offset_minutes(zone: str, day: date) -> int:
    noon = datetime.combine(day, time(12), tzinfo=UTC).astimezone(ZoneInfo(zone))
    return int(noon.utcoffset().total_seconds() // 60)


def shared_minutes(zone: str, day: date, host: HostDay) -> int:
    """Minutes that the expert's and the host's working days share on a date.

    >>> shared_minutes("Asia/Dubai", date(2026, 1, 5), HostDay())
    420
    >>> shared_minutes("Europe/London", date(2026, 1, 5), HostDay())
    180
    >>> shared_minutes("Europe/London", date(2026, 7, 6), HostDay())
    240
    """
    host_offset, offset = _offset_minutes(HOST_ZONE, day), _offset_minutes(zone, day)
    opens, closes = host.opens - host_offset, host.closes - host_offset
    shared = 0
    for day_before_or_after in (-1, 0, 1):
        starts, ends = (minute - offset + day_before_or_after * 24 * 60 for minute in _EXPERTS_DAY)
        shared += max(min(closes, ends) - max(opens, starts), 0)
    return shared


def overlap_table(zones: Iterable[str], starts_on: date, ends_on: date, host: HostDay) -> NDArray[np.int16]:
    """Tenths of hours a week shared with each zone, the mean over the weeks of a window; -1 for no zone."""
    n_weeks = max((ends_on - starts_on).days // 7, 1)
    step = max(n_weeks // _MOST_WEEKS, 1)
    days = [starts_on + timedelta(weeks=week) for week in range(0, n_weeks, step)]
    tenths = []
    for zone in zones:
        if is_zone(zone):
            minutes = sum(shared_minutes(zone, day, host) for day in days)
            tenths.append(minutes * host.days_a_week * 10 // (60 * len(days)))
        else:
            tenths.append(-1)
    return np.array(tenths, dtype=np.int16)
