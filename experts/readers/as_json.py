"""A reading as JSON, for the command line and for tests."""

import json

from experts.readers.codes import SKIP_SENTENCES
from experts.readers.partial_dates import PartialDate
from experts.readers.shapes import FieldValue, ProfileReading


def as_json(reading: ProfileReading, *, ascii_only: bool = False) -> str:
    document = {
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
            {
                "place": skipped.place,
                "code": skipped.code,
                "reason": SKIP_SENTENCES[skipped.code],
                "excerpt": skipped.excerpt,
            }
            for skipped in reading.skipped
        ],
    }
    return json.dumps(document, ensure_ascii=ascii_only, indent=2)


def _plain(value: FieldValue) -> str | int | bool:
    return str(value) if isinstance(value, PartialDate) else value
