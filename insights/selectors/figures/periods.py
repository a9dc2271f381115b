"""Twelve months and their steps. The fiscal year runs from July to June and is named by its end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from exchanges.workflow import fiscal_year_of
from insights.enums import MONTHS_OF, Grain, PeriodKind

N_YEARS_BACK = 5
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """Twelve whole months; the last ones may still be to come."""

    kind: PeriodKind
    starts_on: date

    @property
    def key(self) -> str:
        """As it stands in addresses: "fy2027", "cy2026", "last12"."""
        return self.kind.value if self.kind == PeriodKind.LAST_YEAR else f"{self.kind}{self.year}"

    @property
    def year(self) -> int:
        return (self.ends_on.year - 1) if self.ends_on.month == 1 else self.ends_on.year

    @property
    def ends_on(self) -> date:
        """The first day after it."""
        return months_after(self.starts_on, _MONTHS)

    def edges(self, grain: Grain) -> list[date]:
        """The first days of its steps, and the first day after the last one.

        >>> Period(PeriodKind.FISCAL, date(2026, 7, 1)).edges(Grain.QUARTER)[1:3]
        [datetime.date(2026, 10, 1), datetime.date(2027, 1, 1)]
        """
        return [months_after(self.starts_on, n) for n in range(0, _MONTHS + 1, MONTHS_OF[grain])]


def months_after(day: date, n: int) -> date:
    """The first of a month, n months on.

    >>> months_after(date(2026, 11, 1), 3), months_after(date(2026, 1, 1), -1)
    (datetime.date(2027, 2, 1), datetime.date(2025, 12, 1))
    """
    months = day.year * _MONTHS + day.month - 1 + n
    return date(months // _MONTHS, months % _MONTHS + 1, 1)


def periods(today: date) -> dict[str, Period]:
    """Key -> period: the last twelve months with the present one, then years, the latest first.

    >>> list(periods(date(2026, 11, 30)))[:4]
    ['last12', 'fy2027', 'fy2026', 'fy2025']
    """
    fiscal_year = fiscal_year_of(today)
    last_year = Period(PeriodKind.LAST_YEAR, months_after(today.replace(day=1), 1 - _MONTHS))
    back = range(N_YEARS_BACK)
    found = [
        last_year,
        *(Period(PeriodKind.FISCAL, date(fiscal_year - 1 - n, 7, 1)) for n in back),
        *(Period(PeriodKind.CALENDAR, date(today.year - n, 1, 1)) for n in back),
    ]
    return {period.key: period for period in found}


@dataclass(frozen=True, slots=True)
class Window:
    """A period as moments: `edges` of its steps, `until` when it is counted, and the stretch of the year
    before to compare with.
    """

    before: tuple[datetime, datetime]
    edges: Sequence[datetime]
    until: datetime

    @property
    def n_steps(self) -> int:
        return len(self.edges) - 1


def window_of(period: Period, grain: Grain, *, at: datetime) -> Window:
    """Days begin in Pakistan. A period that still runs is compared with as much of the year before."""
    edges = [_begins(day) for day in period.edges(grain)]
    until = max(edges[0], min(at, edges[-1]))
    return Window((_a_year_before(edges[0]), _a_year_before(until)), edges, until)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _a_year_before(moment: datetime) -> datetime:
    local = moment.astimezone(timezone.get_default_timezone())
    if (local.month, local.day) == (2, 29):
        return local.replace(year=local.year - 1, day=28)
    return local.replace(year=local.year - 1)
