"""The working day in Pakistan on the person's own clock: by date, as clocks abroad change twice a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from experts.models import Expert
from taxonomy.models import Holiday
from taxonomy.selectors import Week, default_calendar, week_on

DAY = 24 * 60
# The person's own working day; who prefers other hours reads them off the picture.
OWN_DAY = (9 * 60, 17 * 60)
MOST_DAYS = 366  # both changes of a clock fall into a year
_DAYS_AHEAD = 365
_FRIDAY = 5

Minutes = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day in minutes; `text` as the clock shows it."""

    start: int
    length: int
    text: str


@dataclass(frozen=True, slots=True)
class DayPicture:
    """One kind of working day: the host's hours on the person's clock, and those in their own working day."""

    label: str
    host: list[Span]
    shared: list[Span]
    shared_minutes: int

    @property
    def shared_hours(self) -> float:
        return self.shared_minutes / 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Dates between two changes of a clock. `hours_ahead` is Pakistan's clock minus the person's."""

    starts_on: date
    ends_on: date
    hours_ahead: float
    days: list[DayPicture]


@dataclass(frozen=True, slots=True)
class OverlapPage:
    zone: str
    stretches: list[Stretch]
    n_holidays: int
    shares_nothing: bool


def overlap_page(expert: Expert, today: date) -> OverlapPage | None:
    """The picture for the windows the person gave, or for the coming year; None without a known time zone.

    Three queries: windows, calendar, holidays.
    """
    calendar = default_calendar()
    if not expert.time_zone or calendar is None:
        return None
    windows = list(expert.availabilities.filter(ends_on__gte=today).values_list("starts_on", "ends_on"))
    first = max(min((starts for starts, _ends in windows), default=today), today)
    last = max((ends for _starts, ends in windows), default=today + timedelta(days=_DAYS_AHEAD))
    last = min(last, first + timedelta(days=MOST_DAYS))
    stretches = [
        Stretch(starts_on, ends_on, ahead / 60, _days(week_on(calendar, starts_on), ahead))
        for starts_on, ends_on, ahead in _stretches(ZoneInfo(expert.time_zone), first, last)
    ]
    return OverlapPage(
        zone=expert.time_zone,
        stretches=stretches,
        n_holidays=Holiday.objects.kept().filter(calendar=calendar, on__range=(first, last)).count(),
        shares_nothing=not any(day.shared_minutes for stretch in stretches for day in stretch.days),
    )


def minutes_ahead(zone: ZoneInfo, day: date) -> int:
    """How far Pakistan's clock is ahead of another on a day.

    >>> minutes_ahead(ZoneInfo("Europe/London"), date(2026, 1, 5))
    300
    >>> minutes_ahead(ZoneInfo("Europe/London"), date(2026, 7, 6))
    240
    """
    noon = datetime.combine(day, time(12), tzinfo=UTC)
    offsets = [noon.astimezone(at).utcoffset() for at in (ZoneInfo(settings.TIME_ZONE), zone)]
    host, own = (offset or timedelta() for offset in offsets)
    return int((host - own).total_seconds() // 60)


def _stretches(zone: ZoneInfo, first: date, last: date) -> Iterator[tuple[date, date, int]]:
    starts_on, ahead = first, minutes_ahead(zone, first)
    for number in range(1, (last - first).days + 1):
        day = first + timedelta(days=number)
        if (now_ahead := minutes_ahead(zone, day)) != ahead:
            yield starts_on, day - timedelta(days=1), ahead
            starts_on, ahead = day, now_ahead
    yield starts_on, last, ahead


def _days(week: Week, ahead: int) -> list[DayPicture]:
    opens, closes = _minute(week.opens_at), _minute(week.closes_at)
    days = [_picture(_("Most days"), [(opens, closes)], ahead)]
    breaks = (week.friday_break_from, week.friday_break_to)
    if all(breaks) and _FRIDAY not in week.weekend:
        stops, goes_on = (_minute(at) for at in breaks if at)
        days.append(_picture(_("Friday"), [(opens, stops), (goes_on, closes)], ahead))
    return days


def _picture(label: str, hours: list[Minutes], ahead: int) -> DayPicture:
    host = [part for starts, ends in hours for part in _on_the_clock(starts - ahead, ends - ahead)]
    shared = [
        (max(starts, OWN_DAY[0]), min(ends, OWN_DAY[1]))
        for starts, ends in host
        if min(ends, OWN_DAY[1]) > max(starts, OWN_DAY[0])
    ]
    return DayPicture(label, _spans(host), _spans(shared), sum(ends - starts for starts, ends in shared))


def _on_the_clock(starts: int, ends: int) -> list[Minutes]:
    """Parts of one day: hours that run over midnight begin again in the morning.

    >>> _on_the_clock(-120, 60)
    [(0, 60), (1320, 1440)]
    """
    starts, length = starts % DAY, ends - starts
    ends = starts + length
    return [(starts, ends)] if ends <= DAY else [(0, ends - DAY), (starts, DAY)]


def _spans(parts: list[Minutes]) -> list[Span]:
    return [Span(starts, ends - starts, f"{_clock(starts)}-{_clock(ends)}") for starts, ends in sorted(parts)]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
