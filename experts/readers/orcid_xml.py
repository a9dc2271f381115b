"""ORCID record, version 3.0, as XML: brought to the shape of its JSON, then read by the same reader."""

from typing import Any

from experts.readers.codes import UnreadableCode, UnreadableProfile
from experts.readers.xml import Element

# Elements that JSON writes as {"value": text}; the others are plain texts there.
_WRAPPED = frozenset(
    {"given-names", "family-name", "credit-name", "source-name", "assertion-origin-name", "url",
     "external-id-url", "year", "month", "day", "title", "subtitle", "journal-title", "last-modified-date",
     "created-date"}
)  # fmt: skip
_TEXTS = frozenset({"content", "short-description"})
# (parent, child) of which JSON makes a list, however many there are.
_LISTS = frozenset(
    {("other-names", "other-name"), ("researcher-urls", "researcher-url"), ("emails", "email"),
     ("addresses", "address"), ("keywords", "keyword"), ("external-ids", "external-id"),
     ("external-identifiers", "external-identifier"), ("group", "work-summary"),
     ("group", "funding-summary"), ("group", "research-resource-summary")}
)  # fmt: skip
_GROUPS = frozenset({"affiliation-group", "group", "peer-review-group"})
_VERSION_1 = "orcid-message"


def orcid_document(root: Element) -> dict[str, Any]:
    """The record as the JSON that ORCID would have answered; raises UnreadableProfile for version 1."""
    if root.name == _VERSION_1:
        raise UnreadableProfile(UnreadableCode.UNKNOWN_VERSION, format="ORCID XML")
    document = _value(root, root.name)
    return document if isinstance(document, dict) else {}


def _value(element: Element, path: str) -> Any:
    if not element.children:
        return _leaf(element, path)
    found: dict[str, Any] = {
        key: value for key, value in element.attributes.items() if key != "schemaLocation"
    }
    for child in element.children:
        value = _value(child, f"{path}/{child.name}")
        if element.name == "affiliation-group" and child.name.endswith("-summary"):
            found.setdefault("summaries", []).append({child.name: value})
        elif child.name in _GROUPS or (element.name, child.name) in _LISTS:
            found.setdefault(child.name, []).append(value)
        else:
            found[child.name] = value
    return found


def _leaf(element: Element, path: str) -> Any:
    # Lines of a text are the person's; elsewhere they are how somebody set the XML.
    text = element.text.strip() if element.name in _TEXTS else " ".join(element.text.split())
    if not text:
        return None
    # The country of a person is wrapped, that of an organisation is not.
    wrapped = element.name in _WRAPPED or path.endswith("addresses/address/country")
    return {"value": text} if wrapped else text
