"""A reading as plain JSON: kept while an import waits for its person, printed at the command line."""

import json
from collections import Counter
from typing import Any

from experts.readers.codes import SKIP_SENTENCES
from experts.readers.partial_dates import PartialDate
from experts.readers.shapes import FieldValue, ProfileReading


def as_json(reading: ProfileReading, *, ascii_only: bool = False) -> str:
    """The reading, counted by kind, with a sentence for every omission."""
    document = as_document(reading)
    document["counts"] = Counter(fact["kind"] for fact in document["facts"])
    for skipped in document["skipped"]:
        skipped["reason"] = SKIP_SENTENCES[skipped["code"]]
    return json.dumps(document, ensure_ascii=ascii_only, indent=2)


def as_document(reading: ProfileReading) -> dict[str, Any]:
    return {
        "format": reading.format,
        "facts": [
            {
                "kind": fact.kind,
                "fields": {name: _plain(value) for name, value in fact.fields.items()},
                "place": fact.place,
                "source": fact.source,
            }
            for fact in reading.facts
        ],
        "skipped": [
            {"place": skipped.place, "code": skipped.code, "excerpt": skipped.excerpt}
            for skipped in reading.skipped
        ],
    }


def _plain(value: FieldValue) -> str | int | bool | list[str]:
    if isinstance(value, PartialDate):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
