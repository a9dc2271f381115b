"""The inner work of a search says the same compiled and not, and runs without the compiler."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.engine import candidates, kernels, plain, worth
from matching.engine.columns import Need
from matching.engine.constraints import failures
from matching.engine.segment import build
from matching.engine.spec import Constraint
from matching.engine.text import WEIGHT_BITS, TextIndex, TextQuery
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

with_numba = pytest.mark.skipif(kernels.NUMBA not in kernels.installed(), reason="numba is not installed")
few = settings(max_examples=40, deadline=None)
NOBODY = np.zeros(0, np.int64)
ROOT = Path(__file__).parents[3]


def same(mine: object, theirs: object) -> None:
    """Equal in every number and every type, however deep."""
    if isinstance(theirs, tuple):
        for part, other in zip(mine, theirs, strict=True):
            same(part, other)
    else:
        assert np.asarray(mine).tolist() == np.asarray(theirs).tolist()
        assert np.asarray(mine).dtype == np.asarray(theirs).dtype


def each_says(function: str, *arguments: object) -> tuple:
    """The answer of NumPy's kernel, after numba's has given the same."""
    answer = getattr(plain, function)(*arguments)
    compiled = getattr(kernels.named(kernels.NUMBA), function)(*arguments)
    same(compiled, answer)
    return answer


BY_TIME = sum(1 << constraint for constraint in (Constraint.DATES, Constraint.HOURS, Constraint.CAPACITY))


@with_numba
@few
@given(some_people, a_need(), some_weights, st.sets(st.integers(0, 11), max_size=3))
def test_each_step_gives_the_same_numbers_and_types(people, need, weights, without):
    segment = build(experts_from(*people))
    gone = np.array(sorted(place for place in without if place < segment.ends[1]), np.int64)

    places, _ = each_says("holders", segment.postings, need.must.skill, gone, int(segment.ends[1]))
    asked = asked_of(need)
    silent = np.zeros_like(segment.speakers.stated)
    by = worth.worths(need, weights, segment.countries.shape[1])
    judged = each_says("judge", segment.cards, segment.pieces, silent, places, asked, by)
    each_says("with_skills", segment.postings, judged.places, judged.scored, need, by)


@few
@given(some_people, a_need())
def test_a_card_is_sure_only_of_what_the_definition_says(people, need):
    experts = experts_from(*people)
    cards = build(experts).cards

    sure = plain._is_sure(cards, asked_of(need))

    failed = failures(experts, need.for_rows(np.arange(len(people))))
    assert not (failed[cards["row"][sure]] & BY_TIME).any()


def test_a_card_is_sure_of_a_free_expert_and_of_one_who_states_no_time():
    people = {
        Person(): True,
        Person(windows=()): True,
        Person(commitments=((0, 400, 16),)): True,
        Person(commitments=((0, 400, 17),)): False,
        Person(capacity=0): False,
        Person(capacity=1, commitments=((0, 1, 1),)): False,
        Person(windows=((0, 120, 20), (180, 400, 20))): False,
    }
    cards = build(experts_from(*people)).cards

    assert plain._is_sure(cards, asked_of(need_for())).tolist() == list(people.values())


@with_numba
@few
@given(st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 10), st.integers(0, 1_000))
def test_texts_are_read_and_sieved_alike(seed, n, k, weight):
    random = np.random.default_rng(seed)
    texts = some_texts(random, n)
    query = TextQuery(
        np.arange(0, 60, 3, dtype=np.int32), random.integers(1, 1 << 20, 20).astype(np.int32), 9_000
    )
    rows = random.permutation(n).astype(np.int32)
    worths = worth.worth(random.integers(0, 10_001, n), 700)
    known = plain.Scored(worths, rows, np.diff(texts.ptr)[rows] > 0)
    at = np.sort(random.choice(n, random.integers(1, n + 1), replace=False))
    compiled = kernels.named(kernels.NUMBA)

    read = [each.text_points(texts, rows, each.lookup(query)).tolist() for each in (plain, compiled)]
    sieved = [each.sieve(texts, known, at, weight, each.lookup(query), k) for each in (plain, compiled)]

    assert read[0] == read[1]
    assert [part.tolist() for part in sieved[0][:2]] == [part.tolist() for part in sieved[1][:2]]
    assert sieved[0][2] == sieved[1][2]


def asked_of(need: Need) -> plain.Asked:
    return plain.Asked(
        need.start_day, need.end_day + 1, need.hours_per_week, need.min_overlap_days, need.modes
    )


def some_texts(random: np.random.Generator, n: int) -> TextIndex:
    """Works of n experts, some without any, in packed form."""
    lengths = random.integers(0, 12, n)
    ptr = np.concatenate([[0], np.cumsum(lengths)])
    packed = (
        random.integers(0, 60, ptr[-1]) << WEIGHT_BITS | random.integers(0, 1 << WEIGHT_BITS, ptr[-1])
    ).astype(np.uint32)
    packed |= np.where(random.random(ptr[-1]) < 0.3, np.uint32(1 << 31), np.uint32(0))
    packed[ptr[:-1][lengths > 0]] |= np.uint32(1 << 31)
    return TextIndex(ptr, packed)


@with_numba
def test_a_need_without_a_text_says_nothing_of_anybody():
    experts = experts_from(Person(), Person(works=()))

    for name in kernels.installed():
        chosen = kernels.named(name)
        silent = chosen.lookup(need_text(""))
        asked = chosen.lookup(need_text("solar pumps"))
        assert chosen.text_points(experts.texts, np.array([0, 1]), silent).tolist() == [-1, -1]
        assert chosen.text_points(experts.texts, np.array([0, 1]), asked).tolist()[1] == -1


def test_the_sieve_reads_no_text_that_cannot_enter_the_list():
    experts = experts_from(*[Person()] * 9)
    rows = np.arange(9, dtype=np.int32)
    points = np.array([9_000, 9_000, 8_500] + [100] * 6)
    known = plain.Scored(worth.worth(points, 90), rows, np.ones(9, bool))

    for name in kernels.installed():
        chosen = kernels.named(name)
        found, scores, n_read = chosen.sieve(
            experts.texts, known, np.arange(9), 10, chosen.lookup(need_text("solar pumps")), 2
        )
        assert (found.tolist(), len(scores), n_read) == ([0, 1], 2, 2)


def test_worths_are_what_the_score_says_of_every_value():
    experts = experts_from(
        *[Person(zone=zone, seniority=level) for zone in (-1, 0, 2) for level in (-1, 1, 4)]
    )
    segment = build(experts)
    need = need_for()

    by = worth.worths(need, WEIGHTS, segment.countries.shape[1])

    zones = segment.cards["zone"].astype(int)
    overlap = by.zone[zones + 1] & worth.GAINED_MASK
    assert overlap.tolist() == [5 * {-1: 0, 0: 10_000, 2: 0}[zone] for zone in zones.tolist()]
    assert (by.zone[0] >> worth.WEIGHT_SHIFT, by.zone[1] >> worth.WEIGHT_SHIFT) == (0, 5)


def test_a_need_for_nobody_in_particular_finds_all_who_are_open():
    segment = build(experts_from(Person(), Person(verified=False), Person(standing=1)))
    need = need_for(must=wanted())

    for name in kernels.installed():
        with kernels.using(name):
            found = candidates.find(segment, need, NOBODY)
            assert (found.places.tolist(), found.postings, found.n_alive) == ([0], 0, 3)


@pytest.mark.parametrize(("setting", "expected"), [("numpy", "False numpy False"), ("auto", None)])
def test_the_setting_keeps_the_compiler_out_of_the_process(setting, expected):
    program = (
        "import sys; from matching.engine import kernels, search; "
        "before = 'numba' in sys.modules; "
        "print(before, kernels.in_use().NAME, 'numba' in sys.modules)"
    )
    environment = os.environ | {kernels.SETTING: setting, "PYTHONPATH": str(ROOT)}

    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()

    fastest = kernels.installed()[-1]
    assert said == (expected or f"False {fastest} {fastest == kernels.NUMBA}")


def test_a_setting_that_names_no_kernels_is_refused():
    with pytest.raises(ValueError, match="PORTAL_KERNELS must be auto, numpy or numba, got 'fortran'"):
        kernels.named("fortran")
