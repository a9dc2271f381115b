"""Needs are matched here, too, and interest is explained by the engine: as in the tests of matching."""

from tests.matching.conftest import matched, own_data_dir, work

__all__ = ["matched", "own_data_dir", "work"]
