"""How many days an expert spends in Pakistan in a tax year: an estimate from plans and logs, no advice."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from common.charts import percent
from exchanges.enums import COUNTED, FINISHED, STANDING, PlacementState
from exchanges.models import Placement, SessionLog
from exchanges.selectors.facts import day_of
from experts.models import Expert
from experts.selectors.duplicates import profiles_of
from programmes.enums import Mode

# Pakistan's tax year begins in July and is named by the year in which it ends.
FIRST_MONTH = 7
# Numbers of days that tax rules ask about; said once they come near, and no more than that.
MARKS = (90, 183)
NEAR = 10


@dataclass(frozen=True, slots=True)
class TaxYear:
    year: int
    n_planned: int
    n_logged: int
    n_days: int  # the greater of both
    share: int  # percent of the longest mark
    warning: str

    @property
    def before(self) -> int:
        return self.year - 1


def tax_year_of(day: date) -> int:
    """The year that names the tax year of a day.

    >>> tax_year_of(date(2026, 6, 30)), tax_year_of(date(2026, 7, 1))
    (2026, 2027)
    """
    return day.year + (day.month >= FIRST_MONTH)


def days_by_tax_year(expert: Expert) -> list[TaxYear]:
    """Every tax year that an approved placement touches, the oldest first, in two queries."""
    profiles = profiles_of(expert.pk)
    planned: Counter[int] = Counter()
    stands = Placement.objects.filter(
        expert__in=profiles, state__in=[*STANDING, *FINISHED], days_in_country__gt=0
    )
    for placement in stands.exclude(starts_on=None).exclude(ends_on=None):
        planned.update(_spread(placement))
    in_person = SessionLog.objects.filter(
        placement__expert__in=profiles, mode=Mode.IN_PERSON, state__in=COUNTED
    )
    logged = Counter(tax_year_of(day) for day in set(in_person.values_list("on", flat=True)))
    return [_year(year, planned[year], logged[year]) for year in sorted(planned | logged)]


def _spread(placement: Placement) -> dict[int, int]:
    """The plan's days in the country, evenly over its dates, up to the day on which it ended."""
    first, last = placement.starts_on, placement.ends_on
    length = (last - first).days + 1
    if placement.state == PlacementState.ENDED_EARLY:
        last = min(last, day_of(placement.state_since))
    found: dict[int, int] = {}
    day = first
    while day <= last:
        year = tax_year_of(day)
        until = min(last, date(year, FIRST_MONTH, 1) - timedelta(days=1))
        found[year] = _until(placement, (until - first).days + 1, length) - _until(
            placement, (day - first).days, length
        )
        day = until + timedelta(days=1)
    return found


def _until(placement: Placement, n_days: int, length: int) -> int:
    """Days in the country within the first days of the plan; rounded so that years add up to the whole."""
    return placement.days_in_country * n_days // length


def _year(year: int, n_planned: int, n_logged: int) -> TaxYear:
    n_days = max(n_planned, n_logged)
    return TaxYear(
        year, n_planned, n_logged, n_days, min(100, percent(n_days, MARKS[-1])), warning_of(n_days)
    )


def warning_of(n_days: int) -> str:
    """A neutral word once a mark is near or reached."""
    for mark in reversed(MARKS):
        if n_days >= mark:
            return _("%(number)d days or more") % {"number": mark}
        if n_days >= mark - NEAR:
            return _("near %(number)d days") % {"number": mark}
    return ""
