"""Each hard constraint alone, with the cases at its border."""

import numpy as np
import pytest

from matching.engine.constraints import failures, peak_hours
from matching.engine.spec import Constraint
from tests.matching.engine.people import Person, experts_from, need_for, wanted


def fails(person: Person, **need) -> set[Constraint]:
    bits = int(failures(experts_from(person), need_for(**need))[0])
    return {constraint for constraint in Constraint if bits >> constraint & 1}


def test_the_default_person_fails_nothing():
    assert fails(Person()) == set()


@pytest.mark.parametrize("standing", [1, 2, 3, 4])
def test_only_an_active_profile_is_suggested(standing):
    assert fails(Person(standing=standing)) == {Constraint.STANDING}


def test_verification_is_asked_only_when_the_programme_asks():
    assert fails(Person(verified=False)) == {Constraint.VERIFIED}
    assert fails(Person(verified=False), requires_verified=False) == set()


def test_a_refusal_and_a_conflict_exclude():
    rows = np.array([0], dtype=np.int32)

    assert fails(Person(), excluded_rows=rows) == {Constraint.EXCLUDED}
    assert fails(Person(), conflict_rows=rows) == {Constraint.CONFLICT}


def test_a_barred_country_excludes_only_those_known_to_live_there():
    barred = np.array([2], dtype=np.int16)

    assert fails(Person(country=2), barred_countries=barred) == {Constraint.COUNTRY}
    assert fails(Person(country=-1), barred_countries=barred) == set()


def test_one_must_skill_at_any_level_is_enough():
    must = wanted((1, 4, 10), (2, 4, 10))

    assert fails(Person(skills=((2, 1, -1, -1),)), must=must) == set()
    assert fails(Person(skills=((3, 4, -1, -1),)), must=must) == {Constraint.MUST_SKILL}
    assert fails(Person(skills=()), must=wanted()) == set()


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (((1, 4),), set()),
        (((1, 3),), {Constraint.LANGUAGE}),
        (((1, 0),), set()),
        (((2, 6),), {Constraint.LANGUAGE}),
        ((), set()),
        (((1, 1), (2, 6), (1 + 2, 6)), {Constraint.LANGUAGE}),
    ],
)
def test_one_shared_language_at_the_level_asked(languages, expected):
    assert fails(Person(languages=languages)) == expected


@pytest.mark.parametrize(
    ("offered", "accepted", "serves"),
    [
        (1, 1, True),
        (4, 1, False),
        (1, 2, False),
        (5, 2, True),
        (2, 4, False),
        (0, 4, True),
        (4, 0, True),
        (2, 3, True),
    ],
)
def test_modes_offered_against_modes_accepted(offered, accepted, serves):
    assert (Constraint.MODE not in fails(Person(modes=offered), modes=accepted)) is serves


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        (((0, 127, 20),), set()),
        (((0, 126, 20),), {Constraint.DATES}),
        (((0, 113, 20), (187, 300, 20)), set()),
        (((201, 300, 20),), {Constraint.DATES}),
        ((), set()),
        (((0, 400, -1),), set()),
        (((0, 400, 3),), {Constraint.HOURS}),
        (((0, 99, 20), (100, 200, 3)), {Constraint.HOURS}),
        (((100, 110, 3),), {Constraint.DATES, Constraint.HOURS}),
        (((100, 110, 9),), {Constraint.DATES}),
        (((90, 120, 20), (100, 126, 20)), {Constraint.DATES}),
        (((90, 120, 20), (100, 127, 20)), set()),
        (((90, 190, 3), (100, 127, 20)), set()),
        (((90, 190, 3), (100, 126, 20)), {Constraint.HOURS}),
        (((0, 400, 20, 4), (100, 127, 20, 1)), set()),
        (((0, 400, 20, 4), (100, 126, 20, 1)), {Constraint.DATES}),
        (((0, 400, 20, 4),), {Constraint.MODE}),
    ],
)
def test_windows_share_the_least_days_with_enough_hours(windows, expected):
    assert fails(Person(windows=windows)) == expected


@pytest.mark.parametrize(
    ("commitments", "expected"),
    [
        (((100, 200, 16),), set()),
        (((100, 200, 17),), {Constraint.HOURS}),
        (((0, 99, 20), (201, 300, 20)), set()),
        (((100, 120, 10), (121, 200, 10)), set()),
        (((100, 121, 10), (121, 200, 10)), {Constraint.HOURS}),
    ],
)
def test_hours_already_promised_count_on_the_busiest_day(commitments, expected):
    assert fails(Person(commitments=commitments)) == expected


def test_promises_of_several_people_are_kept_apart():
    experts = experts_from(
        Person(commitments=((0, 5, 3), (5, 9, 4))), Person(), Person(commitments=((8, 99, 2), (50, 60, 1)))
    )

    assert peak_hours(experts.commitments, 0, 40).tolist() == [7, 0, 2]


@pytest.mark.parametrize(
    ("capacity", "commitments", "full"),
    [
        (1, ((150, 300, 1),), True),
        (1, ((201, 300, 1),), False),
        (2, ((150, 300, 1),), False),
        (2, ((90, 100, 1), (200, 300, 1)), True),
        (-1, ((150, 300, 1),), False),
        (0, (), True),
    ],
)
def test_capacity_counts_the_engagements_that_touch_the_window(capacity, commitments, full):
    assert (Constraint.CAPACITY in fails(Person(capacity=capacity, commitments=commitments))) is full
