"""The days of a plan beside what the expert offered, by month: a picture, its table, and what to heed.

Of other promises it says that there are some, never which or whose.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel.dates import format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.templatetags.formats import reading_locale, written_day
from exchanges.enums import EDITABLE
from exchanges.models import Placement
from experts.enums import CommitmentKind
from experts.models import Availability, Commitment
from programmes.enums import Mode
from taxonomy.models import Holiday
from taxonomy.selectors import DEFAULT_CALENDAR

MOST_DAYS = 2 * 366  # a picture of more says nothing
LEAD_DAYS = 90  # HEC asks for applications at least three months ahead


class DayState(StrEnum):
    FREE = "free"
    PARTLY = "partly"
    ELSEWHERE = "elsewhere"
    OUTSIDE = "outside"


DAY_STATES = {
    DayState.FREE: gettext_lazy("free"),
    DayState.PARTLY: gettext_lazy("partly free"),
    DayState.ELSEWHERE: gettext_lazy("promised elsewhere"),
    DayState.OUTSIDE: gettext_lazy("outside what was offered"),
}
# Shapes and tones differ: the full height is free, half of it is partly, a thin line is promised elsewhere.
_HEIGHTS = {DayState.FREE: 100, DayState.PARTLY: 55, DayState.ELSEWHERE: 20, DayState.OUTSIDE: 0}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one kind in a row, counted from the first of the month."""

    start: int
    length: int
    height: int
    is_free: bool

    @property
    def top(self) -> int:
        return 100 - self.height


@dataclass(frozen=True, slots=True)
class MonthRow:
    label: str
    n_days: int
    planned_from: int
    planned_days: int
    stretches: list[Stretch]
    words: str
    holidays: list[str]
    holiday_days: list[int]


@dataclass(frozen=True, slots=True)
class DatesPage:
    months: list[MonthRow]
    warnings: list[str]


def dates_page(placement: Placement, *, today: date) -> DatesPage | None:
    """None while the plan has no dates, or far too many days."""
    first, last = placement.starts_on, placement.ends_on
    if first is None or last is None or (last - first).days > MOST_DAYS:
        return None
    offered = [
        one for one in placement.expert.availabilities.all() if one.starts_on <= last and one.ends_on >= first
    ]
    promised = list(
        placement.expert.commitments.filter(
            kind=CommitmentKind.PROMISED, starts_on__lte=last, ends_on__gte=first
        ).exclude(source_ref=placement.invitation.source_ref)
    )
    holidays = list(Holiday.objects.filter(calendar__slug=DEFAULT_CALENDAR, on__range=(first, last)))
    days = {day: _state(day, placement, offered, promised) for day in _days(first, last)}
    return DatesPage(
        months=[_month(month, days, holidays) for month in _months(first, last)],
        warnings=_warnings(placement, days, holidays, today),
    )


def _state(
    day: date, placement: Placement, offered: Sequence[Availability], promised: Sequence[Commitment]
) -> DayState:
    windows = [one for one in offered if one.starts_on <= day <= one.ends_on]
    if not windows:
        return DayState.OUTSIDE
    taken = sum(one.hours_per_week for one in promised if one.starts_on <= day <= one.ends_on)
    left = max(one.hours_per_week for one in windows) - taken
    if left <= 0:
        return DayState.ELSEWHERE
    fits_mode = any(placement.mode in one.modes for one in windows)
    return DayState.FREE if fits_mode and left >= placement.hours_per_week else DayState.PARTLY


def _days(first: date, last: date) -> Iterator[date]:
    for n in range((last - first).days + 1):
        yield first + timedelta(days=n)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)


def _month(month: date, days: dict[date, DayState], holidays: Sequence[Holiday]) -> MonthRow:
    after = (month + timedelta(days=32)).replace(day=1)
    inside = [day for day in days if month <= day < after]
    counts = Counter(days[day] for day in inside)
    said = [
        _("%(state)s: %(days)s") % {"state": DAY_STATES[state], "days": _n_days(counts[state])}
        for state in DayState
        if counts[state]
    ]
    off = [one for one in holidays if month <= one.on < after]
    return MonthRow(
        label=format_date(month, "LLLL y", locale=reading_locale()),
        n_days=(after - month).days,
        planned_from=inside[0].day - 1,
        planned_days=len(inside),
        stretches=list(_stretches(inside, days)),
        words=_(", ").join(said),
        holidays=[_holiday(one) for one in off],
        holiday_days=[one.on.day - 1 for one in off],
    )


def _stretches(inside: Sequence[date], days: dict[date, DayState]) -> Iterator[Stretch]:
    start = 0
    for n in range(1, len(inside) + 1):
        if n == len(inside) or days[inside[n]] != days[inside[start]]:
            state = days[inside[start]]
            if _HEIGHTS[state]:
                first = inside[start].day - 1
                yield Stretch(first, n - start, _HEIGHTS[state], state == DayState.FREE)
            start = n


def _n_days(n: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def _holiday(holiday: Holiday) -> str:
    words = {"day": written_day(holiday.on), "name": str(holiday)}
    if holiday.tentative:
        return _("%(day)s: %(name)s, may move by a day or two") % words
    return _("%(day)s: %(name)s") % words


def _warnings(
    placement: Placement, days: dict[date, DayState], holidays: Sequence[Holiday], today: date
) -> list[str]:
    said = []
    first = min(days)
    is_soon = today <= first < today + timedelta(days=LEAD_DAYS)
    if placement.mode != Mode.REMOTE and placement.state in EDITABLE and is_soon:
        said.append(
            _(
                "It begins in less than three months. Visas, the employer's consent and the review take time;"
                " HEC asks for three months at least."
            )
        )
    counts = Counter(days.values())
    if n_outside := counts[DayState.OUTSIDE]:
        words = ngettext(
            "%(n)d day of the plan lies outside what the expert offered.",
            "%(n)d days of the plan lie outside what the expert offered.",
            n_outside,
        )
        said.append(words % {"n": n_outside})
    if n_elsewhere := counts[DayState.ELSEWHERE]:
        words = ngettext(
            "On %(n)d day the expert has promised all hours elsewhere.",
            "On %(n)d days the expert has promised all hours elsewhere.",
            n_elsewhere,
        )
        said.append(words % {"n": n_elsewhere})
    if any(one.tentative for one in holidays):
        said.append(
            _(
                "Holidays that follow the moon, such as Eid, fall into these dates: they are settled days"
                " before, and offices keep short hours in Ramadan."
            )
        )
    return said
