"""A sentence model is measured where its folder is named, and is said to be absent everywhere else."""

import doctest
import json

import numpy as np
import pytest

from benchmarks import relevance, relevance_variants, sentence_model
from benchmarks.relevance_variants import FUSIONS, MODEL, MODEL_PERSON, PRODUCTION, rank_all

pytest.importorskip("onnxruntime", reason="packages of benchmarks/requirements-semantic.txt")
pytest.importorskip("tokenizers", reason="packages of benchmarks/requirements-semantic.txt")

WORDS = {
    "solar": [1.0, 0.0, 0.0],
    "photovoltaic": [0.9, 0.1, 0.0],
    "genome": [0.0, 1.0, 0.0],
    "pump": [0, 0, 1.0],
}
BAGS = {
    "a": [{"title": "photovoltaic", "text": ""}],
    "b": [{"title": "genome", "text": "genome"}],
    "c": [],
}
NEEDS = {"n": {"title": "solar", "text": ""}}


@pytest.fixture
def folder(tmp_path):
    from tests.matching.engine.tiny_onnx import write_model

    return write_model(tmp_path / "model", WORDS)


def test_a_texts_vector_is_the_mean_of_its_tokens_in_whole_steps(folder):
    vectors = sentence_model.load_model(folder)(["solar", "solar genome", "nothing known"])

    assert vectors.dtype == np.int8
    assert vectors.tolist() == [[127, 0, 0], [90, 90, 0], [0, 0, 0]]


def test_only_the_beginning_of_a_long_text_is_read(folder):
    encode = sentence_model.load_model(folder)

    beginning, longer = encode(["solar " * 256, "solar " * 256 + "genome " * 9_000])

    assert beginning.tolist() == longer.tolist()


def test_a_synonym_counts_with_a_model_and_not_without(folder):
    matrices, costs = rank_all(BAGS, NEEDS, sentence_model.load_model(folder))

    assert matrices[PRODUCTION][:, 0].tolist() == [0, 0, -1]
    synonym, other, nothing = matrices[MODEL][:, 0].tolist()
    assert synonym > other == 0 > nothing
    for name in FUSIONS:
        assert matrices[name][0, 0] > matrices[name][1, 0]
    assert costs[MODEL]["bytes"] == 2 * 3
    assert costs["with sentence model"]["bytes"] == costs[PRODUCTION]["bytes"] + 6


def test_a_named_model_stands_in_the_table_beside_production(folder, tmp_path, monkeypatch):
    judged = tmp_path / "judged" / "small"
    judged.mkdir(parents=True)
    experts = [{"id": name, "docs": bag} for name, bag in BAGS.items()]
    needs = [{"id": name, **need} for name, need in NEEDS.items()]
    for name, rows in (("experts", experts), ("needs", needs)):
        (judged / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    (judged / "qrels.tsv").write_text("n\t0\ta\t1\n")
    monkeypatch.setenv(sentence_model.VARIABLE, str(folder))

    found = relevance.run(judged.parent)

    assert found["sentence_model"] == sentence_model.digest(folder)
    assert {MODEL, *FUSIONS} < found["sets"]["small"]["scorers"].keys() == found["costs"].keys()
    assert "with model, works and person" in relevance.table(found)


def test_views_are_added_in_deviations_from_their_means():
    views = [np.array([[1, 3]]), np.array([[400, 200]]), np.array([[7, 9]])]

    assert relevance_variants._in_deviations(views).tolist() == [[-10_000, 10_000]]


def test_a_person_is_as_near_as_the_mean_of_their_works(folder):
    bags = {"half": [*BAGS["a"], *BAGS["b"]], **BAGS}

    half, whole, other, nothing = rank_all(bags, NEEDS, sentence_model.load_model(folder))[0][MODEL_PERSON][
        :, 0
    ]

    assert whole > half > other > nothing == -1


def test_a_model_that_asks_for_more_than_text_is_refused(tmp_path):
    from tests.matching.engine.tiny_onnx import write_model

    strange = write_model(tmp_path / "strange", WORDS, asks="pixel_values")

    with pytest.raises(ValueError, match="asks for pixel_values"):
        sentence_model.load_model(strange)


def test_what_is_missing_is_named(tmp_path, folder, monkeypatch):
    assert "names no folder" in sentence_model.why_absent(None)
    assert "has no model.onnx and no tokenizer.json" in sentence_model.why_absent(tmp_path)
    assert sentence_model.why_absent(folder) == ""
    monkeypatch.setattr(sentence_model, "find_spec", lambda name: None)
    assert sentence_model.why_absent(folder) == "absent: onnxruntime and tokenizers not installed"


def test_a_model_has_a_name_of_its_own(folder, tmp_path):
    from tests.matching.engine.tiny_onnx import write_model

    other = write_model(tmp_path / "other", WORDS | {"wheat": [0.0, 0.5, 0.5]})

    assert sentence_model.digest(folder) == sentence_model.digest(folder) != sentence_model.digest(other)


def test_the_examples_are_true():
    result = doctest.testmod(sentence_model)

    assert result.attempted > 0
    assert result.failed == 0
