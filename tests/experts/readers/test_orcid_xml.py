"""ORCID records as XML: the same facts as from JSON."""

import json
from typing import Any
from xml.sax.saxutils import escape

import pytest

from experts.readers import Format, read_profile
from tests.experts.readers.corpus import content_of

RECORD = "orcid_xml/good/record_with_every_trap.xml"


def facts_of(content: bytes) -> list[tuple[str, dict[str, Any]]]:
    return [
        (str(fact.kind), {name: str(value) for name, value in fact.fields.items()})
        for fact in read_profile(content).facts
    ]


def test_a_record_is_read_with_its_sources_and_without_what_is_not_public():
    reading = read_profile(content_of(RECORD))

    assert reading.format is Format.ORCID_XML
    assert [fact.fields for fact in reading.facts if fact.kind == "identity"] == [
        {"orcid": "0000-0002-1694-233X"},
        {"full_name": "Zarmeena", "credit_name": "Zarmeena K."},
        {"bio": "I work on <b>glacial lakes</b> & floods."},
        {"country": "NO"},
        {"other_name": "زرمینہ"},
    ]
    post = next(fact for fact in reading.facts if fact.kind == "affiliation")
    assert (post.source, str(post.fields["starts_on"]), post.fields["ror"]) == (
        "University of Example",
        "2016-02",
        "https://ror.org/01xtthb56",
    )
    work = next(fact for fact in reading.facts if fact.kind == "work")
    assert (work.source, work.fields["title"], work.fields["doi"]) == (
        "Crossref",
        "Glacial lakes of the Karakoram: An inventory",
        "10.5555/abc.def",
    )
    kept = str(reading)
    assert "Kept to herself" not in kept
    assert "zarmeena@example.org" not in kept


@pytest.mark.parametrize(
    "name", ["record_with_every_trap.json", "employments_alone.json", "person_alone.json"]
)
def test_a_record_says_the_same_as_xml_and_as_json(name):
    content = content_of(f"orcid/good/{name}")
    root = {"record_with_every_trap.json": "record", "employments_alone.json": "employments"}.get(
        name, "person"
    )

    assert facts_of(as_orcid_xml(root, json.loads(content))) == facts_of(content)


def as_orcid_xml(root: str, record: dict[str, Any]) -> bytes:
    """The XML that ORCID answers in place of this JSON: visibility and order are attributes there."""
    return _element(root, record, ' xmlns="http://www.orcid.org/ns/record"').encode()


def _element(name: str, value: Any, attributes: str = "") -> str:
    if isinstance(value, list):
        return "".join(_element(name, entry) for entry in value)
    if not isinstance(value, dict):
        text = "" if value is None else escape(str(value))
        return f"<{name}{attributes}>{text}</{name}>"
    if value.keys() == {"value"}:
        return _element(name, value["value"])
    inside = "".join(
        "".join(_element(*next(iter(entry.items()))) for entry in child)
        if key == "summaries"
        else _element(key, child)
        for key, child in value.items()
        if key not in ("visibility", "display-index", "put-code", "path-of-attribute")
    )
    for key in ("visibility", "display-index", "put-code"):
        if value.get(key) is not None:
            attributes += f' {key}="{escape(str(value[key]))}"'
    return f"<{name}{attributes}>{inside}</{name}>"
