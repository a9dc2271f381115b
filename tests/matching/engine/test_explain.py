"""Reasons, gaps and the one question, as codes."""

from dataclasses import replace

import numpy as np

from matching.engine.explain import Explanation, GapCode, QuestionCode, explain
from matching.engine.rank import score_rows
from matching.engine.spec import Component
from tests.matching.engine.people import WEIGHTS, Person, experts_from, need_for, need_text, wanted


def explained(person: Person, **changes) -> Explanation:
    need = need_for(**changes)
    scored = score_rows(experts_from(person), need, WEIGHTS, np.array([0]))
    return explain(scored, 0, WEIGHTS, need)


def test_reasons_are_the_three_largest_contributions_with_the_skills_meant():
    why = explained(Person())

    assert [line.code for line in why.reasons] == [Component.MUST, Component.TEXT, Component.THEME]
    assert why.reasons[0].items == (0,)
    assert [line.points for line in why.reasons] == sorted(
        (line.points for line in why.reasons), reverse=True
    )


def test_the_largest_gap_comes_first_and_names_the_skills():
    why = explained(Person(skills=((5, 4, -1, -1),)), must=wanted((1, 3, 100), (5, 3, 100)))

    assert [(line.code, line.items) for line in why.gaps] == [
        (GapCode.MUST_MISSING, (0,)),
        (GapCode.SHOULD_MISSING, (0,)),
    ]


def test_a_must_skill_below_the_level_is_a_gap_of_its_own():
    why = explained(Person(skills=((1, 1, -1, -1), (2, 4, -1, -1))))

    assert [(line.code, line.items) for line in why.gaps] == [(GapCode.MUST_LOW, (0,))]
    assert (why.question.code, why.question.items) == (QuestionCode.MUST_LOW, (0,))


def test_small_losses_are_not_worth_a_line():
    assert explained(Person(skills=((1, 4, -1, -1), (2, 4, -1, -1)))).gaps == ()


def test_other_gaps_carry_their_own_code():
    why = explained(Person(themes=2, skills=((1, 4, -1, -1), (2, 4, -1, -1)), zone=2))

    assert [line.code for line in why.gaps] == [GapCode.THEME_OTHER, GapCode.OVERLAP_SHORT]


def test_what_is_not_known_is_listed_as_such():
    assert explained(Person(themes=0, works=())).not_known == (
        Component.TEXT,
        Component.THEME,
        Component.TRACK_RECORD,
    )


def test_the_question_asks_for_what_would_settle_most():
    complete = Person(skills=((1, 4, -1, 2026), (2, 4, -1, 2026)))

    def question(person: Person, **changes) -> QuestionCode | None:
        asked = explained(person, **changes).question
        return asked and asked.code

    assert question(complete) is None
    assert question(replace(complete, windows=())) is QuestionCode.WINDOWS
    assert question(replace(complete, languages=())) is QuestionCode.LANGUAGES
    assert question(replace(complete, modes=0)) is QuestionCode.MODES
    assert question(replace(complete, skills=((1, 0, -1, -1), (2, 4, -1, -1)))) is QuestionCode.MUST_LEVEL
    assert question(replace(complete, skills=((1, 4, -1, 2015), (2, 4, -1, -1)))) is QuestionCode.MUST_RECENCY
    assert question(replace(complete, zone=2)) is QuestionCode.OVERLAP
    assert question(replace(complete, capacity=-1)) is QuestionCode.CAPACITY
    assert question(Person()) is QuestionCode.SHOULD_MISSING


def test_a_component_with_weight_zero_is_no_reason():
    need = need_for()
    weights = replace(WEIGHTS, values=(0, *WEIGHTS.values[1:]))
    scored = score_rows(experts_from(Person()), need, weights, np.array([0]))

    assert Component.MUST not in [line.code for line in explain(scored, 0, weights, need).reasons]


def test_what_the_need_does_not_ask_about_is_not_listed_as_unknown():
    why = explained(
        Person(seniority=-1, zone=-1),
        seniority=0,
        overlap_tenths=np.zeros(0, np.int16),
        should=wanted(),
        themes=0,
        category=-1,
        modes=0,
        text=need_text(""),
    )

    assert why.not_known == (Component.TRACK_RECORD,)


def test_a_component_that_is_a_reason_is_not_also_a_gap():
    why = explained(Person(works=("solar water",), skills=((1, 4, -1, -1), (2, 4, -1, -1))))

    text_lines = [
        line
        for line in (*why.reasons, *why.gaps)
        if line.code is Component.TEXT or line.code is GapCode.TEXT_WEAK
    ]
    assert len(text_lines) <= 1
