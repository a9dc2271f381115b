"""Europass XML, version 3: brought to the shape of its JSON, then read by the same reader."""

from typing import Any

from experts.readers.xml import Element

# XML writes the parts of a date as attributes, with the dashes of XML Schema: year="2002" month="--08".
_DATE_PARTS = {"year": "Year", "month": "Month", "day": "Day"}


def europass_document(root: Element) -> dict[str, Any]:
    """The passport as the JSON that Europass writes: lists without their wrappers, dates as objects."""
    found = _value(root)
    return {"SkillsPassport": found if isinstance(found, dict) else {}}


def _value(element: Element) -> Any:
    date = {
        _DATE_PARTS[key]: value.strip().lstrip("-")
        for key, value in element.attributes.items()
        if key in _DATE_PARTS
    }
    if not element.children:
        return date or element.text.strip() or None
    found: dict[str, Any] = {}
    for child in element.children:
        if child.name.endswith("List") and child.children:
            found[child.name.removesuffix("List")] = [_value(entry) for entry in child.children]
        elif child.name in found:
            earlier = found[child.name]
            found[child.name] = [*(earlier if isinstance(earlier, list) else [earlier]), _value(child)]
        else:
            found[child.name] = _value(child)
    return found
