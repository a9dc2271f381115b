"""What somebody who searches for a reference or a name is led to."""

import re
from dataclasses import dataclass

_REFERENCE = re.compile(r"[0-9A-Z]{10}")


@dataclass(frozen=True, slots=True)
class FoundItem:
    """`kind` and `title` are ready to read. An exact one has the very reference that was asked for.

    `person_id` is the expert whom the line shows, so that the look can be written down.
    """

    kind: str
    title: str
    reference: str
    url: str
    is_exact: bool = False
    person_id: int | None = None


def reference_in(text: str) -> str:
    """The reference that the words are, or nothing: references are ten letters and digits."""
    written = "".join(text.split()).upper()
    return written if _REFERENCE.fullmatch(written) else ""
