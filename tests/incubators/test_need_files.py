"""Needs as files: what is taken along, what is read of it, what is refused and why, and taking it back."""

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from common.policies import Denied
from incubators.enums import Category, Importance, NeedState
from incubators.forms.needs import PeopleForm, ScheduleForm, TermsForm
from incubators.models import Need, NeedImport, NeedSkill
from incubators.readers import Format, Skip, Unreadable, UnreadableNeeds, read_needs
from incubators.readers.own import CODES, NUMBERS, TEXTS
from incubators.readers.shapes import LIMITS, MAX_BYTES, MAX_NEEDS
from incubators.selectors.import_words import SKIPS, UNREADABLE, sentence_of
from incubators.services import Terms, import_needs, undo_need_import
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db
SignIn = Callable[..., Client]

JOB = {
    "$schema": "https://raw.githubusercontent.com/jsonresume/resume-schema/master/job-schema.json",
    "title": "Adviser for a wind park",
    "company": "Northlight GmbH",
    "type": "Full-time",
    "date": "2026-10",
    "description": "Our grid connection was refused.",
    "location": {"address": "12 Some Street", "postalCode": "54000", "city": "Lahore", "countryCode": "PK"},
    "remote": "Hybrid",
    "salary": "100000",
    "experience": "Senior",
    "responsibilities": ["Write a connection study.", "Train two engineers."],
    "qualifications": ["Ten years with grids."],
    "skills": [{"name": "Power systems", "level": "Advanced", "keywords": ["Hydrology", "Blade whispering"]}],
    "perks": ["fruit"],
}


def address(name: str, *args: Any) -> str:
    return reverse(f"incubators:{name}", args=args)


def as_bytes(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def own(*needs: dict[str, Any], **more: Any) -> bytes:
    return as_bytes({"format": "diaspora-portal-needs", "version": 1, "needs": list(needs)} | more)


def skips(content: bytes) -> list[tuple[str, str]]:
    return [(each.place, each.code.value) for each in read_needs(content).skipped]


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    for slug in ("power-systems", "hydrology"):
        factories.make_skill(slug)
    factories.make_place("lahore", name="Lahore")


@pytest.fixture
def sana(cast: SimpleNamespace, client_of: SignIn) -> Client:
    return client_of(cast.sana)


def upload(client: Client, content: bytes, name: str = "needs.json") -> Any:
    return client.post(address("need_import"), {"file": SimpleUploadedFile(name, content)})


def take(cast: SimpleNamespace, content: bytes, **more: Any) -> dict[str, Any]:
    return {
        "organisation": cast.organisation.public_id,
        "programme": "general-mentorship",
        "category": "mentorship",
        "content": content.decode(),
        "file_name": "needs.json",
        "take": ["0"],
    } | more


def rich_need(cast: SimpleNamespace) -> Need:
    need = factories.make_need(
        cast.organisation,
        skills=("power-systems", "hydrology"),
        title="Lehrer für “Wind” & شمسی توانائی",
        purpose="Line one\r\nline two\n\n  • indented\t<b>x</b>  ",
        mode="hybrid",
        place=factories.make_place("lahore"),
        working_languages=["ur", "en", "brh"],
        least_language_level="A2",
        least_seniority="senior",
        language="ur",
        seats=50,
        counterpart_role="Head of the laboratory",
        sdgs=[9, 4],
        weeks=104,
    )
    NeedSkill.objects.create(
        need=need, skill=factories.make_skill("optics"), importance="should", least_level=4
    )
    return need


def test_what_is_taken_along_comes_back_the_same(cast: SimpleNamespace, sana: Client) -> None:
    rich_need(cast)
    factories.make_need(cast.organisation, opened=False, skills=(), title="Hardly begun", starts_on=None)
    taken_along = sana.get(address("needs_export")).content
    before = set(Need.objects.values_list("pk", flat=True))
    assert len(json.loads(taken_along)["needs"]) == 3
    assert read_needs(taken_along).skipped == ()

    sana.post(address("need_import_apply"), take(cast, taken_along, take=["0", "1", "2"]))
    Need.objects.filter(pk__in=before).update(organisation=cast.other_organisation)

    assert json.loads(sana.get(address("needs_export")).content) == json.loads(taken_along)


def test_every_term_of_a_need_is_taken_along(cast: SimpleNamespace, sana: Client) -> None:
    answer = sana.get(address("need_export", rich_need(cast).public_id))

    [need] = json.loads(answer.content)["needs"]
    # A venture is a row of the organisation, and a programme's questions are asked anew where one arrives.
    assert set(Terms.__annotations__) - {"venture", "answers"} | {"skills"} == set(need)


def test_one_need_is_taken_along_by_anybody_and_without_its_counterpart(cast: SimpleNamespace) -> None:
    answer = Client().get(address("need_export", cast.need.public_id))

    [need] = json.loads(answer.content)["needs"]
    assert answer["Content-Disposition"] == f'attachment; filename="need-{cast.need.public_id}.json"'
    assert need["title"] == cast.need.title
    assert "counterpart" not in need
    assert cast.need.public_id not in answer.content.decode()


def test_nobody_takes_along_the_needs_of_others(cast: SimpleNamespace, client_of: SignIn) -> None:
    assert json.loads(client_of(cast.hina).get(address("needs_export")).content)["needs"] == []
    [only] = json.loads(client_of(cast.kamran).get(address("needs_export")).content)["needs"]
    assert only["title"] == cast.other_need.title


def test_a_job_description_is_shown_line_by_line_before_anything_is_written(
    cast: SimpleNamespace, sana: Client
) -> None:
    before = Need.objects.count()

    page = upload(sana, as_bytes(JOB)).content.decode()

    assert Need.objects.count() == before
    for shown in ("Adviser for a wind park", "partly remote", "Lahore", "senior", "Power systems (3"):
        assert shown.lower() in page.lower(), shown
    for place, why in (
        ("/company", "The need becomes one of your own organisation."),
        ("/salary", "This belongs to a vacancy"),
        ("/location/address", "The portal has no use for this."),
        ("/perks", "This field does not belong to the format."),
        ("/skills", "none was chosen"),
    ):
        assert place in page and why in page
    assert "The skill that “Blade whispering” means" in page


def test_a_job_description_becomes_a_draft_with_the_skill_that_was_chosen(
    cast: SimpleNamespace, sana: Client
) -> None:
    answer = sana.post(
        address("need_import_apply"), take(cast, as_bytes(JOB), **{"skill-0": "optics", "category": "talk"})
    )
    assert answer.status_code == 422  # no such skill yet: kept as typed, with the sentence beside it
    assert 'value="optics"' in answer.content.decode()
    factories.make_skill("optics")

    sana.post(
        address("need_import_apply"), take(cast, as_bytes(JOB), **{"skill-0": "optics", "category": "talk"})
    )

    need = Need.objects.get(title="Adviser for a wind park")
    assert (need.state, need.category, need.mode, need.place.code) == ("draft", "talk", "hybrid", "lahore")
    assert need.purpose == "Our grid connection was refused.\n\n• Ten years with grids."
    assert need.deliverable == "• Write a connection study.\n• Train two engineers."
    assert [(row.skill.slug, row.importance, row.least_level) for row in need.skills.all()] == [
        ("power-systems", "must", 3),
        ("hydrology", "should", 3),
        ("optics", "should", 3),
    ]


def test_an_import_is_taken_back_while_its_needs_are_drafts(cast: SimpleNamespace, sana: Client) -> None:
    content = own({"title": "One"}, {"title": "Two"}, {"title": "Three"})
    done = sana.post(address("need_import_apply"), take(cast, content, take=["0", "2"]))
    page = sana.get(done.url).content.decode()
    assert "One" in page and "Three" in page and "Take it back: withdraw 2 drafts" in page
    assert not Need.objects.filter(title="Two").exists()
    batch = NeedImport.objects.get()

    sana.post(address("need_import_undo", batch.public_id))

    states = Need.objects.filter(title__in=["One", "Three"]).values_list("state", flat=True)
    assert set(states) == {NeedState.WITHDRAWN}
    with pytest.raises(Denied, match="taken back already"):
        undo_need_import(batch_id=batch.pk, by=cast.sana, at=NOW)


def test_what_was_published_meanwhile_stays(cast: SimpleNamespace) -> None:
    batch = NeedImport.objects.create(organisation=cast.organisation, by=cast.sana, at=NOW)
    batch.needs.add(cast.need)

    assert undo_need_import(batch_id=batch.pk, by=cast.sana, at=NOW) == 0
    cast.need.refresh_from_db()
    assert cast.need.state == NeedState.OPEN


def test_only_writers_bring_needs(cast: SimpleNamespace, client_of: SignIn) -> None:
    content = own({"title": "One"})
    with pytest.raises(Denied):
        import_needs(
            organisation_id=cast.organisation.pk,
            reading=read_needs(content),
            take={0},
            programme=cast.need.programme,
            category=Category.TALK,
            chosen={},
            file_name="",
            by=cast.kamran,
            at=NOW,
        )
    foreign = client_of(cast.kamran).post(address("need_import_apply"), take(cast, content))
    assert foreign.status_code == 422
    assert not Need.objects.filter(title="One").exists()
    assert "First register" in client_of(cast.hina).get(address("need_import")).content.decode()


def test_nothing_ticked_is_said(cast: SimpleNamespace, sana: Client) -> None:
    answer = sana.post(address("need_import_apply"), take(cast, own({"title": "One"}), take=[]))

    assert answer.status_code == 422
    assert "Tick at least one need" in answer.content.decode()


def test_what_the_portal_does_not_know_is_left_out_and_said(cast: SimpleNamespace, sana: Client) -> None:
    factories.make_programme("remote-only", modes=["remote"])
    content = own(
        {"title": "A", "programme": "gone", "place": "atlantis", "themes": ["alchemy", "renewable-energy"]},
        {
            "title": "B",
            "programme": "remote-only",
            "mode": "in_person",
            "skills": [{"skill": "hydrology"}] * 2,
        },
    )

    page = upload(sana, content).content.decode()

    for place in (
        "/needs/0/programme",
        "/needs/0/place",
        "/needs/0/themes",
        "/needs/1/mode",
        "/needs/1/skills",
    ):
        assert place in page, place
    sana.post(address("need_import_apply"), take(cast, content, take=["0", "1"]))
    a, b = Need.objects.filter(title__in=["A", "B"]).order_by("title")
    assert (a.programme.slug, a.place, [t.slug for t in a.themes.all()]) == (
        "general-mentorship",
        None,
        ["renewable-energy"],
    )
    assert (b.programme.slug, b.mode, b.skills.count()) == ("remote-only", "remote", 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Unreadable.EMPTY),
        (b" \n\t", Unreadable.EMPTY),
        (own({"title": "x"})[:-9], Unreadable.NOT_JSON),
        (own({"title": "x" * MAX_BYTES}), Unreadable.TOO_LARGE),
        (b'{"a":' * 40 + b"1" + b"}" * 40, Unreadable.TOO_DEEP),
        (b"[" * 100_000, Unreadable.TOO_DEEP),
        ('{"title": "Größe"}'.encode("latin-1"), Unreadable.BAD_ENCODING),
        (b"<!DOCTYPE html><html><body>needs</body></html>", Unreadable.WEB_PAGE),
        (b"title,company\nx,y\n", Unreadable.UNKNOWN_FORMAT),
        (b"[]", Unreadable.NOT_AN_OBJECT),
        (b"{}", Unreadable.UNKNOWN_FORMAT),
        (b'{"format": "diaspora-portal-needs", "version": 2, "needs": []}', Unreadable.UNKNOWN_VERSION),
        (b'{"format": "diaspora-portal-needs", "version": true, "needs": []}', Unreadable.UNKNOWN_VERSION),
        (own(), Unreadable.NO_NEEDS),
        (own({"title": "  "}), Unreadable.NO_NEEDS),
        (own(*[{"title": "x"}] * (MAX_NEEDS + 1)), Unreadable.TOO_MANY_NEEDS),
        (as_bytes({"basics": {"name": "Hina"}, "work": []}), Unreadable.RESUME),
        (as_bytes({"format": "diaspora-portal-profile", "version": 1}), Unreadable.PROFILE),
        (b'{"title": "a", "title": "b"}', Unreadable.DUPLICATE_KEY),
        (b'{"title": NaN}', Unreadable.NOT_A_NUMBER),
        (b'{"title": "a", "company": %s}' % (b"9" * 40), Unreadable.HUGE_NUMBER),
        (b'{"title": "a\\u0000", "company": ""}', Unreadable.NUL_CHARACTER),
        (b'{"title": "a\\ud800", "company": ""}', Unreadable.LONE_SURROGATE),
        (as_bytes({"title": "a", "skills": [0] * LIMITS.values}), Unreadable.TOO_MANY_VALUES),
    ],
    ids=lambda value: value.value if isinstance(value, Unreadable) else "",
)
def test_a_bad_file_is_refused_in_one_clear_sentence(sana: Client, content: bytes, code: Unreadable) -> None:
    with pytest.raises(UnreadableNeeds) as refused:
        read_needs(content)
    assert refused.value.code == code

    answer = upload(sana, content)

    sentence = sentence_of(refused.value)
    assert answer.status_code == 422
    assert "{" not in sentence
    assert sentence in answer.content.decode().replace("&#x27;", "'")


def test_text_in_utf_16_is_read_too() -> None:
    assert (
        read_needs(own({"title": "Ölförderung"}).decode().encode("utf-16")).needs[0].fields["title"]
        == "Ölförderung"
    )


@pytest.mark.parametrize("value", [1, True, [], {}, ["x"], 1.5, None])
def test_no_value_of_another_kind_breaks_the_reading(value: object) -> None:
    names = [*TEXTS, *NUMBERS, *CODES, "programme", "place", "starts_on", "ends_on", "working_languages"]
    fields = dict.fromkeys([*names, "themes", "skills"], value) | {"title": "x"}
    job = dict.fromkeys(JOB, value) | {"title": "x", "company": value}

    assert read_needs(own(fields)).needs[0].fields["title"] == "x"
    assert read_needs(as_bytes(job)).format == Format.JOB
    assert read_needs(own({"title": "x", "skills": [value, {"skill": value, "name": value}]})).needs


def test_what_is_left_out_is_named_with_its_place() -> None:
    content = own(
        {
            "title": "x" * 200,
            "seats": 99,
            "weeks": "four",
            "mode": "telepathy",
            "starts_on": "2027-02-30",
            "ends_on": "3000-01-01",
            "state": "open",
            "working_languages": ["en", "en", "tlh"],
        },
        {"title": "y", "starts_on": "2027-05-02", "ends_on": "2027-05-01"},
        "no need at all",
    )

    assert skips(content) == [
        ("/needs/2", "wrong_type"),
        ("/needs/0/title", "shortened"),
        ("/needs/0/weeks", "wrong_type"),
        ("/needs/0/seats", "out_of_range"),
        ("/needs/0/mode", "unknown_choice"),
        ("/needs/0/starts_on", "date_unreadable"),
        ("/needs/0/ends_on", "out_of_range"),
        ("/needs/0/working_languages/1", "duplicate"),
        ("/needs/0/working_languages/2", "unknown_choice"),
        ("/needs/0/state", "unknown_field"),
        ("/needs/1/ends_on", "end_before_start"),
    ]


def test_a_place_abroad_is_no_place_of_a_need() -> None:
    abroad = JOB | {"location": {"city": "Lahore", "countryCode": "US"}}

    assert ("/location/countryCode", "unknown_place") in skips(as_bytes(abroad))
    assert "place_names" not in read_needs(as_bytes(abroad)).needs[0].fields


def test_every_reason_and_refusal_has_a_sentence() -> None:
    assert set(SKIPS) == set(Skip)
    assert set(UNREADABLE) == set(Unreadable)


def test_the_reader_s_limits_are_those_of_the_pages() -> None:
    fields = TermsForm.base_fields | ScheduleForm.base_fields | PeopleForm.base_fields

    assert {name: fields[name].max_length for name in TEXTS if name in fields} == {
        name: most for name, most in TEXTS.items() if name != "title"
    }
    assert {name: (fields[name].min_value, fields[name].max_value) for name in NUMBERS} == NUMBERS
    assert TEXTS["title"] == Need._meta.get_field("title").max_length
    assert CODES["category"] == set(Category)


def test_the_command_prints_what_it_reads(tmp_path: Path) -> None:
    file, out = tmp_path / "job.json", StringIO()
    file.write_bytes(as_bytes(JOB))

    call_command("read_need", file, stdout=out)

    printed = json.loads(out.getvalue())
    assert printed["format"] == "json_resume_job"
    assert printed["needs"][0]["fields"]["title"] == "Adviser for a wind park"
    assert printed["needs"][0]["skills"][0]["importance"] == Importance.MUST
    [salary] = [each for each in printed["skipped"] if each["place"] == "/salary"]
    assert salary["reason"] == "This belongs to a vacancy; the portal arranges no employment."


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"<html>", "The file is a web page."), (None, "No such file or directory.")]
)
def test_the_command_gives_up_with_a_sentence(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    file, err = tmp_path / "x.json", StringIO()
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SystemExit) as left:
        call_command("read_need", file, stderr=err)

    assert left.value.code == 2
    assert sentence in err.getvalue()


def test_days_are_days(cast: SimpleNamespace, sana: Client) -> None:
    content = own({"title": "Dated", "starts_on": "2027-05-02", "ends_on": "2027-08-01", "mode": "remote"})

    sana.post(address("need_import_apply"), take(cast, content))

    need = Need.objects.get(title="Dated")
    assert (need.starts_on, need.ends_on) == (date(2027, 5, 2), date(2027, 8, 1))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_pages_read_in_both_languages(cast: SimpleNamespace, sana: Client, language: str) -> None:
    sana.cookies["language"] = language
    pages = [upload(sana, as_bytes(JOB)), sana.get(address("need_import")), upload(sana, b"<html>")]
    done = sana.post(address("need_import_apply"), take(cast, as_bytes(JOB)))
    pages.append(sana.get(done.url))

    for answer in pages:
        assert f'<html lang="{language}"' in answer.content.decode()
        assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("n", [1, 3])
def test_a_preview_costs_the_same_for_one_need_and_for_three(
    cast: SimpleNamespace, sana: Client, n: int, django_assert_num_queries: Any
) -> None:
    need = {
        "title": "x",
        "themes": ["renewable-energy"],
        "skills": [{"name": "power systems"}],
        "place": "lahore",
    }
    upload(sana, own(need))

    with django_assert_num_queries(19):
        assert upload(sana, own(*[need] * n)).status_code == 200


def test_no_answer_about_a_file_breaks_its_page(cast: SimpleNamespace, sana: Client) -> None:
    for field in ("programme", "category", "organisation", "take", "file_name", "skill-0"):
        answer = sana.post(address("need_import_apply"), take(cast, as_bytes(JOB), **{field: "\x00"}))
        assert answer.status_code == 422


def test_a_file_full_of_unknown_words_can_still_be_taken_over(cast: SimpleNamespace, sana: Client) -> None:
    needs = [
        {"title": f"Need {n}", "skills": [{"name": f"word {n} {m}"} for m in range(5)]}
        for n in range(MAX_NEEDS)
    ]
    content = own(*needs)
    form = upload(sana, content).context["form"]
    words = {name: "" for name in form.fields if name.startswith("skill-")}

    everything = take(cast, content, take=[str(n) for n in range(MAX_NEEDS)], **words)
    answer = sana.post(address("need_import_apply"), everything)

    assert (answer.status_code, NeedImport.objects.get().needs.count()) == (302, MAX_NEEDS)
