"""Tables (CSV) inside an archive, as people's own spreadsheets may have written them back."""

import codecs
import csv
import io
from collections.abc import Iterator

from experts.readers.codes import SkipCode
from experts.readers.cursor import Node, Notes
from experts.readers.limits import MAX_ROWS

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def rows_of(content: bytes, place: str, needs: tuple[str, ...], notes: Notes) -> Iterator[Node]:
    """Each row as an object under its headers in small letters; a table that cannot be read is noted.

    `needs` are the headers of which the table must have one at least.
    """
    try:
        text = _decoded(content)
    except UnicodeDecodeError:
        notes.skip(place, SkipCode.TABLE_ENCODING)
        return
    head = text[: text.find("\n") + 1 or None]
    # Where the comma is the decimal sign, spreadsheets write semicolons.
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    headers: list[str] = []
    n_rows = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not headers:
                headers = [" ".join(cell.casefold().split()) for cell in row]
                if not set(needs) & set(headers):
                    notes.skip(place, SkipCode.TABLE_COLUMNS)
                    return
                continue
            n_rows += 1
            if n_rows > MAX_ROWS:
                notes.skip(place, SkipCode.TOO_MANY)
                return
            yield Node(dict(zip(headers, row, strict=False)), f"{place}/{n_rows}", notes)
    except csv.Error:
        notes.skip(place, SkipCode.TABLE_DAMAGED)


def _decoded(content: bytes) -> str:
    return content.decode("utf-16" if content.startswith(_UTF_16_MARKS) else "utf-8-sig")
