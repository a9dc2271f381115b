"""The Europass document of today: as XML, and attached to the PDF that the editor hands out."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from experts.readers import Format, SkipCode, is_cv, read_profile
from tests.experts.readers.built import pdf
from tests.experts.readers.corpus import content_of

CANDIDATE = "europass/good/candidate_with_every_trap.xml"


def with_attachments(page: str, **attached: bytes) -> bytes:
    writer, file = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(page)))), io.BytesIO()
    for name, content in attached.items():
        writer.add_attachment(f"{name}.xml", content)
    writer.write(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def reading():
    return read_profile(content_of(CANDIDATE))


def facts(reading, kind):
    return [fact.fields for fact in reading.facts if fact.kind == kind]


def test_the_person_is_the_candidate_and_never_who_supplied_or_vouched(reading):
    assert reading.format is Format.EUROPASS_CANDIDATE
    assert facts(reading, "identity") == [
        {"full_name": "Bilal"},
        {"country": "GB", "city": "Birmingham"},
        {"bio": "Rivers & floods.\nAnd lakes."},
    ]
    assert facts(reading, "link") == [{"label": "blog", "url": "https://example.org/bilal"}]
    for secret in ("bilal@example.org", "555", "Example Street", "1980", "Else", "base64"):
        assert secret not in str(reading)


def test_every_post_is_read_with_its_own_period_and_a_current_one_has_no_end(reading):
    assert [
        (post["organisation"], post["role"], post["city"], post["country"], str(post.get("starts_on")),
         str(post.get("ends_on")), post["is_current"])
        for post in facts(reading, "affiliation")[:2]
    ] == [
        ("Example Waters", "Flood engineer", "Athens", "GR", "2016-08", "None", True),
        ("Example Waters", "Trainee", "Patras", "GR", "2014-01-31", "2016-07-01", False),
    ]  # fmt: skip
    assert facts(reading, "affiliation")[0]["summary"] == "• Flood models"
    study = facts(reading, "affiliation")[2]
    assert (study["role"], str(study["starts_on"]), str(study["ends_on"])) == (
        "BSc Civil Engineering",
        "2003",
        "2007-02",
    )


def test_languages_by_codes_of_three_letters_keep_the_lowest_level(reading):
    assert facts(reading, "language") == [
        {"language": "ur", "cefr": "C2"},
        {"language": "en", "cefr": "B2", "level_text": "Understanding-Listening C1, Writing-Production B2"},
    ]


def test_skills_works_and_certificates_are_read(reading):
    assert [fact["name"] for fact in facts(reading, "skill")] == ["HEC-RAS", "QGIS", "Python"]
    assert [(work["kind"], work["title"], work.get("year")) for work in facts(reading, "work")] == [
        ("publication", "Rivers of tomorrow", 2012),
        ("project", "Gauges for the Swat", 2019),
        ("talk", "Floods and people", None),
    ]
    (certificate,) = facts(reading, "credential")
    assert (certificate["name"], certificate["issuer"], str(certificate["issued_on"])) == (
        "Chartered engineer",
        "Example Council",
        "2018-03",
    )


def test_what_is_left_out_is_said_with_its_place(reading):
    left_out = {(skipped.place, skipped.code) for skipped in reading.skipped}

    assert {
        ("/CandidatePerson/BirthDate", SkipCode.SENSITIVE),
        ("/CandidatePerson/Visa", SkipCode.SENSITIVE),
        ("/CandidatePerson/PrimaryLanguageCode/1", SkipCode.UNKNOWN_LANGUAGE),
        ("/CandidatePerson/Communication/0", SkipCode.CONTACT_DETAIL),
        ("/CandidatePerson/Communication/4", SkipCode.CONTACT_DETAIL),
        ("/CandidateProfile/0/EmploymentHistory/EmployerHistory/1/PositionHistory/0", SkipCode.MISSING_NAME),
        ("/CandidateProfile/0/PersonQualifications/PersonCompetency/2", SkipCode.MISSING_NAME),
        ("/CandidateProfile/0/HobbiesAndInterests", SkipCode.NOT_USED),
        ("/CandidateProfile/0/Attachment", SkipCode.PICTURE),
        ("/CandidateProfile/1", SkipCode.NOT_PREFERRED),
    } <= left_out


@pytest.mark.parametrize("document", [CANDIDATE, "europass/good/cv_with_every_trap.xml"])
def test_a_pdf_of_the_editor_is_read_through_the_document_that_it_carries(document):
    content = with_attachments("Glaciology", attachment=content_of(document))

    reading = read_profile(content, "cv.pdf", {"Glaciology": "Glaciology"})

    assert is_cv(content)
    assert reading == read_profile(content_of(document))


@pytest.mark.parametrize("attached", [b"<html>Candidate</html", b"Remember the milk.", b"<Candid"])
def test_any_other_attachment_leaves_a_cv_a_cv(attached):
    content = with_attachments("Glaciology", notes=attached)

    reading = read_profile(content, "cv.pdf", {"Glaciology": "Glaciology"})

    assert (reading.format, [fact.fields for fact in reading.facts]) == (Format.CV, [{"name": "Glaciology"}])
