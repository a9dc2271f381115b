"""The questions that a need's programme asks its hosts, and what they answered."""

from typing import Any

from incubators.enums import NeedState, Step
from incubators.models import Need, NeedAnswer
from programmes.enums import QuestionTarget
from programmes.models import Question
from programmes.selectors import answer_words, questions_of


def asked_of(need: Need) -> list[Question]:
    """What counts for this need: what is asked now, or what was when it was sent or opened."""
    sent_at = need.state_since if need.state == NeedState.SUBMITTED else need.opened_at
    at = None if need.state in (NeedState.DRAFT, NeedState.CHANGES_REQUESTED) else sent_at
    return list(questions_of(need.programme_id, QuestionTarget.NEED, at=at))


def answers_to(need: Need) -> list[NeedAnswer]:
    """To the questions of the programme that it has now; a draft may have answered another before."""
    return list(need.answers.filter(question__programme=need.programme_id).select_related("question"))


def answers_by_question(need: Need) -> dict[int, Any]:
    return {answer.question_id: answer.value for answer in answers_to(need)}


def unanswered(need: Need) -> list[Question]:
    """What must be answered before the need can be published and is not."""
    needed = [question for question in asked_of(need) if question.required]
    answered = answers_by_question(need) if needed else {}
    return [question for question in needed if question.pk not in answered]


def answer_lines(need: Need) -> list[tuple[str, str]]:
    """Question and answer, also where the question was retired since."""
    return [(str(answer.question), answer_words(answer.value)) for answer in answers_to(need)]


def steps_of(need: Need) -> list[Step]:
    """The pages on which this need is written."""
    return [step for step in Step if step != Step.QUESTIONS or asked_of(need)]
