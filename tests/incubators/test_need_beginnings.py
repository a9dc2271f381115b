"""How a need begins and is kept: templates, duplicates, parts of a page, two windows, documents."""

import doctest
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.services.export import take_data_along
from common.models import StoredFile
from common.policies import Denied
from common.refusals import Refused
from incubators.enums import Category, Importance, NeedAction, NeedState, Step
from incubators.models import Need, NeedDocument
from incubators.selectors import measurable
from incubators.selectors.readiness import BLANK, problems_of
from incubators.selectors.templates import need_templates
from incubators.selectors.terms import stamp_of
from incubators.services import add_document, duplicate_need, edit_need, move_need
from programmes.enums import Mode
from programmes.models import Programme
from programmes.services import load_programmes
from taxonomy.models import Skill, Theme
from taxonomy.services import load_reference
from tests import factories
from tests.factories import NOW, TODAY
from tests.incubators.test_need_pages import fields_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 outline"


@pytest.fixture
def sana(cast: SimpleNamespace, client_of: Callable[..., Client]) -> Client:
    return client_of(cast.sana)


@pytest.fixture
def draft(cast: SimpleNamespace) -> Need:
    return factories.make_need(cast.organisation, opened=False, title="Adviser for a solar park")


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


def test_every_template_speaks_the_vocabulary_in_both_languages() -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    skills = set(Skill.objects.values_list("slug", flat=True))
    themes = {"", *Theme.objects.values_list("slug", flat=True)}
    modes = dict(Programme.objects.values_list("slug", "modes"))

    templates = need_templates().values()

    assert {template.category for template in templates if not template.theme} == set(Category)
    assert len({template.theme for template in templates} - {""}) >= 7
    for template in templates:
        assert {*template.must, *template.should} <= skills
        # What a mentor, teacher, juror or speaker must know is the host's own to say.
        assert bool(template.must) == (template.slug not in ("mentorship", "teaching", "jury", "talk"))
        assert template.theme in themes
        assert template.mode in modes[template.programme]
        for language in ("en", "ur"):
            texts = template.texts_in(language)
            assert BLANK in texts.title + texts.deliverable and measurable.can_be_checked(texts.deliverable)
            assert len(texts.title) <= 140 and len(texts.purpose) <= 4000


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_template_brings_texts_skills_and_the_amount_of_work(
    cast: SimpleNamespace, sana: Client, language: str
) -> None:
    load_reference()
    load_programmes(by=None, at=NOW)
    sana.cookies["language"] = language
    template = need_templates()["water"]
    picker = sana.get(address("need_start")).content.decode()
    assert picker.count("?template=") == len(need_templates())
    page = sana.get(address("need_new"), {"template": "water"}).content.decode()
    assert template.texts_in(language).title in page

    typed = {"organisation": cast.organisation.public_id, "template": "water", "language": language}
    sana.post(address("need_new"), fields_of(Step.BASICS) | typed)

    need = Need.objects.get(title="Adviser for a wind park")
    assert need.deliverable == template.texts_in(language).deliverable
    assert (need.mode, need.weeks, need.hours_per_week) == (Mode.HYBRID, 10, 4)
    assert [row.skill.slug for row in need.skills.all()] == [*template.must, *template.should]
    assert [theme.slug for theme in need.themes.all()] == ["water"]
    blanks = {problem.field for problem in problems_of(need, NOW) if problem.code == "need_has_blanks"}
    assert blanks == {"purpose", "deliverable"}


def test_an_unknown_template_is_an_empty_page(cast: SimpleNamespace, sana: Client) -> None:
    for nonsense in ("none-such", "x" * 3000, "{{ x }}"):
        assert sana.get(address("need_new"), {"template": nonsense}).status_code == 200


def test_a_need_is_duplicated_without_its_dates(cast: SimpleNamespace, sana: Client) -> None:
    more = {"sdgs": [7, 9], "counterpart_role": "Head"}
    edit_need(need_id=cast.need.pk, terms=more, by=cast.sana, at=NOW)

    answer = sana.post(address("need_duplicate", cast.need.public_id))

    copy = Need.objects.exclude(pk=cast.need.pk).get(title=cast.need.title)
    assert answer.url == address("need_tasks", copy.public_id)
    assert (copy.state, copy.starts_on, copy.ends_on, copy.opened_at) == (NeedState.DRAFT, None, None, None)
    assert (copy.purpose, copy.sdgs, copy.counterpart_role) == (cast.need.purpose, [7, 9], "Head")
    assert list(copy.skills.values_list("skill__slug", "rank")) == [("power-systems", 1)]
    with pytest.raises(Denied):
        duplicate_need(need_id=cast.need.pk, by=cast.kamran, at=NOW)


def test_of_a_draft_what_is_valid_is_saved_and_what_is_not_stays_on_the_page(
    draft: Need, sana: Client
) -> None:
    typed = fields_of(Step.SCHEDULE) | {"weeks": "1000", "ends_on": TODAY.isoformat(), "seats": "3"}

    page = sana.post(address("need_step", draft.public_id, "schedule"), typed).content.decode()

    assert "The rest of this page is saved." in page
    assert 'id="id_weeks_error"' in page and 'value="1000"' in page
    assert 'id="id_ends_on_error"' in page
    draft.refresh_from_db()
    assert (draft.seats, draft.weeks) == (3, 8)


def test_the_second_window_is_told_and_shown_what_differs(draft: Need, sana: Client) -> None:
    where = address("need_step", draft.public_id, "terms")
    seen = stamp_of(draft, Step.TERMS)
    assert f'name="seen" value="{seen}"' in sana.get(where).content.decode()
    first = fields_of(Step.TERMS) | {"purpose": "Written in the first window."}
    assert sana.post(where, first | {"seen": seen}).status_code == 302

    second = fields_of(Step.TERMS) | {"purpose": "Written in the second window."}
    told = sana.post(where, second | {"seen": seen}).content.decode()

    assert "saved in another window meanwhile" in told
    assert "Written in the first window." in told and "Written in the second window." in told
    draft.refresh_from_db()
    assert draft.purpose == "Written in the first window."
    fresh = stamp_of(Need.objects.with_terms().get(pk=draft.pk), Step.TERMS)
    assert f'name="seen" value="{fresh}"' in told
    assert sana.post(where, second | {"seen": fresh}).status_code == 302
    draft.refresh_from_db()
    assert draft.purpose == "Written in the second window."


def test_two_windows_on_different_pages_do_not_disturb_each_other(draft: Need, sana: Client) -> None:
    seen = stamp_of(draft, Step.TERMS)
    sana.post(address("need_step", draft.public_id, "schedule"), fields_of(Step.SCHEDULE))

    typed = fields_of(Step.TERMS) | {"seen": seen}
    saved = sana.post(address("need_step", draft.public_id, "terms"), typed)

    assert saved.status_code == 302


def test_a_list_of_skills_from_a_second_window_overwrites_nothing(draft: Need, sana: Client) -> None:
    factories.make_skill("grids")
    factories.make_skill("storage")
    where = address("need_step", draft.public_id, "skills")
    rows = {"skill": ["power-systems"], "importance-power-systems": "must"}
    seen = stamp_of(draft, Step.SKILLS)
    sana.post(where, rows | {"do": "should:grids", "seen": seen})

    told = sana.post(where, rows | {"do": "should:storage", "seen": seen}).content.decode()

    assert "saved in another window meanwhile" in told and "Only in this window" in told
    assert 'value="must:storage"' in told
    assert list(draft.skills.values_list("skill__slug", flat=True)) == ["power-systems", "grids"]


def test_skills_that_the_vocabulary_does_not_know_are_named(draft: Need, sana: Client) -> None:
    rows = {"skill": ["power-systems", "flying<b>"], "importance-power-systems": "must"}

    page = sana.post(address("need_step", draft.public_id, "skills"), rows | {"do": "must:never"})

    assert "Not in the vocabulary: flying&lt;b&gt;, never" in page.content.decode()
    assert list(draft.skills.values_list("skill__slug", "importance")) == [("power-systems", Importance.MUST)]


def test_work_in_pakistan_takes_the_post_of_the_counterpart(cast: SimpleNamespace) -> None:
    place = factories.make_place()
    need = factories.make_need(cast.organisation, opened=False, mode=Mode.IN_PERSON, place=place)
    with pytest.raises(Refused) as refused:
        move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)
    edit_need(need_id=need.pk, terms={"counterpart_role": "Head"}, by=cast.sana, at=NOW)

    opened = move_need(need_id=need.pk, action=NeedAction.PUBLISH, by=cast.sana, at=NOW)

    assert (refused.value.code, refused.value.field) == ("need_incomplete", "counterpart_role")
    assert opened.state == NeedState.OPEN


def test_a_deliverable_that_nobody_could_check_is_asked_about_but_published(
    draft: Need, sana: Client
) -> None:
    page = address("need_check", draft.public_id)
    question = "Could somebody check that it is done?"
    assert question not in sana.get(page).content.decode()
    Need.objects.filter(pk=draft.pk).update(deliverable="Good advice")

    assert question in sana.get(page).content.decode()
    sana.post(page)

    draft.refresh_from_db()
    assert draft.state == NeedState.OPEN
    assert doctest.testmod(measurable).failed == 0


def test_goals_are_chosen_on_the_page_of_people(draft: Need, sana: Client) -> None:
    where = address("need_step", draft.public_id, "people")
    sana.post(where, fields_of(Step.PEOPLE) | {"sdgs": ["6", "13"]})
    sana.post(where, fields_of(Step.PEOPLE) | {"sdgs": ["18"]})

    draft.refresh_from_db()
    assert draft.sdgs == [6, 13]
    assert "13. Climate action" in sana.get(address("need_check", draft.public_id)).content.decode()


def test_a_document_is_read_by_whoever_sees_the_need_and_has_signed_in(
    cast: SimpleNamespace, sana: Client, client_of: Callable[..., Client]
) -> None:
    outline = SimpleUploadedFile("outline.pdf", PDF)
    added = sana.post(address("need_documents", cast.need.public_id), {"file": outline})
    file = NeedDocument.objects.get().file
    where = address("need_document", cast.need.public_id, file.public_id)
    hina = client_of(cast.hina)

    assert added.status_code == 302
    assert hina.get(where).content == PDF
    assert where in hina.get(address("need", cast.need.public_id)).content.decode()
    public = Client().get(address("need", cast.need.public_id)).content.decode()
    assert where not in public and "Sign in to read the documents." in public
    assert Client().get(where).status_code == 302
    assert b"outline.pdf" in take_data_along(by=cast.sana, at=NOW)
    assert hina.get(address("need_document", cast.other_need.public_id, file.public_id)).status_code == 404


def test_what_is_wrong_with_a_document_stands_beside_the_field(draft: Need, sana: Client) -> None:
    where = address("need_documents", draft.public_id)
    for name, content in (("a.exe", b"MZ"), ("a.pdf", b"MZ"), ("a.pdf", b"")):
        page = sana.post(where, {"file": SimpleUploadedFile(name, content)})
        assert 'id="id_file_error"' in page.content.decode()
    assert 'id="id_file_error"' in sana.post(where, {"file": "no file"}).content.decode()
    assert not StoredFile.objects.exists()


def test_documents_are_few_and_go_with_their_draft(draft: Need, cast: SimpleNamespace, sana: Client) -> None:
    for number in range(5):
        upload = SimpleUploadedFile(f"{number}.pdf", PDF)
        add_document(need_id=draft.pk, upload=upload, by=cast.sana, at=NOW)
    with pytest.raises(Refused) as refused:
        add_document(need_id=draft.pk, upload=SimpleUploadedFile("6.pdf", PDF), by=cast.sana, at=NOW)
    first = draft.documents.first().file
    sana.post(address("need_document_remove", draft.public_id, first.public_id))
    sana.post(address("need_document_remove", draft.public_id, first.public_id))
    assert (refused.value.code, StoredFile.objects.count()) == ("too_many_documents", 4)

    move_need(need_id=draft.pk, action=NeedAction.WITHDRAW, by=cast.sana, at=NOW + timedelta(days=1))

    assert not StoredFile.objects.exists()
