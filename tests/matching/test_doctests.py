"""The examples in the engine's and the adapter's docstrings are true."""

import doctest
from importlib import import_module

import pytest

MODULES = (
    *(f"engine.{name}" for name in ("assign", "assign_problem", "constraints", "csr", "epoch")),
    *(f"engine.{name}" for name in ("explain", "features", "score", "segment", "spans")),
    *(f"engine.{name}" for name in ("oracle", "spec", "text", "tokens", "worth")),
    *(f"adapter.{name}" for name in ("codes", "overlap")),
    *(f"selectors.{name}" for name in ("changes", "wording")),
    "services.weighing",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_true(name: str) -> None:
    result = doctest.testmod(import_module(f"matching.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
