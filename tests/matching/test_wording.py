"""Every code has its sentence for every reader, and sentences are filled when read."""

import math

import pytest
from django.utils import translation

from matching import enums
from matching.adapter import NEVER_USED, codes
from matching.engine import explain, spec
from matching.enums import ChangeKind, Constraint, Gap, Question, Reader
from matching.labels import board, matches, runs
from matching.selectors import explain_to_expert, explain_to_host, explain_to_ministry
from matching.selectors.wording import (
    enumeration,
    excluded_bars,
    excluded_sentences,
    relaxation_sentences,
    score_parts,
)
from programmes.enums import Component, Mode
from tests import factories

READERS = {
    Reader.ORGANISATION: explain_to_host,
    Reader.EXPERT: explain_to_expert,
    Reader.MINISTRY: explain_to_ministry,
}


def test_the_engine_and_the_outside_have_the_same_words_in_the_same_order():
    assert [codes.constraint_code(one) for one in spec.Constraint] == [str(one) for one in Constraint]
    assert [codes.line_code(one) for one in explain.GapCode] == [str(one) for one in Gap]
    assert [codes.line_code(one) for one in spec.Component] == [str(one) for one in Component]
    assert [codes.question_code(one) for one in explain.QuestionCode] == [str(one) for one in Question]


def test_every_code_has_a_sentence_for_every_reader():
    for reader in Reader:
        assert set(matches.REASONS[reader]) == set(Component)
        assert set(matches.GAPS[reader]) == set(Gap)
        assert set(matches.QUESTIONS[reader]) == set(Question)
    assert set(matches.EXCLUDED) == set(matches.WHY_NOT) == set(Constraint)
    relaxable = {codes.constraint_code(one) for one in spec.RELAXABLE}
    assert set(matches.RELAXATIONS) == relaxable
    assert set(matches.OBSTACLES) == set(matches.OBSTACLES_TO_MINISTRY) == set(matches.CONSTRAINTS)
    assert set(matches.OBSTACLES) == set(Constraint)
    assert set(matches.MODE_CHANGES) == set(Mode)
    in_modes = {ChangeKind.MODE, ChangeKind.OTHER_MODE}
    assert set(matches.CHANGES) | in_modes == set(ChangeKind)
    assert set(matches.NEVER_USED) == set(NEVER_USED)
    for words, of in (
        (board.MATCH_STATES, enums.MatchState),
        (board.MATCH_TONES, enums.MatchState),
        (runs.RUN_STATES, enums.RunState),
        (runs.RUN_TONES, enums.RunState),
        (runs.RUN_SCOPES, enums.RunScope),
        (runs.RUN_MESSAGES, enums.RunMessage),
        (board.DISMISS_REASONS, enums.DismissReason),
    ):
        assert set(words) == set(of)


@pytest.mark.django_db
@pytest.mark.parametrize("reader", list(Reader))
def test_all_codes_at_once_can_be_read(reader):
    skill = factories.make_skill()
    for question in (*Question, None):
        frozen = {
            "points": 4_200,
            "reasons": [[str(code), 10, [skill.pk, 0]] for code in Component],
            "gaps": [[str(code), 10, [skill.pk]] for code in Gap],
            "question": [str(question), [skill.pk]] if question else None,
            "not_known": ["text"],
        }
        why = READERS[reader](frozen)
        assert len(why.reasons) == len(Component)
        assert str(skill) in why.reasons[0]
        assert len(why.gaps) == len(Gap)
        assert bool(why.question) is bool(question)
        assert why.not_known == ["topics of the texts"]


@pytest.mark.django_db
def test_an_explanation_that_was_never_made_reads_as_empty():
    why = explain_to_host({})

    assert (why.points, why.reasons, why.gaps, why.question, why.not_known, why.parts) == (
        0,
        [],
        [],
        "",
        [],
        [],
    )


def test_parts_of_a_score_add_up_to_it_and_unknown_parts_stand_out():
    parts = score_parts([10_000, -1, 5_000, 0, -1, -1, -1, -1, -1], [3, 1, 1, 0, 1, 1, 1, 1, 1])

    assert [part.value for part in parts[:3]] == [10_000, None, 5_000]
    assert sum(part.gave for part in parts) == (3 * 10_000 + 5_000) // 4
    assert [(part.room, part.share) for part in parts[:3]] == [(100, 100), (0, 0), (33, 16)]


def test_the_picture_of_a_score_is_its_parts_one_behind_the_other():
    why = explain_to_host(
        {"points": 8_750, "components": [10_000, -1, 5_000], "weights": [3, 1, 1], "reasons": []}
    )

    assert [(part.start, part.length) for part in why.picture] == [(0, 750), (750, 125)]


def test_counts_are_sentences_in_the_order_of_the_constraints():
    assert excluded_sentences({"mode": 2, "verified": 1}, Reader.MINISTRY) == [
        "1 is not verified yet",
        "2 do not offer this way of working",
    ]


def test_a_host_does_not_learn_how_many_conflicts_are_confirmed():
    counts = {"excluded": 2, "conflict": 1}

    assert excluded_sentences(counts, Reader.ORGANISATION) == ["3 cannot be suggested for this need"]
    assert [(bar.label, bar.value) for bar in excluded_bars(counts, Reader.ORGANISATION)] == [
        ("Not for this need", 3)
    ]
    assert excluded_sentences(counts, Reader.MINISTRY) == [
        "2 declined or were set aside",
        "1 has a confirmed conflict of interest",
    ]


def test_what_each_part_gave_adds_up_to_the_score():
    values, weights = [9_999, 3_333, 1, 7_777, 5_001], [3, 2, 3, 1, 2]
    score = sum(map(math.prod, zip(values, weights, strict=True))) // sum(weights)

    assert sum(part.gave for part in score_parts(values, weights)) == score


def test_what_would_bring_most_is_said_first():
    sentences = relaxation_sentences({"mode": 2, "hours": 9}, {"mode": 7_439})

    assert sentences == [
        "9 more if you ask for fewer hours a week",
        "2 more if you accept another way of working; the best of them scores 7,439",
    ]


def test_words_in_a_row_are_separated():
    with translation.override("en"):
        assert enumeration(["wind", "solar"]) == "wind, solar"
