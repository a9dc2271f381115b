"""The figures as a table for other programs: one row for each step, with the definition beside it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.counts import LEAST_TOLD, coarse, coarse_words
from common.sheets import Value
from common.templatetags.formats import written
from insights.enums import SCALES, Figure, Scale
from insights.labels import FIGURE_DEFINITIONS, FIGURES, GRAINS, SCALE_NAMES
from insights.selectors.figures.computing import Choice, computed
from insights.selectors.figures.counting import Cell, Series
from insights.selectors.figures.page import begun, step_labels
from insights.selectors.figures.telling import tail_told, told
from insights.selectors.places import by_territory
from taxonomy.labels import country_name

Row = Sequence[Value]


def oversight_sheet(
    choice: Choice, *, period_name: str, at: datetime, only: Figure | None = None
) -> list[Row]:
    """What was asked for and when it was counted, then the rows; of one figure, or of all with the places."""
    found = computed(choice, at=at)
    everything = _("all")
    head: list[Row] = [
        (_("Figures of the portal"),),
        (_("Period"), period_name),
        (_("Trend by"), str(GRAINS[choice.grain])),
        (_("Programme"), str(choice.programme or everything)),
        (_("Unit"), str(choice.unit or everything)),
        (_("Counted at"), written(found.at)),
        (_("Values from fewer than %(n)s cases are not told, counts are rounded down.") % {"n": LEAST_TOLD},),
        (),
        (
            _("Figure"),
            _("Unit of measure"),
            _("Of what"),
            _("Value"),
            _("90th percentile"),
            _("Cases, rounded down"),
            _("Definition"),
        ),
    ]
    for code in [only] if only else list(Figure):
        head += _rows_of(code, found.series[code], choice, found.at)
    if only in (None, Figure.REVIEW_AGE):
        head += [_row(Figure.REVIEW_AGE, tier, age) for tier, (age, _on_time) in found.tiers.items()]
    if only in (None, Figure.REVIEW_ON_TIME):
        head += [_row(Figure.REVIEW_ON_TIME, tier, on_time) for tier, (_age, on_time) in found.tiers.items()]
    if only in (None, Figure.APPROVED):
        provinces = by_territory(dict(found.where.places))
        head += [_row(Figure.APPROVED, str(place), Cell(n, float(n))) for place, n in provinces]
    if only is None:
        head += [_country(code, n) for code, n in found.where.countries]
    return head


def _rows_of(code: Figure, series: Series, choice: Choice, at: datetime) -> Iterator[Row]:
    yield _row(code, _("whole period"), series.now)
    yield _row(code, _("a year before"), series.before)
    for label, cell in list(zip(step_labels(choice), series.steps, strict=True))[: begun(choice, at)]:
        yield _row(code, label, cell)


def _row(code: Figure, of_what: str, cell: Cell) -> Row:
    scale = SCALES[code]
    value = told(cell, scale)
    return (
        str(FIGURES[code]),
        str(SCALE_NAMES[scale]),
        of_what,
        coarse_words(0) if value is None else value,
        tail_told(cell),
        coarse(cell.n) or coarse_words(0),
        str(FIGURE_DEFINITIONS[code]),
    )


def _country(code: str, n: int) -> Row:
    definition = _("Experts of approved placements by country. Countries with fewer than five are left out.")
    scale = SCALE_NAMES[Scale.COUNT]
    return (_("Experts by country"), str(scale), country_name(code), n, None, n, definition)
