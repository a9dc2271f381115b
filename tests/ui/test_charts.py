"""Numbers prepared for drawing never say more than they are."""

import doctest

import pytest

from common import charts
from common.charts import Bar, bars, percent, tiles


def test_the_examples_are_true() -> None:
    assert doctest.testmod(charts).failed == 0


def test_bars_of_nothing_are_empty_and_of_zeroes_have_no_length() -> None:
    assert bars([]) == []
    assert bars([("A", 0), ("B", 0)]) == [Bar("A", 0, 0), Bar("B", 0, 0)]


@pytest.mark.parametrize("greatest", [1, 2, 7, 1000])
def test_the_greatest_tile_is_the_darkest_unless_there_is_only_one_thing(greatest: int) -> None:
    steps = [tile.step for tile in tiles([("A", "a", 0), ("B", "b", greatest)])]

    assert steps[0] == 1
    assert 2 <= steps[1] <= 5


def test_tiles_without_anything_are_all_pale() -> None:
    assert [tile.step for tile in tiles([("A", "a", 0)])] == [1]


def test_a_share_of_nothing_is_nothing() -> None:
    assert (percent(0, 0), percent(2, 3), percent(3, 3)) == (0, 67, 100)
