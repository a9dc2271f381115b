"""What officers type about programmes, and the fields in which a programme's questions are answered."""

from programmes.forms.about import AboutForm, PhasesForm
from programmes.forms.agreements import AgreementForm
from programmes.forms.policy import policy_form
from programmes.forms.questions import QuestionForm, answers_in, question_fields, typed_answers

__all__ = [
    "AboutForm",
    "AgreementForm",
    "PhasesForm",
    "QuestionForm",
    "answers_in",
    "policy_form",
    "question_fields",
    "typed_answers",
]
