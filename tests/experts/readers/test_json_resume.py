"""JSON Resumes of our own making, with the traps of real ones."""

import json

import pytest

from experts.readers import FactKind, Format, ProfileReading, SkipCode, read_profile
from experts.readers.limits import MAX_FACTS, MAX_SKIPPED
from tests.experts.readers.corpus import content_of
from tests.experts.readers.test_orcid_json import plain, skipped_at


@pytest.fixture(scope="module")
def resume() -> ProfileReading:
    return read_profile(content_of("json_resume/good/resume_with_every_trap.json"))


def test_the_person_is_read_without_address_mail_and_telephone(resume):
    assert resume.format is Format.JSON_RESUME
    assert plain(resume, FactKind.IDENTITY) == [
        {"full_name": "Bilal"},
        {"headline": "Power engineer"},
        {"bio": "Grids & <script>alert('storage')</script>."},
        {"country": "NO", "region": "Rogaland", "city": "Stavanger"},
    ]
    assert [fields["url"] for fields in plain(resume, FactKind.LINK)] == [
        "https://bilal.example.org",
        "https://git.example.org/bilal",
    ]


def test_skills_and_their_keywords_are_skills_once_each(resume):
    skills = [(fields["name"], fields.get("level")) for fields in plain(resume, FactKind.SKILL)]

    assert skills == [
        ("Energy storage", "4"),
        ("Battery management", "4"),
        ("SCADA", "4"),
        ("PSS/E", None),
        ("Power quality", None),
        ("harmonics", None),
    ]


def test_languages_are_known_by_any_name_and_fluency_becomes_a_level(resume):
    languages = [(fields["language"], fields.get("cefr")) for fields in plain(resume, FactKind.LANGUAGE)]

    assert languages == [("ur", "C2"), ("de", "B1"), ("nb", None)]


def test_posts_without_an_end_or_with_present_are_current(resume):
    posts = [
        (fields["organisation"], fields.get("starts_on"), fields.get("ends_on"), fields["is_current"])
        for fields in plain(resume, FactKind.AFFILIATION)
        if fields["kind"] == "employment"
    ]

    assert posts == [
        ("Example Grid", "2018-02", None, "True"),
        ("Old Spelling Ltd", "2010", None, "True"),
        ("Backwards Inc", None, "2012-05", "False"),
        ("Vague Ltd", "2009", None, "False"),
    ]


def test_publications_and_projects_become_works(resume):
    works = [(w["kind"], w["title"], w["year"], w.get("doi")) for w in plain(resume, FactKind.WORK)]

    assert works == [
        ("publication", "Storage for hydro grids", "2019", "10.5555/hydro"),
        ("project", "Village microgrid", "2021", None),
    ]


@pytest.mark.parametrize(
    ("place", "code", "excerpt"),
    [
        ("/basics/email", SkipCode.CONTACT_DETAIL, ""),
        ("/basics/phone", SkipCode.CONTACT_DETAIL, ""),
        ("/basics/location/address", SkipCode.CONTACT_DETAIL, ""),
        ("/basics/location/postalCode", SkipCode.CONTACT_DETAIL, ""),
        ("/basics/profiles/1/url", SkipCode.CONTACT_DETAIL, ""),
        ("/basics/birthDate", SkipCode.SENSITIVE, ""),
        ("/basics/religion", SkipCode.SENSITIVE, ""),
        ("/basics/favouriteColour", SkipCode.UNKNOWN_FIELD, ""),
        ("/work/0/startDate", SkipCode.DAY_DROPPED, "2018-02-30"),
        ("/work/0/highlights/1", SkipCode.CONTACT_DETAIL, ""),
        ("/work/1/website", SkipCode.BAD_LINK, "ftp://old.example.org"),
        ("/work/3/endDate", SkipCode.DATE_UNREADABLE, "when it rained"),
        ("/work/4", SkipCode.MISSING_NAME, "Nobody's engineer"),
        ("/education/0/score", SkipCode.NOT_USED, ""),
        ("/languages/4", SkipCode.UNKNOWN_LANGUAGE, "Hopefully"),
        ("/interests/0", SkipCode.NOT_USED, "Cricket"),
        ("/references/0", SkipCode.OTHER_PERSON, ""),
        ("/customSection", SkipCode.UNKNOWN_FIELD, ""),
    ],
)
def test_what_was_left_out_is_listed_with_its_place_and_reason(resume, place, code, excerpt):
    assert skipped_at(resume, place) == [(code, excerpt)]


@pytest.mark.parametrize(
    ("file", "n_facts"),
    [
        ("name_alone", 1),
        ("without_basics", 1),
        ("sections_null", 0),
        ("utf16_with_mark", 1),
        ("wrong_types_everywhere", 1),
    ],
)
def test_small_and_damaged_resumes_are_read_as_far_as_they_go(file, n_facts):
    reading = read_profile(content_of(f"json_resume/good/{file}.json"))

    assert (reading.format, len(reading.facts)) == (Format.JSON_RESUME, n_facts)


def test_texts_that_are_too_long_keep_their_beginning():
    content = json.dumps({"basics": {"label": "x" * 500}}).encode()

    reading = read_profile(content)

    assert plain(reading, FactKind.IDENTITY) == [{"headline": "x" * 139 + "…"}]
    assert skipped_at(reading, "/basics/label") == [(SkipCode.SHORTENED, "x" * 80)]


def test_one_import_takes_what_a_page_can_show_and_says_that_there_was_more():
    skills = [{"name": f"skill {number}"} for number in range(2_500)]

    reading = read_profile(json.dumps({"basics": {}, "skills": skills}).encode())

    assert (len(reading.facts), len(reading.skipped)) == (MAX_FACTS, MAX_SKIPPED)
    assert reading.skipped[0].code is SkipCode.TOO_MANY
    assert reading.skipped[-1].code is SkipCode.MORE_SKIPPED
