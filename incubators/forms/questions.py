"""The page of a need on which its programme's questions are answered."""

from typing import Any

from incubators.enums import Step
from incubators.forms.needs import FORMS, NeedForm
from incubators.models import Need
from incubators.selectors.answers import answers_by_question, asked_of
from incubators.services import Terms
from programmes.forms import question_fields, typed_answers


class QuestionsForm(NeedForm):
    """A field for each question; a draft may leave any of them open."""

    def __init__(self, *args: Any, need: Need, **options: Any) -> None:
        super().__init__(*args, need=need, **options)
        self.questions = asked_of(need)
        self.fields |= question_fields(self.questions, answers_by_question(need), needed_later=True)

    def terms(self) -> Terms:
        answers = typed_answers(self.questions, self.cleaned_data)
        return Terms(answers=answers) if answers else Terms()


PAGES: dict[Step, type[NeedForm]] = {**FORMS, Step.QUESTIONS: QuestionsForm}
