"""Asking a question, and the fields in which the questions of a programme are answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.text import clean_line
from programmes.enums import QuestionKind, QuestionTarget
from programmes.forms.rows import LineField, choices_from
from programmes.labels import QUESTION_KINDS, TARGETS
from programmes.models import Question
from programmes.services import Wording

LONGEST_ANSWER = 2_000
GREATEST_NUMBER = 1_000_000_000


class QuestionForm(forms.Form):
    target = forms.ChoiceField(
        label=_("Who is asked"), choices=choices_from(TARGETS), widget=forms.RadioSelect
    )
    text = LineField(label=_("Question"), max_length=300)
    text_ur = LineField(
        label=_("Question in Urdu"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ur"}),
    )
    kind = forms.ChoiceField(
        label=_("Answered by"), choices=choices_from(QUESTION_KINDS), widget=forms.RadioSelect
    )
    choices = forms.CharField(
        label=_("Choices"),
        max_length=1200,
        required=False,
        help_text=_("One on each line; only for one of several choices."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    required = forms.BooleanField(label=_("An answer is needed"), required=False)

    @property
    def wording(self) -> Wording:
        typed = self.cleaned_data
        lines = (clean_line(line)[:120] for line in typed["choices"].splitlines())
        return Wording(
            target=QuestionTarget(typed["target"]),
            text=typed["text"],
            text_ur=typed["text_ur"],
            kind=QuestionKind(typed["kind"]),
            required=typed["required"],
            choices=tuple(line for line in lines if line),
        )


def question_fields(
    questions: Iterable[Question], answers: Mapping[int, Any] | None = None, *, needed_later: bool = False
) -> dict[str, forms.Field]:
    """A field for each question, by the name `question_` and its public id, for a form of another app.

    `answers` holds what was answered before, by the question's id; `needed_later` when the form saves drafts,
    which may leave anything out until they are sent.
    """
    fields = {}
    for question in questions:
        field = _FIELDS[QuestionKind(question.kind)](question)
        field.label = str(question)
        field.required = question.required and not needed_later
        field.needed_later = question.required and needed_later
        field.initial = _written((answers or {}).get(question.pk))
        fields[question.field_name] = field
    return fields


def answers_in(questions: Iterable[Question], cleaned: Mapping[str, Any]) -> dict[int, Any]:
    """The answers that were given, by the question's id, as `AnswerBase.value` stores them."""
    found = {question.pk: cleaned.get(question.field_name) for question in questions}
    return {pk: value for pk, value in found.items() if value not in (None, "")}


def typed_answers(questions: Iterable[Question], cleaned: Mapping[str, Any]) -> dict[int, Any]:
    """What is valid of a page, by the question's id; None where an answer was taken away."""
    kept = {
        question.pk: cleaned.get(question.field_name)
        for question in questions
        if question.field_name in cleaned
    }
    return {pk: None if value == "" else value for pk, value in kept.items()}


def _written(value: Any) -> Any:
    """As the field takes it: true and false are chosen as words."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


def _text(_question: Question) -> forms.Field:
    return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}))


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(choices=[(one, one) for one in question.choices], widget=forms.RadioSelect)


def _yes_no(_question: Question) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _number(_question: Question) -> forms.Field:
    return forms.IntegerField(min_value=0, max_value=GREATEST_NUMBER)


_FIELDS = {
    QuestionKind.TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
}
