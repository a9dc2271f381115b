"""CVs: the skills of the vocabulary that a text names, and nothing else."""

import pytest

from experts.readers import Format, is_cv, read_profile
from tests.experts.readers.built import docx, linkedin, pdf
from tests.experts.readers.corpus import content_of

SKILLS = {
    "Glaciology": "Glaciology",
    "Machine learning": "Machine learning",
    "Deep learning": "Deep learning",
    "ML": "Machine learning",
    "C++": "C++",
    "R": "R",
    "Learning": "Learning",
    "گلیشیئر": "Glaciology",
}
TEXT = "GLACIOLOGY and machine-learning; Deep Learning, C++ (not C). I am an R&D manager, ml of water."


@pytest.mark.parametrize("write", [pdf, docx])
def test_a_cv_suggests_the_skills_that_it_names_without_a_level(write):
    text = TEXT.replace("&", "&amp;") if write is docx else TEXT

    reading = read_profile(write(text), "", SKILLS)

    assert reading.format is Format.CV
    assert [(fact.fields, fact.place) for fact in reading.facts] == [
        ({"name": "Glaciology"}, "/page/1"),
        ({"name": "Machine learning"}, "/page/1"),
        ({"name": "Deep learning"}, "/page/1"),
        ({"name": "C++"}, "/page/1"),
    ]


def test_short_names_count_only_as_they_are_written():
    assert [fact.fields["name"] for fact in read_profile(docx("ML, R"), "", SKILLS).facts] == [
        "Machine learning",
        "R",
    ]


def test_a_skill_is_suggested_once_with_the_first_page_that_names_it():
    reading = read_profile(pdf("Nothing here", "Glaciology", "glaciology again"), "", SKILLS)

    assert [(fact.fields["name"], fact.place) for fact in reading.facts] == [("Glaciology", "/page/2")]


def test_urdu_names_are_found_in_urdu_texts():
    assert [fact.fields for fact in read_profile(docx("میں گلیشیئر پر کام کرتا ہوں"), "", SKILLS).facts] == [
        {"name": "Glaciology"}
    ]


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (pdf("x"), True),
        (docx("x"), True),
        (linkedin(), False),
        (b"PK\x03\x04", False),
        (content_of("orcid_xml/good/record_with_every_trap.xml"), False),
        (b"", False),
    ],
)
def test_only_documents_take_the_long_way(content, answer):
    assert is_cv(content) is answer
