"""Benchmarks prove before they time."""

import pytest

from benchmarks import match
from matching.engine.check import WrongResult


def test_the_proof_holds_on_needs_of_every_looseness() -> None:
    match.prove(n_needs=6)


def test_a_search_that_differs_is_a_wrong_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "same", lambda results: False)

    with pytest.raises(WrongResult, match="need 0: search, reference and plain loop disagree"):
        match.prove(n_needs=1)
