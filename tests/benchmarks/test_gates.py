"""A figure is judged by its size; what was not measured is never passed off as good."""

from typing import Any

import pytest

from benchmarks import suites
from benchmarks.gates import GATES, MILLION, THOUSANDS_10, THOUSANDS_100, Verdict, judge


def _verdicts(found: dict[str, Any], n: int, code: str) -> list[Verdict]:
    return [each.verdict for each in judge(found, n) if each.gate.code == code]


def _peers(times: float) -> dict[str, Any]:
    return {"peers": {"times_faster_than": {"SQL, exact score": {"median": times}}}}


@pytest.mark.parametrize(
    ("times", "n", "verdict"),
    [
        (150.0, MILLION, Verdict.PASS),
        (149.9, MILLION, Verdict.FAIL),
        (20.0, THOUSANDS_100, Verdict.PASS),
        (19.9, THOUSANDS_100, Verdict.FAIL),
        (1.0, THOUSANDS_10, Verdict.SHOWN),
    ],
)
def test_the_ratio_to_sql_is_judged_by_the_number_of_experts(times: float, n: int, verdict: Verdict) -> None:
    assert _verdicts(_peers(times), n, "T1") == [verdict]


def test_what_must_be_small_fails_when_it_is_large() -> None:
    found = {"growth": {"exponent": 1.01}}

    assert _verdicts(found, MILLION, "T8") == [Verdict.FAIL]
    assert _verdicts({"growth": {"exponent": 1.0}}, MILLION, "T8") == [Verdict.PASS]


def test_a_directory_whose_counts_nobody_compared_fails_its_gate() -> None:
    found = {"directory": {"n_compared": 0, "count_times_faster": 10_000.0}}

    assert _verdicts(found, MILLION, "T16") == [Verdict.FAIL, Verdict.PASS]


def test_what_was_not_measured_is_absent() -> None:
    assert {each.verdict for each in judge({}, MILLION)} == {Verdict.ABSENT}
    assert _verdicts({"precision": {"recall": None}}, MILLION, "T11") == [Verdict.ABSENT]


def test_every_gate_names_a_suite_and_has_a_limit_for_a_million() -> None:
    assert {gate.key.partition("/")[0] for gate in GATES} <= set(suites.SUITES)
    assert all(MILLION in gate.limits for gate in GATES)


def test_all_gates_of_the_design_but_the_dropped_ones_are_there() -> None:
    numbers = {int(gate.code.removeprefix("T")) for gate in GATES}

    assert numbers == {1, 2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16}
