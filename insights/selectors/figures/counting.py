"""How rows become a series: counted or measured by PostgreSQL, once for each step of a period.

Moments are sorted into steps by `width_bucket` over the edges of the window; the same function counts the
working days between two dates.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    DateField,
    DateTimeField,
    F,
    FloatField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Round

from insights.selectors.figures.periods import Window

_BEFORE, _FIRST_STEP = 1, 3  # buckets; between them lies what the year before had and this one has not yet
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and from how many cases it comes; `tail` is the 90th percentile of a duration."""

    n: int = 0
    value: float | None = None
    tail: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A figure over a period, over the same stretch of the year before, and in each step."""

    now: Cell = Cell()
    before: Cell = Cell()
    steps: Sequence[Cell] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which cases are counted: a window of time and, if asked for, one programme or one unit's programmes."""

    window: Window
    programme_id: int | None = None
    unit_id: int | None = None

    def within(self, programme: str, unit: str = "") -> Q:
        """The condition for rows whose programme, and whose unit, stand at these paths."""
        wanted = Q()
        if self.programme_id is not None:
            wanted &= Q(**{programme: self.programme_id})
        if self.unit_id is not None:
            wanted &= Q(**{unit or f"{programme}__owner_unit": self.unit_id})
        return wanted

    def during(self, at: str) -> Q:
        return Q(**{f"{at}__gte": self.window.before[0], f"{at}__lt": self.window.until})


def step_of(at: str, window: Window, *, whole: bool = False) -> Func:
    """The bucket of a moment; `whole` takes the period as one step."""
    edges = (window.edges[0], window.edges[-1]) if whole else window.edges
    return _n_reached(F(at), [*window.before, *edges], DateTimeField())


def working_days_until(day: Func, working_dates: Sequence[date]) -> Func:
    """How many of the working dates have come by a day: the difference of two is their distance."""
    return _n_reached(day, working_dates, DateField())


def tenths_of_days(first: str, last: str) -> Func:
    """The days between two moments, in whole tenths: as exact as they are shown."""
    # date_part gives a double where EXTRACT, in Django's Extract, computes with decimals.
    seconds = Func(Value("epoch"), F(last) - F(first), function="date_part", output_field=FloatField())
    return Round(seconds / Value(DAY.total_seconds() / 10), output_field=IntegerField())


def _n_reached(value: Func | F, thresholds: Sequence[date], kind: DateField) -> Func:
    listed = Value(list(thresholds), output_field=ArrayField(kind))
    return Func(value, listed, function="width_bucket", output_field=IntegerField())


def as_series(cells: dict[int, Cell], whole: dict[int, Cell], window: Window) -> Series:
    """Cells by bucket, of the steps and of the whole period."""
    return Series(
        now=whole.get(_FIRST_STEP, Cell()),
        before=whole.get(_BEFORE, Cell()),
        steps=tuple(cells.get(_FIRST_STEP + n, Cell()) for n in range(window.n_steps)),
    )


def share_series(parts: dict[int, tuple[int, int]], window: Window) -> Series:
    """Bucket -> (part, whole), as percentages."""
    n_steps = window.n_steps
    steps = [parts.get(_FIRST_STEP + n, (0, 0)) for n in range(n_steps)]
    total = (sum(part for part, _ in steps), sum(whole for _, whole in steps))
    now, before, *cells = (share(*pair) for pair in (total, parts.get(_BEFORE, (0, 0)), *steps))
    return Series(now, before, tuple(cells))


def count_series(counts: dict[int, int], window: Window) -> Series:
    steps = [counts.get(_FIRST_STEP + n, 0) for n in range(window.n_steps)]
    now, before, *cells = (Cell(n, float(n)) for n in (sum(steps), counts.get(_BEFORE, 0), *steps))
    return Series(now, before, tuple(cells))


def shares(rows: QuerySet, at: str, part: Q, scope: Scope) -> Series:
    """The share of the rows that meet the condition `part`, by when `at` was."""
    found = rows.filter(scope.during(at)).annotate(step=step_of(at, scope.window))
    counted = found.values("step").annotate(n=Count("pk"), n_part=Count("pk", filter=part)).order_by()
    parts = {step: (n_part, n) for step, n_part, n in counted.values_list("step", "n_part", "n")}
    return share_series(parts, scope.window)


def histograms(rows: QuerySet, *by: str) -> dict[tuple, Counter[float]]:
    """(…by) -> how often each value of the annotation `length` occurs."""
    found: dict[tuple, Counter[float]] = {}
    counted = rows.values(*by, "length").annotate(n=Count("pk")).order_by()
    for *key, length, n in counted.values_list(*by, "length", "n"):
        found.setdefault(tuple(key), Counter())[length] += n
    return found


def duration_series(by_step: Mapping[int, Counter[float]], window: Window) -> Series:
    """Bucket -> lengths, as medians."""
    steps = [by_step.get(_FIRST_STEP + n, Counter()) for n in range(window.n_steps)]
    now = sum(steps, Counter())
    return Series(
        duration(now), duration(by_step.get(_BEFORE, Counter())), tuple(duration(step) for step in steps)
    )


def duration(lengths: Counter[float]) -> Cell:
    """The median and the 90th percentile of lengths by how often they occur."""
    return Cell(lengths.total(), percentile(lengths, 0.5), percentile(lengths, 0.9))


def percentile(lengths: Counter[float], fraction: float) -> float | None:
    """As PostgreSQL's percentile_cont: between two values, in proportion.

    >>> percentile(Counter({2.0: 1, 14.0: 1}), 0.5), percentile(Counter([1, 2, 3, 10]), 0.9)
    (8.0, 7.9)
    """
    if not lengths:
        return None
    place = (lengths.total() - 1) * fraction
    below, above = (_nth(lengths, n) for n in (floor(place), ceil(place)))
    return round(below + (above - below) * (place - floor(place)), 6)


def _nth(lengths: Counter[float], n: int) -> float:
    """The value at a place, counted from 0, of all in their order."""
    for length, times in sorted(lengths.items()):
        n -= times
        if n < 0:
            return length
    raise ValueError("there are fewer lengths than that")


def is_of_the_period(bucket: int) -> bool:
    return bucket >= _FIRST_STEP


def share(part: int, whole: int) -> Cell:
    return Cell(whole, min(100.0, 100 * part / whole) if whole else None)
