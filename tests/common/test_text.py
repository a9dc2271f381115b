"""Words as they stand in sentences."""

import pytest

from common.text import within_sentence


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("VLSI design", "VLSI design"),
        ("Power systems", "power systems"),
        ("Internet of Things (IoT)", "internet of things (IoT)"),
    ],
)
def test_abbreviations_stay_as_they_are_inside_a_sentence(name: str, inside: str) -> None:
    assert within_sentence(name) == inside
