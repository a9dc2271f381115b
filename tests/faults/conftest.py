"""Whatever was killed, the database keeps its promises."""

from collections.abc import Iterator

import pytest

from diaspora_portal.invariants import INVARIANTS


@pytest.fixture(autouse=True)
def promises_are_kept(transactional_db: None) -> Iterator[None]:
    """As `manage.py check_invariants`, after each test and before its rows are cleaned away."""
    yield
    broken = {invariant.code: rows for invariant in INVARIANTS if (rows := invariant.broken())}
    assert broken == {}
