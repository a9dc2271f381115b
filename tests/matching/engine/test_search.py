"""The fast form says exactly what the plain one says, and what it looked at."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import oracle, rank, search
from matching.engine.check import check
from matching.engine.columns import Need
from matching.engine.segment import build
from tests.matching.engine.people import (
    a_need,
    experts_from,
    some_people,
    some_weights,
)

many = settings(max_examples=150, deadline=None)

crowds = st.lists(some_people, min_size=1, max_size=4).map(lambda groups: [p for g in groups for p in g])
pins = st.sets(st.integers(0, 11), max_size=3).map(lambda rows: np.array(sorted(rows), np.int32))


def within(need: Need, n: int) -> Need:
    lists = ("excluded_rows", "conflict_rows", "pinned_rows")
    return replace(need, **{name: rows[rows < n] for name in lists for rows in [getattr(need, name)]})


def assert_same(found: rank.MatchResult, wanted_result: rank.MatchResult) -> None:
    """Equal in every number and every type."""
    for part in ("best", "near", "excluded"):
        ours, theirs = getattr(found, part), getattr(wanted_result, part)
        for column in fields(theirs):
            mine, plain = getattr(ours, column.name), getattr(theirs, column.name)
            assert mine.tolist() == plain.tolist(), (part, column.name)
            assert mine.dtype == plain.dtype, (part, column.name)
    assert found.near_constraint.tolist() == wanted_result.near_constraint.tolist()
    assert (found.n_considered, found.n_eligible) == (wanted_result.n_considered, wanted_result.n_eligible)


@many
@given(crowds, a_need(), pins, some_weights, st.integers(0, 6))
def test_a_search_equals_the_plain_reference_in_every_number(people, need, pinned, weights, k):
    need = within(replace(need, pinned_rows=pinned), len(people))
    experts = experts_from(*people)

    found = search.match_need(experts, build(experts), need, weights, k)

    assert_same(found, rank.match_need(experts, need, weights, k))


@many
@given(some_people, a_need(), some_weights, st.integers(1, 6))
def test_a_search_equals_the_plain_python_oracle(people, need, weights, k):
    need = within(need, len(people))
    experts = experts_from(*people)

    found = search.match_need(experts, build(experts), need, weights, k)

    listed = list(zip(found.best.rows.tolist(), found.best.points.tolist(), strict=True))
    assert listed == oracle.best(experts, need, weights, k)
    check(experts, need, weights, k, found, rows=99)
