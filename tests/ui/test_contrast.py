"""Every pair of colours that meets on a page is readable by day and by night; computed from the tokens."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEET = (Path(settings.BASE_DIR) / "static/css/portal.css").read_text()
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "surface", "sunken")
PAIRS = [
    *((text, ground, TEXT) for ground in GROUNDS for text in ("ink", "muted", "green", "green-deep", "red")),
    *((f"on-{colour}", colour, TEXT) for colour in ("green", "red")),
    *((f"on-{colour}", f"{colour}-deep", TEXT) for colour in ("green", "red")),
    ("ink", "grey-wash", TEXT),
    ("muted", "grey-wash", TEXT),
    *((colour, f"{colour}-wash", TEXT) for colour in ("green", "amber", "red", "blue")),
    ("green-deep", "green-wash", TEXT),
    *(("ink", f"{colour}-wash", TEXT) for colour in ("green", "amber", "red", "blue")),
    ("ink", "step-2", TEXT),
    ("ink", "step-3", TEXT),
    ("on-green", "step-4", TEXT),
    *(("edge", ground, EDGE) for ground in ("paper", "surface")),
    ("green", "grey-wash", EDGE),
]


def _tokens() -> dict[str, tuple[str, str]]:
    pairs = re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", SHEET)
    return {name: (day, night) for name, day, night in pairs}


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("time_of_day", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(text: str, ground: str, least: float, time_of_day: int) -> None:
    tokens = _tokens()

    assert _contrast(tokens[text][time_of_day], tokens[ground][time_of_day]) >= least


def test_the_formula_is_the_one_of_the_guidelines() -> None:
    assert round(_contrast("#000000", "#ffffff"), 2) == 21
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48


def test_old_browsers_get_the_colours_of_the_day() -> None:
    fallback = SHEET.split("@supports not (color: light-dark", 1)[1]
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", fallback.split("} }", 1)[0]))

    def long(colour: str) -> str:
        return colour if len(colour) == 7 else "#" + "".join(2 * c for c in colour[1:])

    assert {name: long(colour) for name, colour in found.items()} == {
        name: day for name, (day, _night) in _tokens().items()
    }
