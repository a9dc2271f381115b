"""Components at their ends, and the mean over what is known."""

import numpy as np
import pytest

from matching.engine.score import Weights, components, rank_weight
from matching.engine.spec import Component, spec_hash
from tests.matching.engine.people import Person, experts_from, need_for, need_text, wanted


def component(which: Component, person: Person, **need) -> int:
    return int(components(experts_from(person), need_for(**need), np.array([0]))[0, which])


@pytest.mark.parametrize(
    ("skills", "expected"),
    [
        (((1, 3, -1, -1), (2, 2, -1, -1)), 10_000),
        (((1, 4, -1, -1),), 7_500),
        (((2, 4, -1, -1),), 2_500),
        (((1, 1, -1, -1), (2, 1, -1, -1)), 3_749),
        (((1, 0, -1, -1),), 2_499),
        (((9, 4, -1, -1),), 0),
    ],
)
def test_must_skills_count_by_rarity_and_level(skills, expected):
    must = wanted((1, 3, 75), (2, 2, 25))

    assert component(Component.MUST, Person(skills=skills), must=must) == expected


def test_the_order_in_which_a_need_lists_its_skills_does_not_matter():
    person = Person(skills=((1, 2, -1, -1), (5, 4, -1, -1)))

    forwards = component(Component.MUST, person, must=wanted((1, 4, 30), (5, 2, 10), (7, 1, 5)))
    backwards = component(Component.MUST, person, must=wanted((7, 1, 5), (5, 2, 10), (1, 4, 30)))

    assert forwards == backwards


def test_skills_that_nobody_asked_for_are_not_known_rather_than_zero():
    assert component(Component.SHOULD, Person(), should=wanted()) == -1


@pytest.mark.parametrize(
    ("person", "need", "expected"),
    [
        (Person(modes=1), {"modes": 1}, 10_000),
        (Person(modes=5), {"modes": 2}, 7_000),
        (Person(modes=0), {"modes": 1}, -1),
        (Person(modes=1), {"modes": 4}, 0),
        (Person(modes=1, country=3), {"modes": 1, "partner_countries": np.array([3], np.int16)}, 10_000),
        (Person(modes=1, country=2), {"modes": 1, "partner_countries": np.array([3], np.int16)}, 5_000),
        (Person(modes=0, country=-1), {"modes": 1, "partner_countries": np.array([3], np.int16)}, -1),
    ],
)
def test_place_and_mode_is_the_mean_of_what_is_known(person, need, expected):
    assert component(Component.PLACE_MODE, person, **need) == expected


@pytest.mark.parametrize(
    ("categories", "provinces", "expected"),
    [(1, 0, 10_000), (2, 0, 0), (0, 0, -1), (1, 2, 5_000), (0, 1, 10_000)],
)
def test_motivation_is_the_mean_of_wishes_stated(categories, provinces, expected):
    person = Person(categories=categories, provinces=provinces)

    assert component(Component.MOTIVATION, person, category=0, province=0) == expected


@pytest.mark.parametrize(("zone", "expected"), [(0, 10_000), (1, 5_000), (2, 0), (-1, -1)])
def test_overlap_of_working_days(zone, expected):
    assert component(Component.OVERLAP, Person(zone=zone)) == expected


def test_overlap_does_not_matter_to_a_need_without_a_table():
    assert component(Component.OVERLAP, Person(), overlap_tenths=np.zeros(0, np.int16)) == -1


def test_text_reaches_the_component():
    exactly, partly = (
        component(Component.TEXT, Person(works=(work,))) for work in ("solar pumps", "solar grid")
    )
    assert 10_000 >= exactly > partly > 0
    assert component(Component.TEXT, Person(works=())) == -1
    assert component(Component.TEXT, Person(), text=need_text("")) == -1


def test_a_newcomer_has_no_track_record_rather_than_a_bad_one():
    assert component(Component.TRACK_RECORD, Person()) == -1
    assert component(Component.TRACK_RECORD, Person(n_ended_early=1)) == 5_000


def test_rank_weights_fall_and_never_reach_zero():
    assert [rank_weight(rank) for rank in (0, 1, 2, 6, 7)] == [60, 60, 30, 10, 10]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ((0,) * 9, "at least one weight must be above zero"),
        ((1,) * 8, "9 weights are needed, got 8"),
        ((-1,) + (1,) * 8, "weight of must must be from 0 to 1000, got -1"),
    ],
)
def test_weights_that_make_no_sense_are_refused_by_name(values, problem):
    with pytest.raises(ValueError, match=problem):
        Weights("v", values)


def test_the_definition_has_a_stable_name():
    assert spec_hash() == spec_hash()
