"""Files that cannot be read: always one code and one sentence, never another exception."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from experts.readers import (
    SKIP_SENTENCES,
    UNREADABLE_SENTENCES,
    ProfileReading,
    SkipCode,
    UnreadableCode,
    UnreadableProfile,
    read_profile,
)
from experts.readers.as_json import as_json
from experts.readers.limits import MAX_BYTES, MAX_DEPTH
from tests.experts.readers.built import linkedin
from tests.experts.readers.corpus import content_of, files_in

EXPECTED = {
    "orcid/bad/empty.json": UnreadableCode.EMPTY,
    "orcid/bad/error_answer.json": UnreadableCode.ERROR_ANSWER,
    "orcid/bad/half_a_character.json": UnreadableCode.LONE_SURROGATE,
    "orcid/bad/huge_number.json": UnreadableCode.HUGE_NUMBER,
    "orcid/bad/latin_1.json": UnreadableCode.BAD_ENCODING,
    "orcid/bad/list_of_records.json": UnreadableCode.NOT_AN_OBJECT,
    "orcid/bad/not_a_number.json": UnreadableCode.NOT_A_NUMBER,
    "orcid/bad/nul_character.json": UnreadableCode.NUL_CHARACTER,
    "orcid/bad/repeated_key.json": UnreadableCode.DUPLICATE_KEY,
    "orcid/bad/search_answer.json": UnreadableCode.UNKNOWN_FORMAT,
    "orcid/bad/too_deep.json": UnreadableCode.TOO_DEEP,
    "orcid/bad/truncated.json": UnreadableCode.NOT_JSON,
    "orcid/bad/version_1.json": UnreadableCode.UNKNOWN_VERSION,
    "orcid/bad/version_2.json": UnreadableCode.UNKNOWN_VERSION,
    "json_resume/bad/half_a_character.json": UnreadableCode.LONE_SURROGATE,
    "json_resume/bad/half_a_character_in_a_key.json": UnreadableCode.LONE_SURROGATE,
    "json_resume/bad/infinity.json": UnreadableCode.NOT_A_NUMBER,
    "json_resume/bad/job_description.json": UnreadableCode.UNSUPPORTED_FORMAT,
    "json_resume/bad/latin_1.json": UnreadableCode.BAD_ENCODING,
    "json_resume/bad/list_of_resumes.json": UnreadableCode.NOT_AN_OBJECT,
    "json_resume/bad/nul_character.json": UnreadableCode.NUL_CHARACTER,
    "json_resume/bad/number_without_end.json": UnreadableCode.HUGE_NUMBER,
    "json_resume/bad/only_a_string.json": UnreadableCode.NOT_AN_OBJECT,
    "json_resume/bad/raw_control_character.json": UnreadableCode.NOT_JSON,
    "json_resume/bad/repeated_key.json": UnreadableCode.DUPLICATE_KEY,
    "json_resume/bad/resume.yaml": UnreadableCode.UNKNOWN_FORMAT,
    "json_resume/bad/single_quotes.json": UnreadableCode.NOT_JSON,
    "json_resume/bad/spaces_only.json": UnreadableCode.EMPTY,
    "json_resume/bad/too_deep.json": UnreadableCode.TOO_DEEP,
    "json_resume/bad/trailing_comma.json": UnreadableCode.NOT_JSON,
    "json_resume/bad/truncated.json": UnreadableCode.NOT_JSON,
    "json_resume/bad/version_2.json": UnreadableCode.UNKNOWN_VERSION,
    "json_resume/bad/with_comments.json": UnreadableCode.NOT_JSON,
}


def test_every_bad_file_is_in_the_table():
    assert sorted(EXPECTED) == sorted([*files_in("orcid/bad"), *files_in("json_resume/bad")])


@pytest.mark.parametrize(("name", "code"), EXPECTED.items())
def test_a_bad_file_is_refused_with_its_code_and_one_sentence(name, code):
    with pytest.raises(UnreadableProfile) as refusal:
        read_profile(content_of(name), name)

    assert refusal.value.code is code
    assert "\n" not in refusal.value.sentence
    assert refusal.value.sentence.endswith(".")


@pytest.mark.parametrize(
    ("content", "filename", "format"),
    [
        (b"<!DOCTYPE html><html>", "cv.html", "HTML"),
        (b"<a/>", "cv", "XML"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cv.doc", "Word 97"),
        (b"Name,Skill\nA,B\n", "cv.csv", "CSV"),
    ],
)
def test_formats_that_are_known_but_not_read_are_named(content, filename, format):
    with pytest.raises(UnreadableProfile, match=f"^{format} files cannot be read here"):
        read_profile(content, filename)


def test_a_file_above_five_megabytes_is_refused():
    with pytest.raises(UnreadableProfile, match="larger than 5 MB"):
        read_profile(b" " * (MAX_BYTES + 1))


def test_a_file_with_too_many_values_is_refused():
    with pytest.raises(UnreadableProfile, match="more than 200000 values"):
        read_profile(b'{"basics": {}, "skills": [' + b"0," * 200_000 + b"0]}")


def test_nesting_deeper_than_the_stack_of_python_is_refused_like_any_other():
    with pytest.raises(UnreadableProfile, match=f"more than {MAX_DEPTH} levels"):
        read_profile(b'{"person":' + b"[" * 100_000 + b"]" * 100_000 + b"}")


def test_every_code_has_its_sentence():
    assert SKIP_SENTENCES.keys() == set(SkipCode)
    assert UNREADABLE_SENTENCES.keys() == set(UnreadableCode)


def read_or_refuse(content: bytes) -> ProfileReading | None:
    try:
        return read_profile(content)
    except UnreadableProfile as refusal:
        assert refusal.sentence
        return None


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_a_refusal(content):
    read_or_refuse(content)


WORDS = """
    basics name label summary location profiles url work startDate endDate skills keywords languages fluency
    orcid-identifier path host person activities-summary works employments group affiliation-group summaries
    work-summary employment-summary organization title value year month day visibility external-ids
    external-id display-index source content keyword address country
"""
KEYS = st.sampled_from(WORDS.split())
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates().map(str)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=5), inner, max_size=6)
    ),
    max_leaves=40,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(KEYS, JSON_VALUES, max_size=6))
def test_no_json_raises_anything_but_a_refusal(document):
    read_or_refuse(json.dumps(document).encode())


def places_in(value: Any, place: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [place, *(found for key, child in children for found in places_in(child, (*place, key)))]


def with_value_at(value: Any, place: tuple[str | int, ...], new: Any) -> Any:
    if not place:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = with_value_at(copy[place[0]], place[1:], new)
    return copy


@pytest.mark.parametrize(
    "name", ["orcid/good/record_with_every_trap.json", "json_resume/good/resume_with_every_trap.json"]
)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_good_file_with_any_part_exchanged_is_still_read_or_refused(name, data):
    document = json.loads(content_of(name))
    place = data.draw(st.sampled_from(places_in(document)))

    reading = read_or_refuse(json.dumps(with_value_at(document, place, data.draw(JSON_VALUES))).encode())

    if reading is not None:
        as_json(reading).encode()


@pytest.mark.parametrize(
    "content",
    [
        linkedin(),
        content_of("orcid_xml/good/record_with_every_trap.xml"),
        content_of("europass/good/cv_with_every_trap.xml"),
    ],
    ids=["linkedin", "orcid_xml", "europass_xml"],
)
@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_good_file_with_any_bytes_exchanged_is_still_read_or_refused(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    put = data.draw(st.binary(min_size=1, max_size=6))

    reading = read_or_refuse(content[:at] + put + content[at + len(put) :])

    if reading is not None:
        as_json(reading).encode()


@pytest.mark.parametrize("name", [*files_in("orcid/good"), *files_in("json_resume/good")])
def test_every_place_points_into_the_file(name):
    content = content_of(name)
    document = json.loads(content)

    reading = read_profile(content)

    for place in [fact.place for fact in reading.facts] + [skipped.place for skipped in reading.skipped]:
        value = document
        for step in place.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
