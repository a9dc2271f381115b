"""The fast form says exactly what the plain one says, and what it looked at."""

from collections.abc import Callable
from dataclasses import fields, replace
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import kernels, oracle, parts, rank, search, spans
from matching.engine.check import check
from matching.engine.columns import FIRST_DAY, LAST_DAY, Experts, Need
from matching.engine.score import Weights
from matching.engine.segment import build
from matching.engine.spec import Constraint
from tests.matching.engine.people import (
    WEIGHTS,
    Person,
    a_need,
    a_person,
    a_skill,
    experts_from,
    need_for,
    need_text,
    some_people,
    some_weights,
    wanted,
)

many = settings(max_examples=50, deadline=None)

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


def by_each_kernel(work: Callable[[], search.Found]) -> search.Found:
    """What the kernels in use find, after all that are installed have found the same at the same costs."""
    found = []
    for name in kernels.installed():
        with kernels.using(name):
            found.append(work())
    for other in found[1:]:
        assert_same(other.result, found[0].result)
        assert other.costs == found[0].costs
    return found[0]


def searched(experts: Experts, need: Need, weights: Weights, k: int) -> search.Found:
    segment = build(experts)
    return by_each_kernel(lambda: search.search(experts, segment, need, weights, k))


@many
@given(crowds, a_need(), pins, some_weights, st.integers(0, 6), st.sampled_from((1, 2, 5, 1_000)))
def test_a_search_equals_the_plain_reference_in_every_number(people, need, pinned, weights, k, at_a_time):
    need = within(replace(need, pinned_rows=pinned), len(people))
    experts = experts_from(*people)

    with patch.object(spans, "CHUNK", at_a_time):
        found = searched(experts, need, weights, k)

    assert_same(found.result, rank.match_need(experts, need, weights, k))


@many
@given(some_people, a_need(), some_weights, st.integers(1, 6))
def test_a_search_equals_the_plain_python_oracle(people, need, weights, k):
    need = within(need, len(people))
    experts = experts_from(*people)

    found = searched(experts, need, weights, k).result

    listed = list(zip(found.best.rows.tolist(), found.best.points.tolist(), strict=True))
    assert listed == oracle.best(experts, need, weights, k)
    check(experts, need, weights, k, found, rows=99)


changes = st.dictionaries(st.integers(0, 11), st.none() | a_person, max_size=4)


@many
@given(
    some_people, changes, st.lists(a_person, max_size=2), a_need(16), pins, some_weights, st.integers(1, 5)
)
def test_base_and_delta_equal_the_rebuild(people, changed, added, need, pinned, weights, k):
    changed = {row: person for row, person in changed.items() if row < len(people)}
    newer = [(row, person) for row, person in changed.items() if person is not None]
    newer += [(len(people) + at, person) for at, person in enumerate(added)]
    ids = [*range(len(people)), *(at for at, _ in newer)]
    alive = np.array([row for row in range(len(people) + len(newer)) if row not in changed], dtype=int)
    need = within(replace(need, pinned_rows=pinned), len(ids))
    everybody = experts_from(*people, *(person for _, person in newer), ties=ids)
    base = everybody.take(np.arange(len(people)))
    delta = everybody.take(np.arange(len(people), len(ids)))

    both = parts.with_delta(parts.Part(base, build(base)), delta, np.array(sorted(changed), dtype=int))
    found = by_each_kernel(lambda: parts.match_need(both, need, weights, k)).result
    rebuilt = rank.match_need(everybody.take(alive), need.for_rows(alive), weights, k)

    assert_same(found, in_whole(rebuilt, alive))


def in_whole(result: rank.MatchResult, rows: np.ndarray) -> rank.MatchResult:
    moved = {
        name: replace(part, rows=rows[part.rows].astype(np.int32))
        for name, part in (("best", result.best), ("near", result.near))
    }
    return replace(result, **moved)


@many
@given(crowds, a_need(), pins, some_weights, st.integers(1, 4), st.integers(1, 5))
def test_shards_searched_and_merged_equal_the_whole(people, need, pinned, weights, n_shards, k):
    need = within(replace(need, pinned_rows=pinned), len(people))
    experts = experts_from(*people)
    shards = []
    for rows in np.array_split(np.arange(len(people)), n_shards):
        own = experts.take(rows)
        shards.append(parts.Part(own, build(own), int(rows[0]) if len(rows) else len(people)))

    found = by_each_kernel(lambda: parts.match_need(shards, need, weights, k)).result
    assert_same(found, rank.match_need(experts, need, weights, k))


@many
@given(crowds, a_need(), some_weights, st.randoms(use_true_random=False))
def test_permuting_the_experts_permutes_the_search(people, need, weights, random):
    need = within(need, len(people))
    experts = experts_from(*people)
    order = np.array(random.sample(range(len(people)), len(people)))
    shuffled = experts.take(order)

    found = searched(shuffled, need.for_rows(order), weights, 5)
    plain = searched(experts, need, weights, 5)

    assert order[found.result.best.rows].tolist() == plain.result.best.rows.tolist()
    assert order[found.result.near.rows].tolist() == plain.result.near.rows.tolist()
    assert found.result.excluded.first.tolist() == plain.result.excluded.first.tolist()


@many
@given(some_people, a_need(), some_weights, a_skill)
def test_adding_a_skill_takes_nobody_off_and_lowers_nobody(people, need, weights, skill):
    need, k = within(need, len(people)), len(people)
    richer = [
        person
        if skill[0] in {held for held, *_ in person.skills}
        else replace(person, skills=(*person.skills, skill))
        for person in people
    ]

    before, after = (points_by_row(experts_from(*group), need, weights, k) for group in (people, richer))

    assert all(after[row] >= points for row, points in before.items())


def points_by_row(experts: Experts, need: Need, weights: Weights, k: int) -> dict[int, int]:
    best = searched(experts, need, weights, k).result.best
    return dict(zip(best.rows.tolist(), best.points.tolist(), strict=True))


def assert_agrees(experts: Experts, need: Need, k: int = 50) -> search.Found:
    found = searched(experts, need, WEIGHTS, k)
    assert_same(found.result, rank.match_need(experts, need, WEIGHTS, k))
    return found


def test_windows_without_end_and_needs_without_dates_are_counted_alike():
    forever = Person(windows=((FIRST_DAY, LAST_DAY, 5), (100, 140, -1)))
    experts = experts_from(forever, Person(windows=((0, LAST_DAY, 3),)), Person(windows=()))

    for need in (need_for(), need_for(start_day=FIRST_DAY, end_day=LAST_DAY), need_for(hours_per_week=9)):
        assert_agrees(experts, need)


def test_days_of_overlapping_windows_count_once_with_the_most_hours_offered():
    people = [
        Person(windows=((100, 160, 2, 1), (120, 180, 6, 1)), commitments=((130, 140, 3), (135, 150, 1))),
        Person(windows=((100, 127, 9, 4), (128, 200, 9, 1))),
        Person(windows=((190, 120, 9, 1),)),
    ]

    found = assert_agrees(experts_from(*people), need_for(hours_per_week=2))

    assert found.result.excluded.first[Constraint.HOURS] == 0
    assert found.result.excluded.first[Constraint.DATES] == 1


def test_nobody_at_all_and_nobody_listed_are_empty_lists():
    for experts in (experts_from(), experts_from(Person(listed=False))):
        found = assert_agrees(experts, need_for())
        assert found.costs == search.Costs(0, 0, 0, 0, 0)


def test_skills_languages_and_countries_that_nobody_has_are_no_error():
    need = need_for(
        must=wanted((999, 1, 5)),
        language_codes=np.array([99], np.int16),
        barred_countries=np.array([77], np.int16),
    )

    found = assert_agrees(experts_from(Person(), Person(country=-1)), need)

    assert found.result.excluded.first[Constraint.MUST_SKILL] == 2


def test_what_a_search_looks_at_is_counted_exactly():
    fits = [Person(works=("solar pumps",) if at < 3 else ("genome vision",)) for at in range(8)]
    others = [
        Person(skills=((2, 3, -1, -1),)),
        Person(verified=False),
        Person(modes=4, languages=((9, 6),)),
        Person(modes=4),
        Person(works=()),
    ]
    experts = experts_from(*fits, *others)

    found = assert_agrees(experts, need_for(text=need_text("solar pumps")), k=3)

    # Eleven of the verified hold the must-skill, one the should-skill. Whoever fails mode and language needs
    # no dates and is not scored; nine fit, and only the text of the nine is read, for there is one near-miss.
    assert found.costs == search.Costs(postings=23, candidates=11, time_checks=10, scored=10, texts=8)


def test_a_text_is_not_read_where_it_cannot_change_the_list():
    strong = [Person(seniority=5) for _ in range(3)]
    weak = [Person(seniority=1, themes=2, zone=2, categories=2) for _ in range(20)]

    found = assert_agrees(experts_from(*strong, *weak), need_for(), k=3)

    assert (found.costs.candidates, found.costs.texts) == (23, 3)


def test_building_twice_gives_the_same_arrays():
    experts = experts_from(
        Person(), Person(verified=False, country=-1), Person(standing=1), Person(windows=())
    )

    once, again = build(experts), build(experts)

    assert once.cards["row"].tolist() == again.cards["row"].tolist() == [0, 3, 1, 2]
    assert once.ends.tolist() == [2, 3, 4, 4]
    assert once.cards.tobytes() == again.cards.tobytes()
    assert once.pieces.tobytes() == again.pieces.tobytes()
