"""Lines over two logarithmic axes as one SVG without scripts or outside files."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 80, 200, 20, 50
COLOURS = ("#01411c", "#b3541e", "#1f5fa8", "#7a3e9d", "#8a6d00", "#555555", "#a8123e")
MARKS = ("circle", "square", "diamond")


@dataclass(frozen=True, slots=True)
class Line:
    """A name and points (x, y), both above zero, x ascending."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Axis:
    """Powers of ten from `low` to `high` over pixels `start` to `end`."""

    low: int
    high: int
    start: float
    end: float

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / max(self.high - self.low, 1)
        return round(self.start + share * (self.end - self.start), 1)

    @property
    def ticks(self) -> list[int]:
        return list(range(self.low, self.high + 1))


def axis(values: Sequence[float], start: float, end: float) -> Axis:
    """An axis from the power of ten below all values to the one above.

    >>> axis([20.0, 3000.0], 0, 30).ticks
    [1, 2, 3, 4]
    """
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return Axis(low, max(high, low + 1), start, end)


def plot(lines: Sequence[Line], x: str, y: str) -> str:
    """The lines with their names at the right end; an empty picture says that nothing was measured."""
    points = [point for line in lines for point in line.points]
    if not points:
        return _svg([_text(WIDTH / 2, HEIGHT / 2, "nothing was measured", "middle")], "nothing was measured")
    across = axis([at for at, _ in points], LEFT, WIDTH - RIGHT)
    up = axis([value for _, value in points], HEIGHT - BOTTOM, TOP)
    parts = [*_grid(across, up), _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x, "middle")]
    parts.append(
        f'<text transform="translate(16 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y)}</text>"
    )
    names_at = _apart([up.at(line.points[-1][1]) for line in lines])
    for number, (line, name_at) in enumerate(zip(lines, names_at, strict=True)):
        parts += _line(line, number, across, up, name_at)
    return _svg(parts, f"{y} against {x}: " + ", ".join(line.name for line in lines))


def _grid(across: Axis, up: Axis) -> list[str]:
    parts = []
    for power in across.ticks:
        at = across.at(10**power)
        parts.append(f'<path class="grid" d="M{at} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(_text(at, HEIGHT - BOTTOM + 18, f"{10**power:,}", "middle"))
    for power in up.ticks:
        at = up.at(10**power)
        parts.append(f'<path class="grid" d="M{LEFT} {at}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 8, at + 4, f"{10**power:,}" if power >= 0 else f"{10**power:g}", "end"))
    return parts


def _line(line: Line, number: int, across: Axis, up: Axis, name_at: float) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    at = [(across.at(x), up.at(y)) for x, y in line.points]
    path = "M" + "L".join(f"{x} {y}" for x, y in at)
    parts = [f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'] if len(at) > 1 else []
    parts += [_mark(MARKS[number % len(MARKS)], x, y, colour) for x, y in at]
    name = _text(WIDTH - RIGHT + 14, name_at + 4, line.name, "start")
    return [*parts, name.replace("<text", f'<text fill="{colour}"', 1)]


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    if kind == "circle":
        return f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
    turned = f' transform="rotate(45 {x} {y})"' if kind == "diamond" else ""
    return f'<rect x="{x - 3.5:.1f}" y="{y - 3.5:.1f}" width="7" height="7" fill="{colour}"{turned}/>'


def _apart(wanted: Sequence[float], least: float = 16) -> list[float]:
    """The same heights, moved down where names would stand on each other.

    >>> _apart([10.0, 12.0, 60.0])
    [10.0, 26.0, 60.0]
    """
    placed, below = list(wanted), -math.inf
    for at in sorted(range(len(wanted)), key=lambda at: wanted[at]):
        placed[at] = below = max(wanted[at], below + least)
    return placed


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(parts: Sequence[str], title: str) -> str:
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12" fill="#222">'
        f"<title>{escape(title)}</title><style>.grid{{stroke:#ddd;fill:none}}</style>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    )
    return "\n".join([head, *parts, "</svg>"]) + "\n"
