"""What may be read of a number, and in which words: one rule for pages and files."""

from django.utils.translation import gettext as _

from common.counts import LEAST_TOLD, coarse, coarse_words
from common.templatetags.formats import number
from insights.enums import Scale
from insights.selectors.figures.counting import Cell

# The 90th percentile of fewer is nearly the slowest single case.
LEAST_FOR_TAIL = 10
# Below this many cases, one of them would show in a whole percentage.
_LEAST_FOR_PERCENTS = 50
_STEP = 5


def told(cell: Cell, scale: Scale) -> float | None:
    """The value as it may be shown; None while it rests on too few cases.

    >>> told(Cell(4, 50.0), Scale.PERCENT), told(Cell(12, 41.7), Scale.PERCENT)
    (None, 40)
    >>> told(Cell(57, 57.0), Scale.COUNT), told(Cell(400, 41.7), Scale.PERCENT)
    (50, 42)
    """
    if cell.n < LEAST_TOLD or cell.value is None:
        return None
    if scale == Scale.COUNT:
        return coarse(cell.n)
    if scale == Scale.PERCENT:
        step = _STEP if cell.n < _LEAST_FOR_PERCENTS else 1
        return step * round(cell.value / step)
    return round(cell.value, 2 if scale == Scale.INDEX else 1)


def tail_told(cell: Cell) -> float | None:
    """The 90th percentile, when there are enough cases behind it."""
    return None if cell.tail is None or cell.n < LEAST_FOR_TAIL else round(cell.tail, 1)


def words(value: float | None, scale: Scale) -> str:
    """A told value with its unit; what is not told says why."""
    if value is None:
        return coarse_words(0)
    if scale == Scale.DAYS:
        return _("%(n)s days") % {"n": number(value)}
    if scale == Scale.WORKING_DAYS:
        return _("%(n)s working days") % {"n": number(value)}
    if scale == Scale.PERCENT:
        return f"{number(value)} %"
    return coarse_words(int(value)) if scale == Scale.COUNT else number(value)


def change_words(now: float | None, before: float | None, scale: Scale) -> str:
    """How a value moved; nothing where one of the two is not told."""
    if now is None or before is None:
        return ""
    by = round(now - before, 2)
    if not by:
        return _("as much as a year before")
    amount = _("%(n)s percentage points") % {"n": number(abs(by))} if scale == Scale.PERCENT else ""
    said = {"by": amount or words(abs(by), scale) if scale != Scale.COUNT else coarse_words(int(abs(by)))}
    if by > 0:
        return _("%(by)s more than a year before") % said
    return _("%(by)s less than a year before") % said
