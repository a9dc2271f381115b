"""Numbers prepared for the drawing components: shares and steps, worked out here and not in templates."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

TILE_STEPS = 5
WIDTH, HEIGHT = 300, 100


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: int
    share: int  # percent of the longest bar
    words: str = ""  # instead of the number


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    label: str
    value: int
    step: int  # 1 for nothing, 2 to 5 by share of the greatest
    words: str = ""  # instead of the number


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar, in thousandths of its length; neighbours differ in `is_odd`."""

    label: str
    value: int
    start: int
    length: int
    is_odd: bool


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line over equal steps, in a picture of WIDTH x HEIGHT; it is broken where nothing is known."""

    runs: list[str]  # points of a polyline each
    dots: list[Dot]
    top: float  # what the height stands for


@dataclass(frozen=True, slots=True)
class Slope:
    """One line from a place before to a place after, counted from 1; None is outside the picture."""

    label: str
    before: int | None
    after: int | None
    start_y: int
    end_y: int

    @property
    def has_moved(self) -> bool:
        return self.before != self.after


def _as_number(_value: int) -> str:
    return ""


def bars(rows: Iterable[tuple[str, int]], told: Callable[[int], str] = _as_number) -> list[Bar]:
    """Ranked bars, the longest first; equal values keep their order. `told` puts a value into words.

    >>> [(bar.label, bar.share) for bar in bars([("Oman", 1), ("Qatar", 4)])]
    [('Qatar', 100), ('Oman', 25)]
    """
    ranked = sorted(rows, key=lambda row: -row[1])
    greatest = max((value for _, value in ranked), default=0) or 1
    return [Bar(label, value, round(100 * value / greatest), told(value)) for label, value in ranked]


def stacked(rows: Iterable[tuple[str, int]], whole: int) -> list[Segment]:
    """Parts of a whole, one behind the other; parts of nothing are left out.

    >>> [(s.start, s.length, s.is_odd) for s in stacked([("a", 50), ("b", 0), ("c", 25)], 100)]
    [(0, 500, False), (500, 250, True)]
    """
    segments: list[Segment] = []
    reached = 0
    for label, value in rows:
        if value > 0:
            start, end = (1_000 * at // whole for at in (reached, reached + value))
            segments.append(Segment(label, value, start, end - start, len(segments) % 2 == 1))
            reached += value
    return segments


def line(values: Sequence[float | None], *, top: float | None = None) -> Line:
    """Values from left to right, from nothing at the foot to `top` or a round number above the greatest.

    >>> line([0, None, 8, 4])
    Line(runs=['0.0,100.0', '200.0,20.0 300.0,60.0'], dots=[Dot(x=0.0, y=100.0), Dot(x=200.0, y=20.0), \
Dot(x=300.0, y=60.0)], top=10)
    """
    top = top or _round_above(max((value for value in values if value is not None), default=0))
    apart = WIDTH / max(1, len(values) - 1)
    runs: list[list[Dot]] = [[]]
    for n, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(Dot(round(n * apart, 1), round(HEIGHT * (1 - value / top), 1)))
    drawn = [run for run in runs if run]
    return Line(
        [" ".join(f"{dot.x},{dot.y}" for dot in run) for run in drawn], [d for run in drawn for d in run], top
    )


def _round_above(greatest: float) -> float:
    """1, 2 or 5 with zeroes.

    >>> [_round_above(value) for value in (0, 0.3, 8, 11, 499)]
    [1, 1, 10, 20, 500]
    """
    power = 10 ** max(0, len(str(int(greatest))) - 1)
    return next(step * power for step in (1, 2, 5, 10) if step * power >= greatest)


def slopes(before: Sequence[str], after: Sequence[str], *, step: int) -> list[Slope]:
    """Two rankings side by side: who stays is one line, who leaves or enters runs to the foot.

    >>> [(s.label, s.before, s.after, s.start_y, s.end_y) for s in slopes(["a", "b"], ["b", "c"], step=10)]
    [('a', 1, None, 10, 30), ('b', 2, 1, 20, 10), ('c', None, 2, 30, 20)]
    """
    foot = max(len(before), len(after)) + 1
    old = {label: place for place, label in enumerate(before, start=1)}
    new = {label: place for place, label in enumerate(after, start=1)}
    return [
        Slope(label, old.get(label), new.get(label), old.get(label, foot) * step, new.get(label, foot) * step)
        for label in dict.fromkeys((*before, *after))
    ]


def tiles(rows: Iterable[tuple[str, str, int]], told: Callable[[int], str] = _as_number) -> list[Tile]:
    """Tiles of code, label and value; a shade never says "some" where there is nothing.

    >>> [tile.step for tile in tiles([("A", "a", 0), ("B", "b", 1), ("C", "c", 100)])]
    [1, 2, 5]
    """
    kept = list(rows)
    greatest = max((value for _, _, value in kept), default=0) or 1
    return [Tile(code, label, value, _step(value, greatest), told(value)) for code, label, value in kept]


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
