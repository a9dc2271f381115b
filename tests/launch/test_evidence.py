"""What a full run leaves behind for readers who were not there."""

import json
from pathlib import Path

import pytest

from diaspora_portal.launch import evidence
from diaspora_portal.launch.suites import Outcome, _table


def test_a_full_run_writes_what_ran_where_and_how_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(evidence, "FOLDER", tmp_path / "evidence")

    evidence.write_evidence([("tests", "passed", 61.24), ("faults", "FAILED", 12.0)])

    facts = json.loads((tmp_path / "evidence" / "tests.json").read_text())
    page = (tmp_path / "evidence" / "tests.md").read_text()
    assert facts["suites"][0] == {"suite": "tests", "result": "passed", "seconds": 61.2}
    assert {"date", "commit", "uncommitted_changes", "machine"} <= set(facts)
    assert "| faults | FAILED | 12.0 |" in page
    assert facts["commit"] in page


def test_the_table_names_every_suite_and_the_time_together() -> None:
    table = _table([Outcome("lint", "passed", 1.0), Outcome("journeys", "skipped: no Chromium", 0.0)])

    assert [line.split() for line in table.splitlines()[1:]] == [
        ["lint", "1.0", "s", "passed"],
        ["journeys", "0.0", "s", "skipped:", "no", "Chromium"],
        ["together", "1.0", "s"],
    ]
