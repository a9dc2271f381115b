"""Numbers prepared for the drawing components: shares and steps, worked out here and not in templates."""

from collections.abc import Iterable
from dataclasses import dataclass

TILE_STEPS = 5


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    share: int  # percent of the longest bar


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    label: str
    value: int
    step: int  # 1 for nothing, 2 to 5 by share of the greatest


def bars(rows: Iterable[tuple[str, int]]) -> list[Bar]:
    """Ranked bars, the longest first; equal values keep their order.

    >>> [(bar.label, bar.share) for bar in bars([("Oman", 1), ("Qatar", 4)])]
    [('Qatar', 100), ('Oman', 25)]
    """
    ranked = sorted(rows, key=lambda row: -row[1])
    greatest = max((value for _, value in ranked), default=0) or 1
    return [Bar(label, value, round(100 * value / greatest)) for label, value in ranked]


def tiles(rows: Iterable[tuple[str, str, int]]) -> list[Tile]:
    """Tiles of code, label and value; a shade never says "some" where there is nothing.

    >>> [tile.step for tile in tiles([("A", "a", 0), ("B", "b", 1), ("C", "c", 100)])]
    [1, 2, 5]
    """
    kept = list(rows)
    greatest = max((value for _, _, value in kept), default=0) or 1
    return [Tile(code, label, value, _step(value, greatest)) for code, label, value in kept]


def percent(part: int, whole: int) -> int:
    """A whole percentage; nothing of nothing is 0.

    >>> percent(1, 3), percent(0, 0)
    (33, 0)
    """
    return round(100 * part / whole) if whole else 0


def _step(value: int, greatest: int) -> int:
    if value <= 0:
        return 1
    return min(TILE_STEPS, 2 + (TILE_STEPS - 1) * value // (greatest + 1))
