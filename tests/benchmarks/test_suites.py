"""Correctness before speed, by exact counters; ratios are never asserted."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import circumstances, engine_suites, peers, report, round_suites, sql_tables, suites
from benchmarks.ground import Ground
from matching.engine.check import WrongResult

SMALL = 10_000
# What a need costs in work, equal on every machine. Changes are wanted or explained, never accidents.
COSTS = {"postings": 1063.6, "candidates": 329.2, "time_checks": 268.1, "scored": 182.2, "texts": 135.4}


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground(SMALL)


def test_engine_reference_and_plain_loop_agree_before_anything_is_timed(ground: Ground) -> None:
    proved = engine_suites.prove(ground)

    assert (proved["oracle_needs"], proved["brute_force_needs"]) == (60, 60)
    assert proved["pairs"] >= 150


def test_a_need_costs_exactly_this_much_work(ground: Ground) -> None:
    found = engine_suites.one_need(ground)

    print(report.text_table(found["rows"]))
    assert found["costs"] == COSTS


def test_whole_numbers_find_the_list_that_floats_find(ground: Ground) -> None:
    assert engine_suites.precision(ground)["recall"] >= 0.999


def test_changes_after_a_round_give_what_a_rebuild_gives() -> None:
    assert round_suites.delta(Ground(2_000))["n_different"] == 0


@pytest.mark.django_db
def test_sql_computes_the_very_same_integers() -> None:
    small = Ground(2_000)
    sql_tables.load(small.experts)

    assert peers.prove_equal(small, 25) == 25


@pytest.mark.django_db
def test_a_difference_to_sql_is_a_wrong_result(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Ground(300)
    sql_tables.load(small.experts)
    monkeypatch.setattr(peers, "exact_sql", lambda need: [(-1, 0)])

    with pytest.raises(WrongResult, match="need 0: SQL lists"):
        peers.prove_equal(small, 1)


@pytest.mark.django_db
def test_the_loop_over_objects_gives_the_same_list() -> None:
    small = Ground(60)
    sql_tables.load(small.experts)

    n, taken = peers.time_loop(small)

    assert (n, len(taken.wall)) == (60, peers.LOOP_NEEDS)


@pytest.mark.django_db
def test_a_wrong_answer_ends_the_run_without_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def differ(_: Ground) -> dict[str, Any]:
        raise WrongResult("need 3: they disagree")

    said: list[str] = []
    monkeypatch.setattr(engine_suites, "prove", differ)

    status = suites.bench(
        n=SMALL,
        names=["bandwidth"],
        gate=False,
        json_file=tmp_path / "found.json",
        folder=None,
        say=said.append,
    )

    assert status == 1
    assert said[-1] == "WRONG: need 3: they disagree. No time is given."
    assert not (tmp_path / "found.json").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("exponent", "gate", "status"), [(1.2, True, 1), (1.2, False, 0), (0.9, True, 0)])
def test_a_failed_gate_ends_a_gated_run_with_status_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, exponent: float, gate: bool, status: int
) -> None:
    monkeypatch.setattr(engine_suites, "prove", lambda _: {})
    monkeypatch.setitem(suites.SUITES, "growth", lambda _: {"exponent": exponent})
    file = tmp_path / "found.json"

    found = suites.bench(
        n=SMALL, names=["growth"], gate=gate, json_file=file, folder=tmp_path, say=lambda _: None
    )

    assert found == status
    saved = json.loads(file.read_text())
    assert saved["suites"]["growth"]["exponent"] == exponent
    assert saved["versions"]["PostgreSQL"]
    assert (tmp_path / f"bench-{SMALL}.md").exists() and (tmp_path / f"bench-{SMALL}.svg").exists()


def test_a_library_that_is_not_installed_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(circumstances, "LIBRARIES", ("no-such-library",))
    monkeypatch.setattr(circumstances, "_postgres", lambda: "18")

    assert circumstances.circumstances()["versions"] == {"PostgreSQL": "18", "no-such-library": "absent"}
