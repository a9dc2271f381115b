"""The examples in the benchmarks' docstrings are true."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ("clock", "engine_suites", "plot", "report", "sql_tuned"))
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"benchmarks.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
