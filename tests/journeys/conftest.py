"""The browser of tests/ui serves the journeys too."""

from tests.ui.conftest import browser, violations, window

__all__ = ["browser", "violations", "window"]
