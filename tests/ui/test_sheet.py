"""The sheet keeps its promises: small, layered, the same for both directions, no outside world."""

import re
from pathlib import Path

from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
SHEET = (STATIC / "css/portal.css").read_text()
RULES = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL)


def test_the_sheet_stays_under_its_budget() -> None:
    assert len(SHEET.encode()) <= 30_000


def test_every_rule_belongs_to_a_layer() -> None:
    outside, depth = "", 0
    for character in RULES:
        depth += {"{": 1, "}": -1}.get(character, 0)
        outside += character if depth == 0 and character != "}" else ""

    assert depth == 0
    order, *layers = (part.strip(" \n;") for part in outside.split("@layer")[1:])
    assert layers == order.split(", ")


def test_nothing_is_said_in_left_and_right() -> None:
    physical = re.findall(
        r"(?:margin|padding|border|inset)-(?:left|right|top|bottom)\b|[{;]\s*(?:left|right|top|bottom|width|height"
        r"|min-width|max-width|min-height|max-height|float)\s*:|text-align:\s*(?:left|right)",
        RULES,
    )

    assert physical == []


def test_nothing_comes_from_elsewhere() -> None:
    scripts = [path.read_text() for path in STATIC.rglob("*.js")]

    assert "url(" not in RULES
    assert "@import" not in RULES
    assert not any("http" in script for script in scripts)


def test_every_class_of_the_sheet_is_used_by_a_template_or_a_script() -> None:
    """Dead rules cost everyone a download."""
    root = Path(settings.BASE_DIR)
    sources = [
        *(root / "templates").rglob("*.html"),
        *root.glob("*/templates/**/*.html"),
        *STATIC.rglob("*.js"),
    ]
    words = set(re.findall(r"[\w-]+", " ".join(path.read_text() for path in sources)))
    added_by_htmx = {"htmx-request", "htmx-indicator"}
    # Tones are chosen in Python, by labels.py of each app; colours by the catalogue.
    chosen = {"good", "waiting", "bad", "info", "late", "mine", "nobody"}
    chosen |= {"sunken", "ink", "green", "amber", "red", "blue"}

    classes = set(re.findall(r"\.([a-z][\w-]*)", RULES))

    assert classes - words - added_by_htmx - chosen == set()
