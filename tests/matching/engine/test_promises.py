"""What a result promises holds for every population drawn, and a result that breaks a promise is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import promises, rank, search
from matching.engine.check import WrongResult
from matching.engine.columns import Experts, Need
from matching.engine.promises import check_promises
from matching.engine.rank import MatchResult, match_expert, why_not
from matching.engine.segment import build
from matching.engine.spec import FINE_BITS, Constraint
from tests.matching.engine.people import (
    WEIGHTS,
    Person,
    a_need,
    experts_from,
    need_for,
    need_text,
    some_people,
    some_weights,
    wanted,
)

many = settings(max_examples=50, deadline=None)

pins = st.sets(st.integers(0, 11), max_size=3).map(lambda rows: np.array(sorted(rows), np.int32))
EXPERTS = experts_from(
    Person(seniority=1), Person(), Person(themes=2), Person(works=("solar",)), Person(languages=((9, 6),))
)


def within(need: Need, n: int) -> Need:
    lists = ("excluded_rows", "conflict_rows", "pinned_rows")
    return replace(need, **{name: rows[rows < n] for name in lists for rows in [getattr(need, name)]})


@many
@given(some_people, a_need(), pins, some_weights, st.integers(1, 6))
def test_every_result_keeps_its_promises(people, need, pinned, weights, k):
    need = within(replace(need, pinned_rows=pinned), len(people))
    experts = experts_from(*people)

    check_promises(experts, need, weights, k, search.match_need(experts, build(experts), need, weights, k))


@many
@given(some_people, a_need(), some_weights)
def test_both_sides_see_a_pair_in_the_same_way(people, need, weights):
    need = within(need, len(people))
    experts = experts_from(*people)
    best = search.match_need(experts, build(experts), need, weights, len(people)).best
    at = {row: place for place, row in enumerate(best.rows.tolist())}

    for row in range(len(people)):
        verdict = why_not(experts, need, weights, row)
        found = match_expert(experts, row, [need], [weights])
        assert bool(found) == (not verdict.failed)
        if experts.listed[row]:
            assert bool(found) == (row in at)
        if row in at:
            listed = best.take(np.array([at[row]]))
            assert promises._numbers(found[0][1]) == promises._numbers(listed)


@many
@given(some_people, a_need(), some_weights)
def test_nobody_is_listed_who_has_no_room_for_another_engagement(people, need, weights):
    need = within(need, len(people))
    best = rank.match_need(experts_from(*people), need, weights).best

    for row in best.rows.tolist():
        engaged = sum(
            start <= need.end_day and end >= need.start_day for start, end, _ in people[row].commitments
        )
        assert people[row].capacity < 0 or engaged < people[row].capacity


def test_a_result_of_more_people_than_are_tried_keeps_its_promises(monkeypatch):
    monkeypatch.setattr(promises, "OTHERS", 3)
    crowd = experts_from(*[Person(seniority=at % 5 + 1, capacity=at % 7) for at in range(40)])

    check_promises(crowd, need_for(), WEIGHTS, 4, rank.match_need(crowd, need_for(), WEIGHTS, 4))


def test_nobody_at_all_is_promised_nothing():
    check_promises(
        experts_from(), need_for(), WEIGHTS, 5, rank.match_need(experts_from(), need_for(), WEIGHTS, 5)
    )


def result(need: Need | None = None) -> MatchResult:
    return rank.match_need(EXPERTS, need or need_for(), WEIGHTS)


def missing_first() -> MatchResult:
    right = result()
    return replace(right, best=right.best.take(np.arange(1, len(right.best))))


@pytest.mark.parametrize(
    ("spoilt", "problem"),
    [
        (missing_first(), "list: in shards"),
        (replace(result(), near=result().near.take(np.zeros(0, int))), "near-misses: in shards"),
        (replace(result(), near_constraint=np.array([Constraint.MODE], np.int8)), "other constraints"),
    ],
)
def test_a_result_that_would_differ_in_shards_is_refused(spoilt, problem):
    with pytest.raises(WrongResult, match=problem):
        check_promises(EXPERTS, need_for(), WEIGHTS, 50, spoilt)


def test_an_expert_who_would_see_other_points_is_refused(monkeypatch):
    other = replace(WEIGHTS, values=(1,) * 9)
    monkeypatch.setattr(promises, "why_not", lambda experts, need, _, row: why_not(experts, need, other, row))

    with pytest.raises(WrongResult, match="sees the need in another way"):
        check_promises(EXPERTS, need_for(), WEIGHTS, 50, result())


@pytest.mark.parametrize(("name", "problem"), [("score_rows", "fewer points"), ("failures", "is excluded")])
def test_learning_that_costs_points_or_a_place_is_refused(monkeypatch, name, problem):
    need = need_for(must=wanted((1, 3, 100), (6, 1, 90)), should=wanted((2, 2, 60)))
    plain = getattr(promises, name)

    def punishing(experts: Experts, *others):
        found = plain(experts, *others)
        skilled = len(experts.skills.skill) > len(EXPERTS)
        if name == "failures":
            return found | np.uint16(skilled << Constraint.MODE)
        return replace(found, fine=found.fine - (10_000 << FINE_BITS) * skilled)

    monkeypatch.setattr(promises, name, punishing)
    with pytest.raises(WrongResult, match=problem):
        check_promises(EXPERTS, need, WEIGHTS, 50, result(need))


def test_learning_adds_what_is_asked_and_keeps_what_is_known():
    few = experts_from(Person(skills=((1, 2, 5, 2020), (9, 1, -1, -1))), Person(skills=()))

    learned = promises._with_all(few.skills, need_for(text=need_text("solar")))

    assert learned.ptr.tolist() == [0, 3, 5]
    assert learned.skill.tolist() == [1, 2, 9, 1, 2]
    assert learned.level.tolist() == [4, 4, 1, 4, 4]
