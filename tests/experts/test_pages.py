"""The expert's own pages, as a browser without scripts meets them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Arrival
from experts.enums import HelpKind, RowKind, State
from experts.models import Expert, ImportBatch
from experts.selectors import waiting_for
from experts.services.access import record_look
from experts.services.profile import start_profile
from experts.services.rows import save_row
from experts.services.verification import submit_profile
from tests import factories
from tests.experts.readers.corpus import content_of
from tests.experts.test_profile_services import AFFILIATION, WORK, consent, fill
from tests.factories import NOW

PAGES = {
    "identity": {"headline": "Glaciologist", "bio": "Lakes.", "language": "en", "orcid": ""},
    "place": {"country": "NO", "city": "Oslo", "time_zone": "Europe/Oslo"},
    "motivation": {"kinds": [HelpKind.TALK.value]},
    "terms": {"capacity": "2", "travel_document": "nicop"},
    "visibility": {"visibility": "after_matching"},
    "consent": {"agrees": "on"},
}
ROWS = {
    "languages": {"code": "ur", "level": "C2"},
    "skills": {"typed": "Glaciology", "level": "4", "years": "3", "last_used_year": "2025"},
    "affiliations": {name: value for name, value in AFFILIATION.items() if name != "is_current"},
    "works": WORK,
    "availability": {
        "starts_on": "2026-12-01",
        "ends_on": "2027-12-01",
        "hours_per_week": "4",
        "modes": ["remote"],
    },
}


@pytest.fixture
def newcomer(db):
    return factories.make_user("newcomer@demo.example", full_name="Nasreen", arrival=Arrival.EXPERT)


@pytest.fixture
def draft(newcomer):
    return start_profile(by=newcomer, at=NOW)


def test_the_main_action_is_the_next_open_question_until_all_are_answered(client_of, draft, newcomer):
    client = client_of(newcomer)
    assert "Answer the first question" in client.get("/experts/profile/").content.decode()

    client.post("/experts/profile/identity/", PAGES["identity"])
    begun = client.get("/experts/profile/").content.decode()
    assert "Go on with the next step" in begun
    assert "Check your answers" not in begun

    fill(draft)
    consent(draft)
    assert "Check your answers" in client.get("/experts/profile/").content.decode()


def test_the_links_of_the_account_lead_somewhere_before_there_is_a_profile(client_of, newcomer):
    client = client_of(newcomer)
    links = re.findall(r'<a href="([^"]+)">', client.get("/today/").content.decode())
    assert {"/experts/profile/trust/", "/matching/conflicts/"} <= set(links)
    assert client.get("/experts/profile/trust/").headers["Location"] == "/settings/data/"
    assert client.get("/matching/conflicts/").headers["Location"] == "/experts/profile/"


def test_a_newcomer_writes_a_profile_page_by_page_and_sends_it(client_of, newcomer):
    client = client_of(newcomer)
    assert "Create your profile" in client.get("/experts/profile/").content.decode()
    client.post("/experts/profile/start/")

    for section, answers in PAGES.items():
        assert client.get(f"/experts/profile/{section}/").status_code == 200
        assert client.post(f"/experts/profile/{section}/", answers).status_code == 302, section
    for section, answers in ROWS.items():
        assert client.get(f"/experts/profile/{section}/").status_code == 200
        assert client.get(f"/experts/profile/{section}/add/").status_code == 200
        assert client.post(f"/experts/profile/{section}/add/", answers).status_code == 302, section
    checked = client.get("/experts/profile/check/").content.decode()
    assert "Glaciologist" in checked
    assert "Send to the ministry" in checked

    sent = client.post("/experts/profile/check/", follow=True).content.decode()

    assert "was sent to the ministry" in sent
    assert Expert.objects.get(user=newcomer).state == State.SUBMITTED


def test_starting_twice_keeps_the_one_profile(client_of, draft):
    client_of(draft.user).post("/experts/profile/start/")

    assert Expert.objects.filter(user=draft.user).count() == 1


def test_beginning_with_an_import_leads_to_the_upload(client_of, newcomer):
    answer = client_of(newcomer).post("/experts/profile/start/", {"import": "1"})

    assert answer.url == "/experts/profile/import/"


def test_nothing_is_preselected_where_the_person_must_choose(client_of, draft):
    page = client_of(draft.user).get("/experts/profile/visibility/").content.decode()

    assert 'type="radio"' in page
    assert "checked" not in page


@pytest.mark.parametrize("section", [*PAGES, *(f"{section}/add" for section in ROWS)])
def test_a_form_keeps_what_was_typed_when_something_is_wrong(client_of, draft, section):
    client = client_of(draft.user)
    nonsense = {
        name: "\x00 nonsense <b>" for answers in (*PAGES.values(), *ROWS.values()) for name in answers
    }

    answer = client.post(f"/experts/profile/{section}/", nonsense)

    assert answer.status_code == (302 if section == "consent" else 422)
    assert b"nonsense <b>" not in answer.content


@pytest.mark.parametrize(
    ("page", "answers", "sentence"),
    [
        ("identity", PAGES["identity"] | {"orcid": "0000"}, "This is not an ORCID iD."),
        ("works/add", ROWS["works"] | {"doi": "12/3"}, "This is not a DOI."),
        ("affiliations/add", ROWS["affiliations"] | {"starts": "last year"}, "Please write a year"),
    ],
)
def test_what_a_service_refuses_stands_beside_the_field_and_keeps_the_rest(
    client_of, draft, page, answers, sentence
):
    answer = client_of(draft.user).post(f"/experts/profile/{page}/", answers)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in shown
    assert str(next(value for value in answers.values() if len(str(value)) > 4)) in shown


def test_resuming_without_consent_says_what_is_missing(client_of, cast):
    client = client_of(cast.hina)
    client.post("/experts/profile/pause/", {})

    page = client.get("/experts/profile/").content.decode()
    assert "It cannot resume without your consent" in page
    assert "Resume now" not in page

    answer = client.post("/experts/profile/resume/", follow=True)

    assert "Please give your consent first." in answer.content.decode()


@pytest.mark.parametrize("section", ROWS)
def test_a_row_is_changed_and_removed_by_its_owner_only(client_of, draft, cast, section):
    client = client_of(draft.user)
    client.post(f"/experts/profile/{section}/add/", ROWS[section])
    page = client.get(f"/experts/profile/{section}/").content.decode()
    addresses = re.findall(rf'href="(/experts/profile/{section}/[A-Z0-9]+/)"', page)
    address = addresses[0]

    assert client.get(address).status_code == 200
    assert client.post(address, ROWS[section]).status_code == 302
    assert client_of(cast.hina).get(address).status_code == 404
    assert client_of(cast.hina).post(f"{address}remove/").status_code == 404
    assert client.post(f"{address}remove/").status_code == 302
    assert client.get(address).status_code == 404


def test_an_unfinished_profile_names_what_is_missing_instead_of_the_button(client_of, draft):
    client = client_of(draft.user)

    page = client.get("/experts/profile/check/").content.decode()
    sent = client.post("/experts/profile/check/", follow=True).content.decode()

    assert "Some steps are not finished yet" in page
    assert "Send to the ministry" not in page
    assert "Please give your consent first." in sent


def test_a_verified_expert_pauses_and_resumes(client_of, cast):
    consent(cast.expert)
    client = client_of(cast.hina)

    assert client.post("/experts/profile/pause/", {"until": "2020-01-01"}).status_code == 422
    assert client.post("/experts/profile/pause/", {"until": ""}).status_code == 302
    assert "Resume now" in client.get("/experts/profile/").content.decode()
    client.post("/experts/profile/resume/")

    assert Expert.objects.get(pk=cast.expert.pk).state == State.VERIFIED


def upload(client, name):
    file = SimpleUploadedFile(name.rpartition("/")[2], content_of(name))
    return client.post("/experts/profile/import/", {"file": file})


@pytest.mark.parametrize(
    "name", ["orcid/good/record_with_every_trap.json", "json_resume/good/resume_with_every_trap.json"]
)
def test_a_file_is_uploaded_looked_through_taken_over_and_undone(client_of, draft, name):
    client = client_of(draft.user)
    preview = upload(client, name).url
    page = client.get(preview).content.decode()
    assert "What was left out, and why" in page
    assert "&lt;" in page
    keys = [part.split('"')[0] for part in page.split('name="take" value="')[1:]]

    assert client.post(preview, {"take": keys}).status_code == 302
    trust = client.get("/experts/profile/trust/").content.decode()
    assert "Undo" in trust
    assert client.get(preview).url == "/experts/profile/trust/"
    client.post(f"{preview}undo/")

    draft.refresh_from_db()
    assert (draft.bio, draft.works.count()) == ("", 0)


def test_an_unreadable_file_is_refused_beside_the_field(client_of, draft):
    answer = upload(client_of(draft.user), "json_resume/bad/job_description.json")

    assert answer.status_code == 422
    assert "JSON job description files cannot be read here." in answer.content.decode()


def test_no_file_and_an_empty_file_are_refused(client_of, draft):
    client = client_of(draft.user)

    assert client.post("/experts/profile/import/", {}).status_code == 422
    assert "The file is empty." in upload(client, "orcid/bad/empty.json").content.decode()


def test_taking_over_nothing_shows_the_preview_again(client_of, draft):
    client = client_of(draft.user)
    preview = upload(client, "orcid/good/person_alone.json").url

    answer = client.post(preview, {"take": ["nonsense", "0.bio.x", "\x00"]})

    assert answer.status_code == 422
    assert "Please tick at least one entry" in answer.content.decode()


def test_a_discarded_import_is_gone(client_of, draft):
    client = client_of(draft.user)
    preview = upload(client, "orcid/good/person_alone.json").url

    client.post(f"{preview}discard/")
    client.post(f"{preview}discard/")

    assert ImportBatch.objects.get().reading == {}


def test_an_import_of_somebody_else_does_not_exist(client_of, draft, cast):
    preview = upload(client_of(draft.user), "orcid/good/person_alone.json").url
    stranger = client_of(cast.hina)

    assert stranger.get(preview).status_code == 404
    for step in ("discard/", "undo/"):
        assert stranger.post(preview + step).status_code == 404


@pytest.mark.parametrize("page", ["check", "import", "identity", "skills", "skills/add"])
def test_pages_of_a_profile_do_not_exist_for_people_without_one(client_of, cast, page):
    assert client_of(cast.sana).get(f"/experts/profile/{page}/").status_code == 404


def test_a_suspended_person_reads_why_and_edits_nothing(client_of, cast):
    client_of(cast.dawood).post(
        f"/experts/verification/{cast.expert.public_id}/suspend/",
        {"version": cast.expert.version, "note": "Two people share this profile."},
    )
    client = client_of(cast.hina)

    assert "Two people share this profile." in client.get("/experts/profile/").content.decode()
    assert client.get("/experts/profile/identity/").status_code == 403


def test_pages_are_read_in_urdu(client_of, draft):
    client = client_of(draft.user)
    client.cookies["language"] = "ur"

    for page in ("", "identity/", "skills/", "check/", "trust/", "import/"):
        assert 'dir="rtl"' in client.get(f"/experts/profile/{page}").content.decode()


def _fill_with(draft, n):
    for i in range(n):
        rows = {
            RowKind.SKILL: {"typed": f"skill {i}", "level": 2},
            RowKind.WORK: WORK | {"title": f"Work {i}"},
            RowKind.AFFILIATION: AFFILIATION | {"role": f"Role {i}"},
        }
        for kind, values in rows.items():
            save_row(kind=kind, expert_id=draft.pk, values=values, by=draft.user, at=NOW)


LIST_QUERIES = {
    "": 5,
    "check/": 13,
    "trust/": 18,
    "skills/": 7,
    "works/": 6,
    "affiliations/": 6,
    "availability/": 7,
}


@pytest.mark.parametrize("page", LIST_QUERIES)
@pytest.mark.parametrize("n", [1, 3])
def test_a_page_costs_the_same_for_one_row_and_for_three(
    client_of, draft, cast, page, n, django_assert_num_queries
):
    _fill_with(draft, n)
    for _ in range(n):
        record_look(expert=draft, viewer=cast.omar, why="verification", route="x", at=NOW)
    client = client_of(draft.user)
    client.get("/experts/profile/")

    with django_assert_num_queries(LIST_QUERIES[page]):
        client.get(f"/experts/profile/{page}")


def what_waits(user):
    return [str(item.what) for item in waiting_for(user, 10)]


def test_today_leads_a_newcomer_to_the_profile_until_it_is_sent(newcomer):
    assert what_waits(newcomer) == ["Create your profile"]
    draft = start_profile(by=newcomer, at=NOW)
    assert what_waits(newcomer) == ["Complete your profile and send it"]
    fill(draft)
    consent(draft)
    submit_profile(expert_id=draft.pk, by=newcomer, at=NOW)
    assert what_waits(newcomer) == []


def test_today_shows_profiles_to_verify_to_those_who_verify(cast, draft):
    fill(draft)
    consent(draft)
    submit_profile(expert_id=draft.pk, by=draft.user, at=NOW)

    assert what_waits(cast.omar) == ["Verify a profile"]
    assert what_waits(cast.asma) == []
    assert what_waits(factories.make_user("o@demo.example", arrival=Arrival.ORGANISATION)) == []


def test_typing_a_skill_suggests_names_found_by_any_spelling(client_of, draft, cast):
    found = client_of(draft.user).get(
        "/experts/profile/skills/add/", {"typed": "power sys"}, headers={"HX-Request": "true"}
    )

    assert found.content.decode().strip().startswith('<option value="Power systems">')


def test_words_that_are_almost_a_skill_offer_it_and_are_kept(client_of, draft, cast):
    client = client_of(draft.user)
    client.post("/experts/profile/skills/add/", {"typed": "Power sistems", "level": "3"})

    page = client.get("/experts/profile/skills/").content.decode()

    assert "Power sistems" in page
    assert "?typed=Power%20systems" in page


def test_a_second_entry_can_follow_at_once(client_of, draft):
    answers = ROWS["languages"] | {"again": "1"}

    assert client_of(draft.user).post("/experts/profile/languages/add/", answers).url.endswith("/add/")


def test_saving_a_step_leads_to_the_next_unfinished_one_and_at_last_to_the_check(client_of, draft):
    client = client_of(draft.user)
    first = client.post("/experts/profile/identity/", PAGES["identity"])
    fill(draft)
    last = client.post("/experts/profile/identity/", PAGES["identity"])

    assert first.url == "/experts/profile/place/"
    assert last.url in (
        "/experts/profile/affiliations/",
        "/experts/profile/works/",
        "/experts/profile/consent/",
    )
