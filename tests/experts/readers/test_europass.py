"""Europass CVs, as JSON and as XML."""

import pytest

from experts.readers import Format, SkipCode, read_profile
from tests.experts.readers.corpus import content_of


def facts(reading, kind):
    return [fact.fields for fact in reading.facts if fact.kind == kind]


def test_a_passport_is_read_whatever_letter_ends_its_timestamp():
    reading = read_profile(content_of("europass/good/cv_with_every_trap.json"))

    assert reading.format is Format.EUROPASS
    assert facts(reading, "identity") == [
        {"full_name": "Bilal Example"},
        {"country": "GB", "city": "Birmingham"},
        {"headline": "Water engineer"},
    ]
    assert [(post["organisation"], post.get("country"), str(post.get("starts_on")), post["is_current"])
            for post in facts(reading, "affiliation")] == [
        ("Example Waters", "GR", "2016-08", True),
        ("Backwards Ltd", None, "None", False),
        ("University of Example", None, "2003", False),
    ]  # fmt: skip
    assert [(row["language"], row["cefr"]) for row in facts(reading, "language")] == [
        ("ur", "C2"),
        ("en", "B2"),
    ]
    assert [(work["title"], work.get("year")) for work in facts(reading, "work")] == [
        ("Rivers of tomorrow (2012)", 2012),
        ("Rivers of today", None),
    ]


def test_html_in_texts_becomes_plain_text_and_scripts_are_gone():
    reading = read_profile(content_of("europass/good/cv_with_every_trap.json"))

    assert facts(reading, "affiliation")[0]["summary"] == "Flood models\nfor two rivers"


def test_the_xml_says_the_same_in_its_own_way():
    reading = read_profile(content_of("europass/good/cv_with_every_trap.xml"))

    assert reading.format is Format.EUROPASS_XML
    assert {"bio": "Rivers & floods.\nAnd lakes."} in facts(reading, "identity")
    assert [
        (str(post.get("starts_on")), str(post.get("ends_on"))) for post in facts(reading, "affiliation")
    ] == [
        ("2016-08", "None"),
        ("2003", "2007-02"),
    ]
    assert [(row["language"], row["cefr"]) for row in facts(reading, "language")] == [
        ("ur", "C2"),
        ("en", "B2"),
    ]


@pytest.mark.parametrize("name", ["cv_with_every_trap.json", "cv_with_every_trap.xml"])
def test_other_people_and_ways_to_reach_the_person_are_not_kept(name):
    reading = read_profile(content_of(f"europass/good/{name}"))

    kept = str(reading)
    for secret in ("bilal@example.org", "+44 555", "Example Street", "1980", "Somebody Else"):
        assert secret not in kept
    assert SkipCode.OTHER_PERSON in [skipped.code for skipped in reading.skipped]
