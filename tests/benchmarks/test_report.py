"""What a run leaves behind says when, where and how, failures included."""

from typing import Any
from xml.etree import ElementTree

import pytest

from benchmarks import plot, report
from benchmarks.gates import MILLION, judge

FACTS: dict[str, Any] = {
    "n": MILLION,
    "date": "2026-11-23T09:00:00+00:00",
    "commit": "abc123",
    "uncommitted_changes": True,
    "seconds": 61.2,
    "processor": "Some Processor",
    "n_cores": 2,
    "memory_gb": 24.0,
    "load_average": {"before": [1.0, 1.0, 1.0], "after": [2.5, 1.0, 1.0]},
    "versions": {"PostgreSQL": "18.4", "tantivy": "absent"},
    "suites": {
        "growth": {
            "rows": [{"experts": 10_000, "wall_mean": 0.1}, {"experts": MILLION, "wall_mean": 2.5}],
            "exponent": 1.3,
            "notes": ["A note."],
        },
        "peers": {"rows": [{"peer": "SQL, exact score", "experts": MILLION, "wall_mean": 410.0}]},
    },
}


def test_the_page_names_commit_machine_load_and_versions() -> None:
    page = report.page(FACTS, judge(FACTS["suites"], MILLION), "plot.svg")

    for part in ("`abc123` with uncommitted changes", "Some Processor", "[2.5, 1.0, 1.0]", "tantivy absent"):
        assert part in page


def test_failed_and_absent_gates_stand_on_the_page() -> None:
    page = report.page(FACTS, judge(FACTS["suites"], MILLION), "plot.svg")

    assert "| T8 | exponent of cost in the number of experts | ≤ 1 | 1.30 | FAIL |" in page
    assert "| T1 | times faster than the exact score in SQL, median | ≥ 150 |  | absent |" in page


def test_the_plot_has_its_table_behind_it() -> None:
    rows = report.plot_rows(FACTS["suites"])

    assert rows == [
        {"who": "engine", "10,000 experts, ms": 0.1, "1,000,000 experts, ms": 2.5},
        {"who": "SQL, exact score", "1,000,000 experts, ms": 410.0},
    ]


def test_the_plot_is_a_picture_with_every_name_and_a_title() -> None:
    picture = report.picture(FACTS["suites"])

    root = ElementTree.fromstring(picture)
    texts = [element.text for element in root.iter() if element.text]
    assert {"engine", "SQL, exact score", "1,000,000"} <= set(texts)
    assert "<script" not in picture and "href" not in picture


def test_a_plot_of_nothing_says_so() -> None:
    assert "nothing was measured" in plot.plot([], x="experts", y="ms")


def test_ten_times_as_much_is_one_step_on_a_logarithmic_axis() -> None:
    axis = plot.axis([1.0, 100.0], start=0, end=200)

    assert [axis.at(value) for value in (1, 10, 100)] == [0, 100, 200]


@pytest.mark.parametrize("value", [None, "", "absent"])
def test_cells_without_a_number_stay_as_they_are(value: object) -> None:
    assert report.spelt(value) == (value or "")
