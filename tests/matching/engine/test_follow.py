"""Results followed from those who have changed are those of everybody searched anew, in every number."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import follow, kernels, rank
from matching.engine.columns import Experts, Need
from matching.engine.follow import GONE, Changed, Kept
from matching.engine.parts import Part
from matching.engine.rank import MatchResult, Ranking
from matching.engine.score import Weights
from matching.engine.segment import build
from matching.engine.spec import FINE_BITS, POINTS_MAX
from tests.matching.engine.people import (
    WEIGHTS,
    Person,
    a_need,
    a_person,
    experts_from,
    need_for,
    need_text,
    some_people,
    some_weights,
    wanted,
)
from tests.matching.engine.test_kernels import few, same, with_numba
from tests.matching.engine.test_search import assert_same

OUT_OF_REACH = (POINTS_MAX + 1) << FINE_BITS
many = settings(max_examples=60, deadline=None)

# Many are alike, so that points tie.
one_of_many = st.just(Person()) | a_person
crowds = st.lists(one_of_many, min_size=1, max_size=8).map(lambda people: people * 3)
changes = st.dictionaries(st.integers(0, 14), st.none() | one_of_many, max_size=6)
names = st.sets(st.integers(0, 14), max_size=3)


@dataclass(frozen=True)
class World:
    """A base of people, and a delta of those touched since: as they are now, or None for who has left."""

    base: Experts
    touched: dict[int, Person | None]

    @property
    def ids(self) -> list[int]:
        return [at for at, person in sorted(self.touched.items()) if person is not None]

    @property
    def delta(self) -> Experts:
        return experts_from(*(self.touched[at] for at in self.ids), ties=self.ids)

    @property
    def parts(self) -> list[Part]:
        dead = np.array(sorted(at for at in self.touched if at < len(self.base)), np.int64)
        delta = self.delta
        return [Part(self.base, build(self.base), 0, dead), Part(delta, build(delta), len(self.base))]

    def after(self, changes: dict[int, Person | None]) -> "World":
        return World(self.base, self.touched | changes)

    def rows(self, people: Sequence[int]) -> np.ndarray:
        """Rows of these people, ascending."""
        in_delta = {at: len(self.base) + n for n, at in enumerate(self.ids)}
        rows = [in_delta.get(at, at) for at in people if at in in_delta or at not in self.touched]
        return np.array(sorted(row for row in rows if row < len(self.base) + len(in_delta)), np.int32)

    def asked(self, need: Need, excluded: Sequence[int], conflict: Sequence[int]) -> Need:
        return replace(need, excluded_rows=self.rows(excluded), conflict_rows=self.rows(conflict))

    def rebuilt(self, need: Need, weights: Weights, k: int) -> MatchResult:
        """The reference over everybody who is there, rows of the whole."""
        whole = Experts.joined([self.base, self.delta])
        dead = [at for at in self.touched if at < len(self.base)]
        alive = np.setdiff1d(np.arange(len(whole)), np.array(dead, np.int64))
        result = rank.match_need(whole.take(alive), need.for_rows(alive), weights, k)

        def moved(part: Ranking) -> Ranking:
            return replace(part, rows=alive[part.rows].astype(np.int32))

        return replace(result, best=moved(result.best), near=moved(result.near))


def changed_between(before: World, now: World) -> Changed:
    """As they were and as they are, all whom the delta of now touches."""
    known = [at for at in sorted(now.touched) if before.touched.get(at, 0) is not None]
    in_base = [at for at in known if at not in before.touched and at < len(before.base)]
    in_delta = [n for n, at in enumerate(before.ids) if at in now.touched]
    were = Experts.joined([before.base.take(in_base), before.delta.take(in_delta)])
    return follow.changed(were, now.delta, len(now.base))


def kept_for(now: World, results: Sequence[MatchResult]) -> Kept:
    """Results of before with the rows of now: unchanged people have theirs from the base."""
    kept = Kept.of(results)

    def moved(part: Ranking) -> Ranking:
        is_gone = np.isin(part.ties, list(now.touched))
        return replace(part, rows=np.where(is_gone, GONE, part.ties).astype(np.int32))

    return replace(kept, best=moved(kept.best), near=moved(kept.near))


def searched(world: World, need: Need, weights: Weights, k: int) -> MatchResult:
    return follow.search(world.parts, need, weights, k)


def followed(
    before: World, now: World, needs: Sequence[Need], weights: Weights, results: Sequence[MatchResult], k: int
) -> list[MatchResult | None]:
    """By each kernel, which must say the same."""
    changed, kept = changed_between(before, now), kept_for(now, results)
    found = []
    for name in kernels.installed():
        with kernels.using(name):
            found.append(follow.follow(changed, needs, [weights] * len(needs), kept, k))
    for other in found[1:]:
        for mine, theirs in zip(other, found[0], strict=True):
            assert (mine is None) == (theirs is None)
            if theirs is not None:
                assert_same(mine, theirs)
    return found[0]


def shown(result: MatchResult, k: int) -> MatchResult:
    return follow.shown(result, k, np.zeros(0, np.int32))


@pytest.mark.parametrize(("spare", "n_near"), [(0, 1), (1, 2), (16, 10)])
@many
@given(
    crowds, changes, changes, st.lists(a_need(), min_size=1, max_size=3), names, names, some_weights,
    st.integers(0, 4),
)  # fmt: skip
def test_following_twice_equals_the_rebuild(
    spare, n_near, people, first, second, needs, excluded, conflict, weights, k
):
    gone = {at for each in (first, second) for at, person in each.items() if person is None}
    excluded, conflict = sorted(excluded - gone), sorted(conflict - gone)
    worlds = [World(experts_from(*people), {})]
    for changed in (first, second):
        # Whoever is not in the base yet cannot leave it.
        known = {at: person for at, person in changed.items() if person is not None or at < len(people)}
        worlds.append(worlds[-1].after(known))

    with (
        patch.object(follow, "SPARE", spare),
        patch.multiple(follow, NEAR_MISSES=n_near),
        patch.object(rank, "NEAR_MISSES", n_near),
    ):
        asked = [worlds[0].asked(need, excluded, conflict) for need in needs]
        results = [searched(worlds[0], need, weights, k) for need in asked]
        for before, now in pairwise(worlds):
            if any(len(before.rows([at])) != len(now.rows([at])) for at in (*excluded, *conflict)):
                return  # somebody named has come: the need is another one
            asked = [now.asked(need, excluded, conflict) for need in needs]
            found = followed(before, now, asked, weights, results, k)
            for result, need in zip(found, asked, strict=True):
                if result is not None:
                    assert_same(shown(result, k), now.rebuilt(need, weights, k))
            results = [
                result or searched(now, need, weights, k) for result, need in zip(found, asked, strict=True)
            ]


@with_numba
@few
@given(
    some_people, some_people, st.lists(a_need(), min_size=1, max_size=3), some_weights,
    st.lists(st.integers(0, OUT_OF_REACH), min_size=6, max_size=6),
)  # fmt: skip
def test_differences_are_the_same_numbers_and_types_compiled_and_not(before, now, needs, weights, least):
    changed = follow.changed(experts_from(*before), experts_from(*now), 0)
    rows = np.arange(len(changed.experts))
    needs = [need.for_rows(rows) for need in needs]
    arguments = (
        changed.experts,
        changed.segment,
        len(before),
        needs,
        [weights] * len(needs),
        np.array(least, np.int64).reshape(3, 2)[: len(needs)],
    )

    said = [kernels.named(name).differences(*arguments) for name in kernels.installed()]

    same(tuple(said[1]), tuple(said[0]))


FITS = [Person(seniority=5) for _ in range(6)]
WEAK = [Person(seniority=1, themes=2, zone=2, categories=2) for _ in range(6)]
NEED = need_for()


def world_and_results(
    people: Sequence[Person], k: int, spare: int, need: Need = NEED
) -> tuple[World, list[MatchResult]]:
    world = World(experts_from(*people), {})
    with patch.object(follow, "SPARE", spare):
        return world, [searched(world, need, WEIGHTS, k)]


def test_nobody_changed_changes_nothing():
    world, results = world_and_results(FITS + WEAK, 3, 2)

    [found] = followed(world, world.after({}), [NEED], WEIGHTS, results, 3)

    assert_same(found, results[0])


def test_leavers_use_up_what_is_kept_beyond_the_list_and_then_the_need_is_searched():
    world, results = world_and_results(FITS + WEAK, 3, 2)
    leaving = [results[0].best.rows[at].item() for at in range(3)]

    two, three = (world.after(dict.fromkeys(leaving[:n])) for n in (2, 3))

    [found] = followed(world, two, [NEED], WEIGHTS, results, 3)
    assert_same(shown(found, 3), two.rebuilt(NEED, WEIGHTS, 3))
    assert followed(world, three, [NEED], WEIGHTS, results, 3) == [None]


def test_a_list_of_all_who_fit_never_runs_out():
    world, results = world_and_results(FITS, 6, 0)

    now = world.after(dict.fromkeys(range(5)))
    [found] = followed(world, now, [NEED], WEIGHTS, results, 6)

    assert found.best.rows.tolist() == [5]
    assert_same(found, now.rebuilt(NEED, WEIGHTS, 6))


def test_who_comes_with_the_points_of_the_last_row_stands_by_the_public_id():
    world, results = world_and_results([Person(verified=False), *[Person()] * 3], 2, 0)
    assert results[0].best.ties.tolist() == [1, 2]

    for newcomer, expected in ((9, [1, 2]), (0, [0, 1])):
        [found] = followed(world, world.after({newcomer: Person()}), [NEED], WEIGHTS, results, 2)
        assert shown(found, 2).best.ties.tolist() == expected


def test_who_comes_below_the_last_row_kept_may_stand_below_others_as_well():
    world, results = world_and_results([Person()] * 3, 2, 0)
    assert results[0].best.ties.tolist() == [0, 1]

    now = world.after({1: None, 9: Person()})

    assert now.rebuilt(NEED, WEIGHTS, 2).best.ties.tolist() == [0, 2]
    assert followed(world, now, [NEED], WEIGHTS, results, 2) == [None]


def test_whoever_becomes_hidden_is_not_even_counted():
    world, results = world_and_results(FITS, 3, 2)

    now = world.after({0: replace(FITS[0], listed=False)})
    [found] = followed(world, now, [NEED], WEIGHTS, results, 3)

    assert (found.n_considered, found.n_eligible) == (5, 5)
    assert 0 not in found.best.ties


def test_a_pinned_expert_makes_the_need_searched():
    need = need_for(pinned_rows=np.array([11], np.int32))
    world, results = world_and_results(FITS + WEAK, 3, 2, need)

    assert followed(world, world.after({0: None}), [need], WEIGHTS, results, 3) == [None]
    assert_same(follow.shown(results[0], 3, need.pinned_rows), world.rebuilt(need, WEIGHTS, 3))


def test_no_text_is_read_of_somebody_who_cannot_reach_the_last_row():
    strong, weak = Person(seniority=5), Person(seniority=1, themes=2, zone=2)
    now = experts_from(strong, weak, replace(weak, works=()))
    need = need_for(text=need_text("solar pumps"))
    best, *_ = rank.match_need(now, need, WEIGHTS).best.fine.tolist()
    changed = follow.changed(experts_from(Person(), Person()), now, 0)

    for name in kernels.installed():
        for least, (n_texts, n_entrants) in {
            0: (2, 3),
            best: (1, 1),
            best + 1: (1, 0),
            OUT_OF_REACH: (0, 0),
        }.items():
            found = kernels.named(name).differences(
                changed.experts, changed.segment, 2, [need], [WEIGHTS], np.array([[least, 0]], np.int64)
            )
            assert (found.n_texts, len(found.row), found.eligible.tolist()) == (n_texts, n_entrants, [1])


def test_a_need_without_skills_languages_or_text_is_followed():
    need = need_for(
        must=wanted(), should=wanted(), text=need_text(""), language_codes=np.zeros(0, np.int16),
        language_levels=np.zeros(0, np.int8), overlap_tenths=np.zeros(0, np.int16),
    )  # fmt: skip
    world, results = world_and_results(FITS + WEAK, 3, 2, need)

    now = world.after({1: Person(skills=(), works=()), 7: None, 20: Person(zone=-1)})
    [found] = followed(world, now, [need], WEIGHTS, results, 3)

    assert_same(shown(found, 3), now.rebuilt(need, WEIGHTS, 3))
