"""The relevance suite measures what production ranks, by measures that are what they say."""

import doctest
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import relevance, relevance_measures, sentence_model
from benchmarks.ground import Ground
from benchmarks.relevance_measures import average_precision, difference, estimate, ordered, rated
from benchmarks.relevance_variants import VARIANTS
from matching.engine import text
from matching.engine.check import WrongResult

PUMPS = {"id": "p1", "title": "Solar pumps", "abstract": "irrigation of farms by solar pumps"}
GENOME = {"id": "g1", "title": "Wheat genome", "abstract": "assembly of plant genomes"}
NEEDS = [
    {"id": "n1", "title": "Pumps for farms", "text": "solar irrigation", "year": None},
    {"id": "n2", "title": "Genome assembly", "text": "wheat", "year": None},
]


def lines(file: Path, rows: list[dict]) -> None:
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """One small set of each kind: everybody knows their own matter best. No sentence model is named."""
    monkeypatch.delenv(sentence_model.VARIABLE, raising=False)
    for name in ("rated", "paired", "relevant"):
        (tmp_path / name).mkdir()
        lines(
            tmp_path / name / "experts.jsonl", [{"id": "a", "docs": [PUMPS]}, {"id": "b", "docs": [GENOME]}]
        )
        lines(tmp_path / name / "needs.jsonl", NEEDS)
    (tmp_path / "rated" / "judgments.csv").write_text(
        "expert,need,expertise\na,n1,5\na,n2,1\nb,n1,2\nb,n2,4.5\n"
    )
    (tmp_path / "rated" / "profiles.json").write_text('{"1": {"a": ["p1"], "b": ["g1"]}}')
    opposite = {"1": {"a": {"n1": 0.0, "n2": 1.0}, "b": {"n1": 1.0, "n2": 1.0}}}
    (tmp_path / "rated" / "published_predictions.json").write_text(json.dumps({"theirs": opposite}))
    pair = {"better_score": 4, "worse_score": 2, "rate_better": 0.1, "rate_worse": 0.9}
    lines(
        tmp_path / "paired" / "pairs.jsonl",
        [
            pair | {"kind": "pc", "anchor": "n1", "better": "a", "worse": "b"},
            pair | {"kind": "rc", "anchor": "b", "better": "n2", "worse": "n1"},
        ],
    )
    (tmp_path / "relevant" / "qrels.tsv").write_text("n1\t0\ta\t1\nn2\t0\tb\t1\n")
    return tmp_path


def value(found: dict, name: str, scorer: str, measure: str) -> float:
    return found["sets"][name]["scorers"][scorer][measure]["value"]


def test_each_kind_of_set_is_judged_and_published_scores_are_judged_alike(folder):
    found = relevance.run(folder)

    ours = relevance.PRODUCTION
    assert [value(found, "rated", ours, each) for each in ("loss", "easy")] == [0.0, 1.0]
    assert value(found, "rated", "published theirs", "loss") == (4 + 2.5 / 2) / 6.5
    assert [value(found, "paired", ours, each) for each in ("loss", "accuracy")] == [0.0, 1.0]
    assert value(found, "paired", "published rate_8b", "loss between needs") == 1.0
    assert value(found, "relevant", ours, "MAP") == 1.0


def test_every_variant_stands_with_its_costs_and_simpler_ones_are_smaller(folder):
    found = relevance.run(folder)

    size = {name: costs["bytes_per_expert"] for name, costs in found["costs"].items()}
    assert size.keys() == VARIANTS.keys()
    assert size["mean vector"] <= size["per work"] <= size[relevance.PRODUCTION]


def test_the_suite_reads_the_named_folder_and_prints_sets_scorers_and_intervals(folder, monkeypatch):
    monkeypatch.setenv(relevance.VARIABLE, str(folder))

    found = relevance.suite(Ground(10_000))

    [printed] = found["notes"]
    assert "rated: 2 experts, 2 needs" in printed
    assert "published theirs" in printed
    assert "Sentence model: absent: PORTAL_SENTENCE_MODEL names no folder" in printed
    assert "0.0000 [0.000 0.000]" in printed
    assert found["sets"].keys() == {"rated", "paired", "relevant"}


def test_a_measure_that_never_occurs_is_left_out(folder):
    found = relevance.run(folder)

    assert "hard" not in found["sets"]["rated"]["scorers"][relevance.PRODUCTION]


def test_absent_data_is_said_to_be_absent(tmp_path, monkeypatch):
    monkeypatch.delenv(relevance.VARIABLE, raising=False)

    assert relevance.suite(Ground(10_000))["notes"] == [relevance.ABSENT]
    assert "no judged set below" in relevance.table(relevance.run(tmp_path))


def test_what_is_not_production_is_not_measured_as_production(folder, monkeypatch):
    monkeypatch.setitem(VARIANTS, relevance.PRODUCTION, VARIANTS["mean vector"])
    monkeypatch.setattr(text, "rank", lambda *_: (["a", "b"], ["n1", "n2"], np.zeros((2, 2), np.int64)))

    with pytest.raises(WrongResult, match="not what rank"):
        relevance.run(folder)


def test_the_examples_of_the_measures_are_true():
    result = doctest.testmod(relevance_measures)

    assert result.attempted > 0
    assert result.failed == 0


def test_a_tie_costs_half_and_an_easy_pair_is_not_a_hard_one():
    assert ordered(0.5, 0.5, 3.0) == (3.0, 1.5, False)
    assert rated({"a": 5, "b": 4, "c": 3, "d": 2}, {"a": 4, "b": 3, "c": 2, "d": 1}) == {
        "loss": (0.0, 10.0),
        "easy": (2, 2),
        "hard": (1, 1),
    }


def test_average_precision_counts_relevant_ones_that_come_late():
    assert average_precision(["x", "a", "y", "b"], {"a", "b"}) == (1 / 2 + 2 / 4) / 2


def test_an_interval_covers_its_value_and_a_difference_to_oneself_is_none():
    tally = np.array([[at % 3, 4] for at in range(30)], dtype=np.float64)

    found = estimate(tally)

    assert found["low"] < found["value"] == 0.25 < found["high"]
    assert difference(tally, tally) == {"value": 0.0, "low": 0.0, "high": 0.0}
