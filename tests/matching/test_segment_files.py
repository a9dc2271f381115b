"""A segment written to disk and mapped again is the same segment."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from matching.adapter import files
from matching.engine import rank, search
from matching.engine.segment import Segment, build
from tests.matching.engine.people import WEIGHTS, Person, experts_from, need_for


def test_a_segment_mapped_from_files_finds_the_same(tmp_path: Path):
    experts = experts_from(
        Person(commitments=((100, 120, 2),)),
        Person(windows=((0, 130, 3), (120, 300, 9)), languages=((1, 3), (2, 0))),
        Person(verified=False, country=-1, works=()),
        Person(listed=False),
    )
    segment = build(experts)

    files.write_folder(tmp_path / "segment", files.flatten("", segment), {})
    arrays, _ = files.read_folder(tmp_path / "segment")
    mapped = files.unflatten(Segment, arrays)

    assert all(isinstance(array.base, np.memmap) for array in arrays.values())
    assert all(array.size for name, array in arrays.items() if name.startswith("spans"))
    assert [each.name for each in fields(mapped)] == [each.name for each in fields(segment)]
    found = search.match_need(experts, mapped, need_for(), WEIGHTS)
    plain = rank.match_need(experts, need_for(), WEIGHTS)
    assert found.best.points.tolist() == plain.best.points.tolist()
    assert found.excluded.first.tolist() == plain.excluded.first.tolist()


def test_a_folder_of_another_layout_is_refused(tmp_path: Path, monkeypatch):
    narrower = np.dtype([("row", "i4")])
    with monkeypatch.context() as before:
        before.setattr(files, "FORMAT", [*files.FORMAT[:1], str(narrower.descr), *files.FORMAT[2:]])
        files.write_folder(tmp_path / "old", {"cards": np.zeros(3, narrower)}, {})

    with pytest.raises(files.BrokenFiles):
        files.read_folder(tmp_path / "old")
