"""CVs wait for a worker, archives of an account come home, and no bad file breaks the page."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from common import ledger
from common.refusals import Refused
from experts.enums import BatchState, ImportStatus, RowKind
from experts.models import Expert, ExpertSkill, ImportBatch, ImportUpload
from experts.readers import Format, SkipCode, UnreadableProfile, read_profile
from experts.selectors.import_plan import plan_import
from experts.selectors.imports import preview_page
from experts.selectors.portable import profile_document
from experts.services.import_reading import LONGEST_PREVIEW, LONGEST_READING, end_what_waits_too_long
from experts.services.import_undo import undo_import
from experts.services.imports import apply_import, discard_import
from experts.services.profile import start_profile
from tests import factories
from tests.experts.readers.bad_files import FORMATS
from tests.experts.readers.built import docx, pdf, zipped
from tests.experts.readers.corpus import content_of
from tests.experts.readers.test_europass_candidate import with_attachments
from tests.experts.readers.test_unreadable_files import EXPECTED
from tests.experts.test_imports import read, take_all
from tests.experts.test_portable import person
from tests.factories import NOW


@pytest.fixture
def draft(db):
    factories.make_skill("glaciology")
    return start_profile(by=factories.make_user("newcomer@demo.example", full_name="Zarmeena"), at=NOW)


def work_off():
    while ledger.drain(worker="here", seconds=20):
        pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [pdf("I am in Glaciology."), docx("Glaciology")], ids=["pdf", "docx"])
def test_a_cv_is_read_by_a_worker_and_neither_its_file_nor_its_text_stays(draft, content):
    batch = read(draft, "cv.pdf", content)
    assert batch.state == BatchState.READING

    work_off()

    batch.refresh_from_db()
    assert batch.state == BatchState.PREVIEWED
    assert [(fact["kind"], fact["fields"]) for fact in batch.reading["facts"]] == [
        ("skill", {"name": "Glaciology"})
    ]
    assert not ImportUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_pdf_of_europass_becomes_a_preview_of_the_document_that_it_carries(draft):
    carried = content_of("europass/good/candidate_with_every_trap.xml")
    batch = read(draft, "cv.pdf", with_attachments("My CV", attachment=carried))

    work_off()

    batch.refresh_from_db()
    assert (batch.state, batch.format) == (BatchState.PREVIEWED, Format.EUROPASS_CANDIDATE)
    assert preview_page(batch).source == "Europass CV"
    assert not ImportUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_suggested_skill_is_taken_over_with_the_level_that_its_person_chooses_and_never_without(draft):
    batch = read(draft, "cv.pdf", pdf("Glaciology"))
    work_off()
    batch.refresh_from_db()
    (item,) = plan_import(batch)
    assert item.status is ImportStatus.NEEDS_LEVEL
    for choice in ({}, {item.key: ""}, {item.key: "9"}, {"nonsense": "3"}):
        with pytest.raises(Refused, match="nothing_ticked"):
            apply_import(batch_id=batch.pk, keys=[item.key], levels=choice, by=draft.user, at=NOW)

    apply_import(batch_id=batch.pk, keys=[], levels={item.key: "3"}, by=draft.user, at=NOW)

    assert [(row.typed, row.level, row.skill.slug) for row in draft.skills.all()] == [
        ("Glaciology", 3, "glaciology")
    ]


@pytest.mark.django_db(transaction=True)
def test_a_cv_that_cannot_be_read_says_why_and_does_not_stay(draft):
    batch = read(draft, "cv.pdf", pdf(""))

    work_off()

    batch.refresh_from_db()
    assert (batch.state, batch.reading["code"]) == (BatchState.UNREADABLE, "no_text")
    assert not ImportUpload.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_cv_that_was_discarded_is_not_read_any_more(draft):
    batch = read(draft, "cv.pdf", pdf("Glaciology"))
    discard_import(batch_id=batch.pk, by=draft.user, at=NOW)

    work_off()

    batch.refresh_from_db()
    assert (batch.state, batch.reading) == (BatchState.DISCARDED, {})
    assert not ImportUpload.objects.exists()


def test_a_document_for_which_no_worker_came_ends_with_a_sentence(draft):
    batch = read(draft, "cv.pdf", pdf("Glaciology"))

    end_what_waits_too_long(at=NOW + LONGEST_READING - timedelta(seconds=1))
    assert ImportBatch.objects.get().state == BatchState.READING
    end_what_waits_too_long(at=NOW + LONGEST_READING + timedelta(seconds=1))

    batch.refresh_from_db()
    assert (batch.state, batch.reading["code"]) == (BatchState.UNREADABLE, "too_hard")
    assert not ImportUpload.objects.exists()


def test_a_preview_that_nobody_decides_on_is_forgotten(draft):
    batch = read(draft)

    end_what_waits_too_long(at=NOW + LONGEST_PREVIEW + timedelta(days=1))

    batch.refresh_from_db()
    assert (batch.state, batch.reading) == (BatchState.DISCARDED, {})


def test_a_newer_file_takes_the_place_of_a_document_that_waits(draft):
    waiting = read(draft, "cv.pdf", pdf("Glaciology"))

    read(draft)

    waiting.refresh_from_db()
    assert waiting.state == BatchState.DISCARDED
    assert not ImportUpload.objects.exists()


def page_of(client, batch_url, **headers):
    answer = client.get(batch_url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_follows_a_document_with_and_without_scripts(client_of, draft):
    client = client_of(draft.user)
    file = SimpleUploadedFile("cv.pdf", pdf("Glaciology"))

    url = client.post("/experts/profile/import/", {"file": file}).url
    page = page_of(client, url)
    fragment = page_of(client, url, HX_Request="true")
    work_off()

    assert "Look again" in page
    assert "Look again" in fragment
    assert "<h1" not in fragment
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Redirect"] == url
    assert 'name="level-0"' in page_of(client, url)
    trust = client.get("/experts/profile/trust/").content.decode()
    assert "Look it through" in trust
    assert client.post(url, {"level-0": "4"}).status_code == 302
    assert ExpertSkill.objects.get().level == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("format_name", FORMATS)
def test_no_bad_file_breaks_the_page_and_each_is_told_its_words_there(client_of, draft, format_name):
    client = client_of(draft.user)
    for name, bad in FORMATS[format_name].items():
        file = SimpleUploadedFile("file.bin", bad.content)

        answer = client.post("/experts/profile/import/", {"file": file})
        if answer.status_code == 302:
            work_off()
            answer = client.get(answer.url)

        is_read = isinstance(bad.code, SkipCode)
        assert answer.status_code == (200 if is_read or b"Bring another file" in answer.content else 422), (
            name
        )
        assert escape(bad.sentence) in answer.content.decode(), name


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_bad_record_or_resume_is_told_its_words_on_the_page(client_of, draft, name):
    with pytest.raises(UnreadableProfile) as refusal:
        read_profile(content_of(name), name)
    file = SimpleUploadedFile(name.rpartition("/")[2], content_of(name))

    answer = client_of(draft.user).post("/experts/profile/import/", {"file": file})

    assert answer.status_code == 422
    assert escape(refusal.value.sentence) in answer.content.decode()


def comparable(expert):
    document = profile_document(expert)
    document["profile"].pop("visibility")
    return document


def test_a_profile_comes_home_from_its_own_archive(draft):
    other = person()
    document = json.dumps(profile_document(other)).encode()
    batch = read(draft, "account.zip", zipped({"profile.json": document, "resume.json": b"{}"}))

    n_new = preview_page(batch).n_new
    assert take_all(batch, draft.user) == n_new

    back = Expert.objects.get(pk=draft.pk)
    assert comparable(back) == comparable(Expert.objects.get(pk=other.pk))
    assert back.visibility == ""
    assert not back.user.consents.exclude(purpose="notice").exists()


def test_a_profile_that_came_home_is_the_same_the_second_time_and_goes_when_undone(draft):
    document = json.dumps(profile_document(person())).encode()
    batch = read(draft, "profile.json", document)
    take_all(batch, draft.user)

    again = {item.status for item in plan_import(read(draft, "profile.json", document))}
    undo_import(batch_id=batch.pk, by=draft.user, at=NOW)

    assert again == {ImportStatus.SAME}
    back = Expert.objects.get(pk=draft.pk)
    assert (back.headline, back.years_experience, back.capacity, back.travel_document) == (
        "", None, 1, "undisclosed",
    )  # fmt: skip
    assert not back.themes.exists()
    assert not back.availabilities.exists()
    assert not back.credentials.standing().exists()


def test_themes_that_this_portal_does_not_have_are_left_out(draft):
    factories.make_theme()
    document = {"format": "diaspora-portal-profile", "version": 1, "themes": ["renewable-energy", "alchemy"]}
    batch = read(draft, "profile.json", json.dumps(document).encode())

    take_all(batch, draft.user)

    assert [theme.slug for theme in draft.themes.all()] == ["renewable-energy"]


def test_a_choice_of_ones_own_is_kept_when_the_archive_says_otherwise(draft):
    other = person()
    draft.capacity = 3
    draft.save()
    batch = read(draft, "profile.json", json.dumps(profile_document(other)).encode())

    found = {item.field: item.status for item in plan_import(batch) if item.kind is RowKind.EXPERT}

    assert (found["capacity"], found["time_zone"]) == (ImportStatus.KEPT, ImportStatus.NEW)
