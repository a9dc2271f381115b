"""Promises about whole results, over many populations drawn at random."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import oracle
from matching.engine.check import check
from matching.engine.columns import Need
from matching.engine.csr import take
from matching.engine.rank import match_expert, match_need, merge, score_rows, why_not
from matching.engine.spec import Component, Constraint, Unknown
from tests.matching.engine.people import (
    WEIGHTS,
    Person,
    a_need,
    a_skill,
    experts_from,
    need_for,
    some_people,
    some_weights,
    wanted,
)

many = settings(max_examples=60, deadline=None)


def pairs(ranking) -> list[tuple[int, int]]:
    return list(zip(ranking.rows.tolist(), ranking.points.tolist(), strict=True))


@many
@given(some_people, a_need(), some_weights, st.integers(1, 6))
def test_a_result_equals_the_plain_python_oracle(people, need, weights, k):
    need = within(need, len(people))
    experts = experts_from(*people)

    result = match_need(experts, need, weights, k)

    assert pairs(result.best) == oracle.best(experts, need, weights, k)
    check(experts, need, weights, k, result, rows=99)


@many
@given(some_people, a_need(), some_weights, st.randoms(use_true_random=False))
def test_permuting_the_experts_permutes_the_result(people, need, weights, random):
    need = within(need, len(people))
    experts = experts_from(*people)
    order = list(range(len(people)))
    random.shuffle(order)
    order = np.array(order)

    plain = match_need(experts, need, weights, 5)
    shuffled = match_need(experts.take(order), need.for_rows(order), weights, 5)

    assert order[shuffled.best.rows].tolist() == plain.best.rows.tolist()
    assert shuffled.best.points.tolist() == plain.best.points.tolist()
    assert order[shuffled.near.rows].tolist() == plain.near.rows.tolist()


@many
@given(some_people, a_need(), some_weights, st.integers(1, 4), st.integers(1, 5))
def test_shards_merged_equal_the_whole(people, need, weights, n_shards, k):
    need = within(need, len(people))
    experts = experts_from(*people)

    whole = match_need(experts, need, weights, k)
    shards = np.array_split(np.arange(len(people)), n_shards)
    merged = merge([shard_result(experts, need, weights, k, rows) for rows in shards], k)

    assert pairs(merged.best) == pairs(whole.best)
    assert pairs(merged.near) == pairs(whole.near)
    assert merged.near_constraint.tolist() == whole.near_constraint.tolist()
    assert (merged.n_considered, merged.n_eligible) == (whole.n_considered, whole.n_eligible)
    assert merged.excluded.first.tolist() == whole.excluded.first.tolist()


@many
@given(some_people, a_need(), some_weights, a_skill)
def test_adding_a_skill_never_lowers_anybodys_score(people, need, weights, skill):
    need = within(need, len(people))
    richer = [with_skill(person, skill) for person in people]
    rows = np.arange(len(people))

    before = score_rows(experts_from(*people), need, weights, rows)
    after = score_rows(experts_from(*richer), need, weights, rows)

    assert (after.points >= before.points).all()
    skill_parts = [Component.MUST, Component.SHOULD]
    assert (after.components[:, skill_parts] >= before.components[:, skill_parts]).all()
    assert failures_shrink(people, richer, need)


def with_skill(person: Person, skill: tuple[int, int, int, int]) -> Person:
    known = {held for held, *_ in person.skills}
    return person if skill[0] in known else replace(person, skills=(*person.skills, skill))


def failures_shrink(people, richer, need) -> bool:
    before, after = experts_from(*people), experts_from(*richer)
    return all(
        oracle.failed_constraints(after, need, row) <= oracle.failed_constraints(before, need, row)
        for row in range(len(people))
    )


@many
@given(some_people, a_need(), some_weights)
def test_one_expert_against_a_need_gives_the_same_as_the_need_against_all(people, need, weights):
    need = within(need, len(people))
    experts = experts_from(*[replace(person, listed=True) for person in people])
    listed = dict(pairs(match_need(experts, need, weights, len(people)).best))

    for row in range(len(people)):
        found = match_expert(experts, row, [need], [weights])
        assert [int(scored.points[0]) for _, scored in found] == ([listed[row]] if row in listed else [])


def within(need, n: int):
    return replace(
        need,
        excluded_rows=need.excluded_rows[need.excluded_rows < n],
        conflict_rows=need.conflict_rows[need.conflict_rows < n],
    )


def shard_result(experts, need, weights, k, rows):
    result = match_need(experts.take(rows), need.for_rows(rows), weights, k)
    return replace(
        result,
        best=replace(result.best, rows=rows[result.best.rows].astype(np.int32)),
        near=replace(result.near, rows=rows[result.near.rows].astype(np.int32)),
    )


def test_equal_scores_are_ordered_by_public_id():
    experts = experts_from(Person(), Person(), Person(), ties=[2, 0, 1])

    assert match_need(experts, need_for(), WEIGHTS).best.rows.tolist() == [1, 2, 0]


def test_a_hidden_expert_is_not_even_counted_but_finds_needs():
    experts = experts_from(Person(listed=False), Person())

    result = match_need(experts, need_for(), WEIGHTS)

    assert (result.n_considered, result.best.rows.tolist()) == (1, [1])
    assert [at for at, _ in match_expert(experts, 0, [need_for()], [WEIGHTS])] == [0]


def test_each_excluded_expert_is_counted_once_under_the_first_reason():
    experts = experts_from(Person(), Person(standing=1, verified=False), Person(verified=False, modes=4))

    result = match_need(experts, need_for(), WEIGHTS)

    assert result.excluded.first[Constraint.STANDING] == 1
    assert result.excluded.first[Constraint.VERIFIED] == 1
    assert result.n_eligible + result.excluded.first.sum() == result.n_considered == 3


def test_near_misses_fail_one_thing_that_the_host_could_relax():
    experts = experts_from(
        Person(modes=1),
        Person(languages=((9, 6),)),
        Person(verified=False),
        Person(modes=1, languages=((9, 6),)),
    )

    result = match_need(experts, need_for(modes=4), WEIGHTS)

    near = dict(zip(result.near.rows.tolist(), result.near_constraint.tolist(), strict=True))
    assert near == {0: Constraint.MODE, 1: Constraint.LANGUAGE}
    assert result.excluded.near.sum() == 2


def test_a_near_miss_is_scored_as_if_the_constraint_held():
    experts = experts_from(Person(languages=((9, 6),)), Person())

    result = match_need(experts, need_for(), WEIGHTS)

    assert result.near.points.tolist() == result.best.points.tolist()


def test_a_pinned_expert_stays_in_the_list_when_k_would_leave_them_out():
    experts = experts_from(Person(), Person(), Person(themes=2))
    need = need_for(pinned_rows=np.array([2], dtype=np.int32))

    assert match_need(experts, need, WEIGHTS, k=2).best.rows.tolist() == [0, 2]


def test_a_pinned_expert_who_is_not_eligible_is_not_listed():
    experts = experts_from(Person(), Person(verified=False))
    need = need_for(pinned_rows=np.array([1], dtype=np.int32))

    assert match_need(experts, need, WEIGHTS, k=1).best.rows.tolist() == [0]


def test_no_experts_at_all_is_an_empty_list():
    result = match_need(experts_from(), need_for(), WEIGHTS)

    assert (len(result.best), len(result.near), result.n_considered, result.n_eligible) == (0, 0, 0, 0)


def test_an_empty_profile_is_excluded_by_the_must_skill_and_nothing_else_stated():
    nobody = Person(modes=0, country=-1, zone=-1, seniority=-1, themes=0, categories=0, capacity=-1,
                    windows=(), languages=(), skills=(), works=())  # fmt: skip

    verdict = why_not(experts_from(nobody), need_for(), WEIGHTS, 0)

    assert verdict.failed == (Constraint.MUST_SKILL,)


def test_why_not_names_every_failing_constraint():
    experts = experts_from(Person(), Person(modes=4, standing=1))

    verdict = why_not(experts, need_for(), WEIGHTS, 1)

    assert verdict.failed == (Constraint.STANDING, Constraint.MODE)
    assert verdict.scored.rows.tolist() == [1]


def test_bits_tell_which_skills_are_held_and_which_fall_short():
    need = need_for(must=wanted((1, 3, 10), (5, 3, 10), (7, 1, 10)), should=wanted((2, 1, 60), (3, 1, 30)))
    person = Person(skills=((1, 2, -1, -1), (3, 1, -1, -1), (5, 0, -1, -1)))

    best = match_need(experts_from(person), need, WEIGHTS).best

    assert (best.must_bits[0], best.low_bits[0], best.should_bits[0]) == (0b011, 0b001, 0b10)
    assert best.unknown[0] & Unknown.MUST_LEVEL


def test_a_must_skill_last_used_long_ago_is_flagged_not_punished():
    rested, fresh = Person(skills=((1, 4, 10, 2015),)), Person(skills=((1, 4, 10, 2026),))

    best = match_need(experts_from(rested, fresh), need_for(), WEIGHTS).best

    assert best.points[0] == best.points[1]
    assert [bool(flags & Unknown.MUST_RECENCY) for flags in best.unknown.tolist()] == [True, False]


def test_more_than_64_skills_of_a_kind_are_refused_with_the_number():
    with pytest.raises(ValueError, match="at most 64 skills of a kind, got 65"):
        wanted(*((skill, 1, 1) for skill in range(65)))


def test_a_skill_without_weight_is_refused():
    with pytest.raises(ValueError, match="at least 1, got 0"):
        wanted((1, 1, 0))


def test_taking_rows_keeps_ragged_columns_together():
    experts = experts_from(Person(skills=((1, 1, -1, -1), (2, 2, -1, -1))), Person(skills=((9, 3, -1, -1),)))

    assert take(experts.skills, np.array([1, 0])).skill.tolist() == [9, 1, 2]
    assert len(experts.take(np.array([], dtype=int))) == 0


def test_a_need_that_asks_for_nothing_takes_everybody_who_is_active_and_verified():
    experts = experts_from(Person(), Person(standing=1), Person(skills=(), languages=(), windows=()))

    assert sorted(match_need(experts, Need(), WEIGHTS).best.rows.tolist()) == [0, 2]
