"""ORCID records of our own making, with the traps of real ones."""

import pytest

from experts.readers import FactKind, Format, ProfileReading, SkipCode, read_profile
from tests.experts.readers.corpus import content_of

EMPLOYMENTS = "/activities-summary/employments/affiliation-group"
WORKS = "/activities-summary/works/group"


@pytest.fixture(scope="module")
def record() -> ProfileReading:
    return read_profile(content_of("orcid/good/record_with_every_trap.json"))


def plain(reading: ProfileReading, kind: FactKind) -> list[dict[str, str]]:
    return [
        {name: str(value) for name, value in fact.fields.items()}
        for fact in reading.facts
        if fact.kind is kind
    ]


def skipped_at(reading: ProfileReading, place: str) -> list[tuple[SkipCode, str]]:
    return [(skipped.code, skipped.excerpt) for skipped in reading.skipped if skipped.place == place]


def test_the_person_is_read_with_one_name_only(record):
    assert record.format is Format.ORCID
    assert plain(record, FactKind.IDENTITY) == [
        {"orcid": "0000-0002-1694-233X"},
        {"full_name": "Zarmeena", "credit_name": "Zarmeena K."},
        {"bio": "I work on <b>glacial lakes</b> & floods.\nWrite to … for slides."},
        {"country": "NO"},
        {"other_name": "زرمینہ"},
    ]


def test_a_keyword_that_is_a_list_becomes_several_skills(record):
    assert [fields["name"] for fields in plain(record, FactKind.SKILL)] == [
        "glaciology",
        "remote sensing",
        "flood forecasting",
    ]
    assert skipped_at(record, "/person/keywords/keyword/1") == [(SkipCode.DUPLICATE, "Remote Sensing")]


def test_employments_keep_what_exists_of_their_dates_and_places(record):
    posts = [fields for fields in plain(record, FactKind.AFFILIATION) if fields["kind"] == "employment"]

    assert posts == [
        {
            "kind": "employment",
            "organisation": "University of Example",
            "ror": "https://ror.org/01xtthb56",
            "department": "Geosciences",
            "role": "Associate Professor",
            "city": "Oslo",
            "country": "NO",
            "starts_on": "2016-02",
            "is_current": "True",
        },
        {
            "kind": "employment",
            "organisation": "Field Survey without an Address",
            "ends_on": "2010",
            "is_current": "False",
        },
        {
            "kind": "employment",
            "organisation": "Institute of Nowhere",
            "role": "Fellow",
            "is_current": "False",
        },
    ]


@pytest.mark.parametrize(
    ("place", "code", "excerpt"),
    [
        (f"{EMPLOYMENTS}/0/summaries/0/employment-summary/start-date", SkipCode.DAY_DROPPED, "2016-02-30"),
        (f"{EMPLOYMENTS}/0/summaries/1/employment-summary", SkipCode.NOT_PREFERRED, "Univ. Example"),
        (f"{EMPLOYMENTS}/1/summaries/0/employment-summary", SkipCode.START_AFTER_END, "2012 – 2010"),
        (f"{EMPLOYMENTS}/2/summaries/0/employment-summary/end-date", SkipCode.DATE_UNREADABLE, "soon"),
        (
            f"{EMPLOYMENTS}/2/summaries/0/employment-summary/organization/address/country",
            SkipCode.UNKNOWN_COUNTRY,
            "ZZ",
        ),
        (f"{EMPLOYMENTS}/3/summaries/0/employment-summary", SkipCode.NOT_PUBLIC, ""),
        (f"{EMPLOYMENTS}/4/summaries/0/employment-summary", SkipCode.MISSING_NAME, "Nameless"),
        (f"{WORKS}/0/work-summary/1", SkipCode.NOT_PREFERRED, "Lake outburst floods"),
        (
            f"{WORKS}/2/work-summary/0/external-ids/external-id/0/external-id-value",
            SkipCode.BAD_DOI,
            "not a doi",
        ),
        (f"{WORKS}/4/work-summary/0", SkipCode.NOT_PUBLIC, ""),
        ("/person/biography/content", SkipCode.CONTACT_DETAIL, ""),
        ("/person/emails/email/0", SkipCode.CONTACT_DETAIL, ""),
        ("/person/researcher-urls/researcher-url/1/url/value", SkipCode.CONTACT_DETAIL, ""),
        ("/person/researcher-urls/researcher-url/2/url/value", SkipCode.BAD_LINK, "javascript:alert(1)"),
        ("/activities-summary/peer-reviews/group/0/peer-review-group/0", SkipCode.NOT_USED, ""),
    ],
)
def test_what_was_left_out_is_listed_with_its_place_and_reason(record, place, code, excerpt):
    assert skipped_at(record, place) == [(code, excerpt)]


def test_works_carry_a_bare_doi_and_their_kind(record):
    works = [(w["kind"], w["title"], w.get("year"), w.get("doi")) for w in plain(record, FactKind.WORK)]

    assert works == [
        ("publication", "Lake outburst floods: <i>a review</i>", "2018", "10.5555/abc.def"),
        ("publication", "برفانی جھیلیں", "2020", None),
        ("patent", "A sensor for lake levels", "2021", None),
        ("talk", "Talk without a year: With a subtitle", None, None),
        ("project", "Early warning for glacial lakes", "2021", None),
    ]


def test_every_fact_names_who_asserted_it(record):
    sources = {fact.place: fact.source for fact in record.facts}

    assert sources[f"{EMPLOYMENTS}/0/summaries/0/employment-summary"] == "University of Example"
    assert sources[f"{WORKS}/0/work-summary/0"] == "Crossref"
    assert sources["/person/name"] == "ORCID"


@pytest.mark.parametrize(
    ("file", "n_facts"),
    [
        ("person_alone", 9),
        ("activities_alone", 12),
        ("employments_alone", 3),
        ("works_without_a_path", 4),
        ("record_without_activities", 2),
        ("sections_null_or_missing", 1),
        ("utf8_with_mark", 2),
        ("wrong_check_digit", 1),
        ("wrong_types_everywhere", 0),
    ],
)
def test_parts_of_a_record_and_damaged_records_are_read_as_far_as_they_go(file, n_facts):
    reading = read_profile(content_of(f"orcid/good/{file}.json"))

    assert (reading.format, len(reading.facts)) == (Format.ORCID, n_facts)


def test_an_orcid_id_of_the_test_site_is_not_taken_for_a_real_one():
    content = b'{"orcid-identifier": {"path": "0000-0002-1825-0097", "host": "sandbox.orcid.org"}}'

    reading = read_profile(content)

    assert reading.facts == ()
    assert skipped_at(reading, "/orcid-identifier") == [(SkipCode.TEST_IDENTIFIER, "0000-0002-1825-0097")]


def test_no_excerpt_quotes_contact_details_or_private_entries(record):
    text = str(record.skipped)

    assert "example.org" not in text.replace("https://", "")
    assert "Private Employer" not in text
    assert "Hidden manuscript" not in text
