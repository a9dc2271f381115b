"""Tables for other programs: CSV and XLSX in which no cell is ever a formula.

People write the cells. A spreadsheet would compute one that begins like a formula, and send what stands
beside it wherever the formula says; an apostrophe before it makes it text.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Value = str | int | float | None
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARK = "\ufeff"  # Excel reads a CSV as UTF-8 only after it


class SheetKind(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


MEDIA_TYPES = {
    SheetKind.CSV: "text/csv; charset=utf-8",
    SheetKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(value: Value) -> Value:
    """The value, as text where a spreadsheet would take it for a formula.

    >>> harmless("=1+1"), harmless(" =A1"), harmless("＝A1"), harmless("solar"), harmless(-5)
    ("'=1+1", "' =A1", "'＝A1", 'solar', -5)
    """
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    # Full-width signs are formulas, too, where a spreadsheet is set to an eastern script.
    plain = unicodedata.normalize("NFKC", text)
    begins = plain.startswith(_STARTS_FORMULA) or plain.lstrip().startswith(_STARTS_FORMULA)
    return f"'{text}" if begins else text


def written(kind: SheetKind, title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    """A file of the kind with these rows, the head among them."""
    cells = ([harmless(value) for value in row] for row in rows)
    return _as_csv(cells) if kind is SheetKind.CSV else _as_xlsx(title, cells)


def _as_csv(rows: Iterable[Sequence[Value]]) -> bytes:
    text = io.StringIO(newline="")
    text.write(_MARK)
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _as_xlsx(title: str, rows: Iterable[Sequence[Value]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
