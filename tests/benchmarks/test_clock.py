"""Times are taken in turn, in bounded time, and compared over what both have done."""

from benchmarks.clock import Series, Way, in_turn, ratio


def test_every_way_sees_every_item_after_one_call_that_does_not_count() -> None:
    seen: list[tuple[str, int]] = []
    ways = {name: Way(lambda item, name=name: seen.append((name, item))) for name in "ab"}

    taken = in_turn(ways, [1, 2], most_seconds=60)

    assert seen == [("a", 1), ("b", 1), ("a", 1), ("b", 1), ("a", 2), ("b", 2)]
    assert [len(series.wall) for series in taken.values()] == [2, 2]


def test_a_way_that_takes_too_long_gets_no_further_items() -> None:
    ways = {"slow": Way(lambda _: sum(range(100_000))), "quick": Way(lambda _: None)}

    taken = in_turn(ways, range(5), most_seconds=1e-9)

    assert len(taken["slow"].wall) == 1


def test_a_ratio_is_over_the_items_that_both_have_done() -> None:
    assert ratio(Series([4.0], [4.0]), Series([1.0, 100.0], [1.0, 100.0]), "wall_mean") == 4.0
