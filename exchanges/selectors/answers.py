"""The questions that a programme asks of the plans of its placements, and what a plan answers."""

from typing import Any

from exchanges.models import Placement
from programmes.enums import QuestionTarget
from programmes.models import Question
from programmes.selectors import answer_words, questions_of


def asked_of(placement: Placement) -> list[Question]:
    """What counts for this plan: as its policy, what was asked when it was submitted; of a draft, now."""
    programme = placement.need.programme_id
    return list(questions_of(programme, QuestionTarget.PLACEMENT, at=placement.submitted_at))


def answers_by_question(placement: Placement) -> dict[int, Any]:
    return {answer.question_id: answer.value for answer in placement.answers.all()}


def unanswered(placement: Placement) -> list[Question]:
    """What the plan must answer before it is agreed and submitted."""
    needed = [question for question in asked_of(placement) if question.required]
    answered = answers_by_question(placement) if needed else {}
    return [question for question in needed if question.pk not in answered]


def answered_lines(answers: list[list[Any]]) -> str:
    """Answers of a plan, as it was submitted, in the reader's language: a line each."""
    asked = Question.objects.in_bulk([asked for asked, _value in answers], field_name="public_id")
    return "\n".join(f"{asked[code]} {answer_words(value)}" for code, value in answers if code in asked)
