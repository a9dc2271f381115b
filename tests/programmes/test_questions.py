"""What a programme asks besides the portal's own forms."""

from typing import Any

import pytest
from django import forms
from django.urls import reverse

from common.policies import Denied
from common.refusals import Refused
from programmes.enums import QuestionKind, QuestionTarget
from programmes.forms import answers_in, question_fields
from programmes.models import Question
from programmes.services import Wording, ask_question, retire_question
from tests.factories import NOW
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


def ask(cast, kind: str = "text", *, required: bool = False, choices: tuple[str, ...] = ()) -> Question:
    wording = Wording(
        QuestionTarget.NEED, f"A {kind}?", "", QuestionKind(kind), required=required, choices=choices
    )
    return ask_question(programme_id=cast.need.programme_id, wording=wording, by=cast.omar, at=NOW)


def form_for(questions: list[Question], data: dict[str, Any]) -> forms.Form:
    form = type("Form", (forms.Form,), {})(data)
    form.fields |= question_fields(questions)
    return form


def test_each_kind_of_question_is_answered_in_a_field_of_its_kind(cast):
    questions = [ask(cast), ask(cast, "choice", choices=("A", "B")), ask(cast, "yes_no"), ask(cast, "number")]
    typed = ["Two labs.", "B", "no", "7"]
    data = {f"question_{question.public_id}": value for question, value in zip(questions, typed, strict=True)}
    form = form_for(questions, data)

    assert form.is_valid(), form.errors
    assert list(answers_in(questions, form.cleaned_data).values()) == ["Two labs.", "B", False, 7]


def test_an_answer_that_is_needed_may_not_be_left_out_and_others_may(cast):
    needed, other = ask(cast, "yes_no", required=True), ask(cast, "number")
    form = form_for([needed, other], {})

    assert list(form.errors) == [f"question_{needed.public_id}"]
    assert answers_in([other], form.cleaned_data) == {}


def test_what_was_answered_before_is_filled_in(cast):
    yes_no, text = ask(cast, "yes_no"), ask(cast)

    fields = question_fields([yes_no, text], {yes_no.pk: False, text.pk: "Two labs."})

    assert [field.initial for field in fields.values()] == ["no", "Two labs."]


def test_a_question_of_choices_needs_two(cast):
    with pytest.raises(Refused) as refused:
        ask(cast, "choice", choices=("A", "A"))

    assert (refused.value.code, refused.value.field) == ("question_without_choices", "choices")


def test_a_question_is_retired_once_by_officers_of_the_unit(cast):
    question = ask(cast)

    with pytest.raises(Denied):
        retire_question(question_id=question.pk, by=cast.dawood, at=NOW)
    retire_question(question_id=question.pk, by=cast.omar, at=NOW)
    with pytest.raises(Refused) as twice:
        retire_question(question_id=question.pk, by=cast.omar, at=NOW)

    question.refresh_from_db()
    assert (question.retired_at, twice.value.code) == (NOW, "question_retired")


def test_an_officer_asks_and_retires_on_one_page(cast, client_of):
    client = client_of(cast.omar)
    address = reverse("programmes:questions", args=[cast.need.programme.slug])
    body = {"target": "need", "text": "Which campus?", "kind": "choice", "choices": "North\nSouth\n"}

    asked = text_of(client.post(address, body, follow=True))

    question = Question.objects.get()
    assert "Which campus?" in asked
    assert question.choices == ["North", "South"]
    retire = reverse("programmes:question_retire", args=[cast.need.programme.slug, question.public_id])
    assert "No question yet" in text_of(client.post(retire, follow=True))


def test_one_choice_alone_is_answered_with_a_sentence(cast, client_of):
    address = reverse("programmes:questions", args=[cast.need.programme.slug])
    body = {"target": "need", "text": "Which campus?", "kind": "choice", "choices": "North"}

    page = text_of(client_of(cast.omar).post(address, body))

    assert "Please write at least two choices, one on each line." in page
