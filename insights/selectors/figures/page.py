"""The page of the figures: every number in words, with its trend as a picture and as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from babel.dates import format_date
from django.utils import timezone

from common.charts import Bar, Line, Tile, bars, line, tiles
from common.counts import coarse, coarse_words
from common.templatetags.formats import number, reading_locale
from insights.enums import SCALES, Figure, Grain, Scale
from insights.labels import FIGURE_DEFINITIONS, FIGURES, GROUPS
from insights.selectors.figures.computing import Choice, Computed, computed
from insights.selectors.figures.counting import Cell, Series
from insights.selectors.figures.telling import change_words, tail_told, told, words
from insights.selectors.places import by_territory
from taxonomy.labels import country_name


@dataclass(frozen=True, slots=True)
class StepRow:
    label: str
    value: str
    tail: str
    n: str


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure; `value` is empty while it rests on too few cases."""

    code: Figure
    title: str
    definition: str
    value: str
    tail: str
    n: str
    is_count: bool
    before: str
    change: str
    line: Line
    top: str
    first: str
    last: str
    steps: Sequence[StepRow]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    figures: Sequence[FigureView]


@dataclass(frozen=True, slots=True)
class TierRow:
    tier: str
    age: str
    tail: str
    on_time: str
    n: str


@dataclass(frozen=True, slots=True)
class CurveRow:
    experts: str
    invitations: str


@dataclass(frozen=True, slots=True)
class OversightPage:
    at: datetime
    groups: Sequence[Group]
    tiers: Sequence[TierRow]
    curve: str
    curve_rows: Sequence[CurveRow]
    provinces: Sequence[Tile]
    countries: Sequence[Bar]
    is_empty: bool


def oversight_page(choice: Choice, *, at: datetime) -> OversightPage:
    found = computed(choice, at=at)
    return OversightPage(
        at=found.at,
        groups=[
            Group(str(title), [_figure(code, found.series[code], choice, found.at) for code in codes])
            for title, codes in GROUPS
        ],
        tiers=[_tier(tier, *cells) for tier, cells in found.tiers.items()],
        **_curve(found),
        provinces=_provinces(found.where.places),
        countries=bars(((country_name(code), n) for code, n in found.where.countries), coarse_words),
        is_empty=not any(series.now.n for series in found.series.values()),
    )


def step_label(starts_on: date, ends_before: date, grain: Grain) -> str:
    """A month, or the first and the last month of a quarter, in the reader's language."""
    locale = reading_locale()
    if grain == Grain.MONTH:
        return format_date(starts_on, "MMM y", locale=locale)
    last = ends_before - timedelta(days=1)
    return f"{format_date(starts_on, 'MMM', locale=locale)}–{format_date(last, 'MMM y', locale=locale)}"


def step_labels(choice: Choice) -> list[str]:
    edges = choice.period.edges(choice.grain)
    return [step_label(*pair, choice.grain) for pair in pairwise(edges)]


def begun(choice: Choice, at: datetime) -> int:
    """How many steps of the period have begun."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    return sum(day <= today for day in choice.period.edges(choice.grain)[:-1])


def _figure(code: Figure, series: Series, choice: Choice, at: datetime) -> FigureView:
    scale = SCALES[code]
    now, before = told(series.now, scale), told(series.before, scale)
    labels = step_labels(choice)
    values = [told(cell, scale) for cell in series.steps]
    drawn = line(values, top={Scale.PERCENT: 100, Scale.INDEX: 1}.get(scale))
    rows = zip(labels, series.steps, strict=True)
    return FigureView(
        code=code,
        title=str(FIGURES[code]),
        definition=str(FIGURE_DEFINITIONS[code]),
        value="" if now is None else words(now, scale),
        tail=_tail(series.now, scale),
        n=coarse_words(series.now.n),
        is_count=scale == Scale.COUNT,
        before="" if before is None else words(before, scale),
        change=change_words(now, before, scale),
        line=drawn,
        top=f"{number(drawn.top)} %" if scale == Scale.PERCENT else number(drawn.top),
        first=labels[0],
        last=labels[-1],
        steps=[
            StepRow(label, words(told(cell, scale), scale), _tail(cell, scale), coarse_words(cell.n))
            for label, cell in list(rows)[: begun(choice, at)]
        ],
    )


def _tail(cell: Cell, scale: Scale) -> str:
    tail = tail_told(cell)
    return "" if tail is None else words(tail, scale)


def _tier(tier: str, age: Cell, on_time: Cell) -> TierRow:
    return TierRow(
        tier=tier,
        age=words(told(age, Scale.WORKING_DAYS), Scale.WORKING_DAYS),
        tail=_tail(age, Scale.WORKING_DAYS),
        on_time=words(told(on_time, Scale.PERCENT), Scale.PERCENT),
        n=coarse_words(age.n),
    )


def _curve(found: Computed) -> Mapping[str, object]:
    """Drawn only where the index beside it is told."""
    points = found.curve if told(found.series[Figure.INVITED_GINI].now, Scale.INDEX) is not None else ()
    return {
        "curve": " ".join(f"{100 * x:.0f},{100 * y:.1f}" for x, y in points),
        "curve_rows": [CurveRow(_percent(x), _percent(y)) for x, y in points],
    }


def _percent(share: float) -> str:
    return words(round(100 * share), Scale.PERCENT)


def _provinces(places: Iterable[tuple[int, int]]) -> list[Tile]:
    counted = by_territory(dict(places))
    return tiles(((place.code, str(place), coarse(n)) for place, n in counted), coarse_words)
