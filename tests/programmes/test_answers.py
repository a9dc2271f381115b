"""What a programme asks is asked: of a need in a page of its own, of a plan in its form."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from common.refusals import Refused
from exchanges.enums import PlacementAction as A
from exchanges.models import Placement, PlacementAnswer
from exchanges.selectors.plans import plan_as_submitted, plan_rows
from exchanges.services.leaving import leave_exchanges
from exchanges.services.plans import edit_plan
from incubators.enums import NeedAction, NeedState
from incubators.models import Need, NeedAnswer
from incubators.services import Terms, draft_need, duplicate_need, edit_need, move_need
from programmes.enums import QuestionKind, QuestionTarget
from programmes.models import Question
from programmes.services import Wording, ask_question, retire_question
from tests import factories
from tests.factories import NOW, walk
from tests.matching.test_pages import text_of

pytestmark = pytest.mark.django_db


def ask(cast, target: str, kind: str = "text", *, required: bool = True, text: str = "", at=NOW) -> Question:
    wording = Wording(
        QuestionTarget(target), text or f"A {kind}?", f"سوال {kind}؟", QuestionKind(kind), required=required
    )
    return ask_question(programme_id=cast.need.programme_id, wording=wording, by=cast.omar, at=at)


def make_draft(cast) -> Need:
    return factories.make_need(cast.organisation, opened=False, title="Adviser for a wind park")


def step_of(need: Need) -> str:
    return reverse("incubators:need_step", args=[need.public_id, "questions"])


def test_a_need_has_a_page_of_questions_only_where_its_programme_asks_some(cast, client_of):
    draft, sana = make_draft(cast), client_of(cast.sana)
    assert sana.get(step_of(draft)).status_code == 404

    ask(cast, "need", text="Which campus?")

    assert "Which campus?" in text_of(sana.get(step_of(draft)))
    tasks = text_of(sana.get(reverse("incubators:need_tasks", args=[draft.public_id])))
    assert "Questions of the programme" in tasks


def test_a_need_is_not_published_without_the_answers_that_are_needed_and_says_which(cast, client_of):
    draft, sana = make_draft(cast), client_of(cast.sana)
    campus, rooms = ask(cast, "need", text="Which campus?"), ask(cast, "need", "number", required=False)
    check = reverse("incubators:need_check", args=[draft.public_id])

    refused = text_of(sana.post(check))

    assert "Which campus?: Please fill this in before you publish." in refused
    with pytest.raises(Refused) as missing:
        move_need(need_id=draft.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)
    assert (missing.value.code, missing.value.field) == ("need_incomplete", campus.field_name)
    sana.post(step_of(draft), {campus.field_name: "North", rooms.field_name: "3"})
    sana.post(check)
    draft.refresh_from_db()
    assert draft.state == NeedState.OPEN


def test_what_is_wrong_stands_beside_its_question_and_the_rest_is_saved(cast, client_of):
    draft = make_draft(cast)
    campus, rooms = ask(cast, "need", text="Which campus?"), ask(cast, "need", "number")
    page = client_of(cast.sana).post(step_of(draft), {campus.field_name: "North", rooms.field_name: "many"})

    assert 'value="many"' in page.content.decode()
    assert "Enter a whole number." in text_of(page)
    assert list(draft.answers.values_list("question", "value")) == [(campus.pk, "North")]


def test_a_need_that_is_open_is_not_asked_what_was_asked_later(cast):
    assert cast.need.state == NeedState.OPEN
    ask(cast, "need", at=NOW + timedelta(days=1))

    edit_need(need_id=cast.need.pk, terms=Terms(seats=4), by=cast.sana, at=NOW + timedelta(days=2))

    cast.need.refresh_from_db()
    assert cast.need.seats == 4


def test_answers_of_a_need_are_read_by_the_host_and_the_ministry_alone(cast, client_of):
    campus = ask(cast, "need", text="Which campus?", required=False)
    NeedAnswer.objects.create(need=cast.need, question=campus, value="North wing")
    address = reverse("incubators:need", args=[cast.need.public_id])

    seen = [
        "North wing" in text_of(client.get(address))
        for client in (client_of(cast.sana), client_of(cast.omar), client_of(cast.hina), Client())
    ]

    assert seen == [True, True, False, False]


def test_a_copy_of_a_need_takes_its_answers_along(cast):
    campus = ask(cast, "need", required=False)
    NeedAnswer.objects.create(need=cast.need, question=campus, value="North")

    copy = duplicate_need(need_id=cast.need.pk, by=cast.sana, at=NOW)

    assert [answer.value for answer in copy.answers.all()] == ["North"]


def test_an_answer_outlives_its_question_and_can_be_taken_away_before(cast):
    campus, rooms = ask(cast, "need", required=False), ask(cast, "need", "number", required=False)
    draft = make_draft(cast)
    edit_need(need_id=draft.pk, terms=Terms(answers={campus.pk: "North", rooms.pk: 3}), by=cast.sana, at=NOW)
    retire_question(question_id=campus.pk, by=cast.omar, at=NOW)

    edit_need(need_id=draft.pk, terms=Terms(answers={campus.pk: None, rooms.pk: None}), by=cast.sana, at=NOW)

    assert [answer.value for answer in draft.answers.all()] == ["North"]


def test_another_programme_s_question_is_not_answered(cast):
    other = Question.objects.create(
        programme=factories.make_programme("other"), target="need", text="?", kind="text"
    )

    draft = draft_need(
        organisation_id=cast.organisation.pk,
        terms=Terms(
            programme=cast.need.programme, title="A need", category="mentorship", answers={other.pk: "x"}
        ),
        by=cast.sana,
        at=NOW,
    )

    assert not draft.answers.exists()


def planned(cast, **plan) -> Placement:
    placement = factories.make_placement(cast.need, cast.expert)
    edit_plan(placement_id=placement.pk, plan=factories.make_plan(placement, **plan), by=cast.sana, at=NOW)
    placement.refresh_from_db()
    return placement


def test_a_plan_is_not_agreed_without_the_answers_that_are_needed_and_links_to_the_field(cast, client_of):
    visa = ask(cast, "placement", text="Who pays the visa?")
    placement = planned(cast)
    case = reverse("exchanges:placement", args=[placement.public_id])

    with pytest.raises(Refused) as refused:
        walk(placement, (A.AGREE, cast.hina))

    assert refused.value.code == "plan_incomplete"
    edit = reverse("exchanges:edit_placement", args=[placement.public_id])
    assert f"{edit}#id_{visa.field_name}" in client_of(cast.sana).get(case).content.decode()
    assert f'id="id_{visa.field_name}"' in client_of(cast.sana).get(edit).content.decode()


def test_answers_are_words_of_the_plan_in_both_languages_and_settled_once_submitted(cast, client_of):
    visa = ask(cast, "placement", "yes_no", text="Is a visa needed?")
    placement = planned(cast, answers={visa.pk: False})
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina), (A.SUBMIT, cast.sana))

    version = placement.plan_versions.get()
    assert version.plan["answers"] == [[visa.public_id, False]]
    said = {row.name: row.value for row in plan_rows(version.plan)}
    assert said["answers"] == "Is a visa needed? No"
    assert "Is a visa needed? No" in text_of(
        client_of(cast.omar).get(reverse("exchanges:placement", args=[placement.public_id]))
    )
    with pytest.raises(IntegrityError, match="plan_is_settled"), transaction.atomic():
        placement.answers.update(value=True)
    with pytest.raises(IntegrityError, match="plan_is_settled"), transaction.atomic():
        placement.answers.all().delete()


def test_a_changed_answer_is_agreed_anew_and_marked_for_the_reviewer(cast):
    visa = ask(cast, "placement", "number")
    placement = planned(cast, answers={visa.pk: 1})
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina), (A.SUBMIT, cast.sana), (A.TAKE, cast.rabia), (A.RETURN, cast.rabia))
    before = placement.plan_versions.get()

    plan = factories.make_plan(placement, answers={visa.pk: 2})
    edit_plan(placement_id=placement.pk, plan=plan, by=cast.sana, at=NOW)
    placement.refresh_from_db()

    assert placement.expert_agreed_at is None
    rows = plan_rows(plan_as_submitted(placement), before=before.plan)
    assert [row.name for row in rows if row.is_changed] == ["answers"]


def test_the_plan_s_form_asks_and_saves(cast, client_of):
    visa = ask(cast, "placement", "number", text="How many visas?")
    placement, sana = planned(cast), client_of(cast.sana)
    address = reverse("exchanges:edit_placement", args=[placement.public_id])
    initial = sana.get(address).context["form"]
    body = {name: initial[name].value() for name in initial.fields}
    body = {name: value for name, value in body.items() if value is not None and value is not False}

    wrong = sana.post(address, body | {visa.field_name: "-1"})
    assert (wrong.status_code, 'value="-1"' in wrong.content.decode()) == (422, True)
    saved = sana.post(address, body | {visa.field_name: "2"})
    assert saved.status_code == 302, saved.context["form"].errors

    assert PlacementAnswer.objects.get(placement=placement).value == 2


def test_whoever_erases_their_account_leaves_no_word_in_answers(cast):
    words, visas = ask(cast, "placement", text="What else?"), ask(cast, "placement", "number")
    placement = planned(cast, answers={words.pk: f"Ask {cast.hina.full_name}", visas.pk: 2})
    factories.tick_what_is_needed(placement)
    walk(placement, (A.AGREE, cast.hina), (A.SUBMIT, cast.sana))

    leave_exchanges(expert=cast.expert, by=cast.hina, at=NOW + timedelta(days=1))

    kept = [answer.value for answer in PlacementAnswer.objects.all()]
    assert kept[1] == 2
    assert cast.hina.full_name not in kept[0]
    assert cast.hina.full_name not in str(placement.plan_versions.get().plan["answers"])
