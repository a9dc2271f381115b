"""Benchmarks prove before they time, and refuse answers that differ."""

import pytest

from benchmarks import match, measures
from matching.engine.check import WrongResult


def test_a_wrong_answer_is_no_time():
    ways = {"one": lambda item: item, "other": lambda item: item + 1}

    with pytest.raises(WrongResult, match="item 0: one, other disagree"):
        measures.in_turn(ways, [1], lambda answers: answers[0] == answers[1])


def test_the_proof_holds_on_needs_of_every_looseness():
    match.prove(n_needs=6)


def test_the_match_suite_finds_times_ratios_and_counters(monkeypatch):
    monkeypatch.setattr(match, "CHECKED_NEEDS", 2)

    found = match.run([500, 1000], 2)

    assert [each["n"] for each in found["sizes"]] == [500, 1000]
    assert found["sizes"][0]["costs"]["candidates"] > 0
    assert "reference" in match.table(found)


def test_the_exponent_is_the_slope_of_cost_over_size():
    assert match.exponent([10, 100, 1000], [2.0, 4.0, 8.0]) == pytest.approx(0.301)
    assert match.exponent([10], [1.0]) is None
