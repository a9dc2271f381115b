"""Tables of organisations as people's spreadsheets write them: CSV in its dialects, and XLSX."""

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from common.refusals import Refused
from incubators.enums import Column
from incubators.labels.imports import columns_in_words, import_headers_words
from incubators.selectors.organisation_words import column_of

MOST_BYTES = 5 << 20
MOST_ROWS = 5_000
MOST_COLUMNS = 60
LONGEST_CELL = 10_000
MOST_UNPACKED = 40 << 20
MOST_RATIO = 100
MOST_ENTRIES = 200
NEEDED = (Column.NAME, Column.KIND, Column.SECTOR, Column.PLACE)
# Blank rows count towards this, so that a file of nothing ends as well.
_MOST_LINES = 4 * MOST_ROWS
_DELIMITERS = ",;\t"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What openpyxl, zip and XML raise over a broken workbook: it names no exception of its own for that.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, OSError, RuntimeError, SyntaxError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is not blank: its number as the spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[Column, str]


@dataclass(frozen=True, slots=True)
class Table:
    lines: list[Line]
    unknown: list[str]
    n_blank: int


def read_table(content: bytes) -> Table:
    """Read a file whatever its name says.

    Raises Refused `import_…` on field `file`, with one sentence about the whole file.
    """
    if len(content) > MOST_BYTES:
        raise _refused("import_too_large")
    if content.startswith(b"PK\x03\x04"):
        return _table(_xlsx_rows(content))
    if content.startswith(_OLD_EXCEL):
        raise _refused("import_old_excel")
    text = _decoded(content)
    if not text.strip():
        raise _refused("import_empty")
    delimiter = max(_DELIMITERS, key=lambda sign: _n_known(text, sign))
    return _table(_csv_rows(text, delimiter))


def _refused(code: str, message: str | None = None) -> Refused:
    return Refused(code, field="file", message=message)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-16" if content.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        code = "import_not_table" if b"\0" in content[:4096] else "import_encoding"
        raise _refused(code) from error
    if "\0" in text or text.startswith("%PDF-"):
        raise _refused("import_not_table")
    return text


def _n_known(text: str, delimiter: str) -> int:
    """How many headers of the first row that is not blank are known when it is cut at this sign."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        head = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0
    return sum(column_of(cell) is not None for cell in head)


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    # Cells hold line breaks, so records are counted, as a spreadsheet does, and not lines.
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(rows, start=1)
    except csv.Error as error:
        raise _refused("import_damaged_quotes") from error


def _xlsx_rows(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Values of the first sheet; formulas are not worked out, what a spreadsheet last saw of them is read."""
    try:
        _refuse_bombs(content)
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=False
        )
        if not book.worksheets:
            raise _refused("import_empty")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
            cells = ["" if value is None else str(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield number, cells
    except _BROKEN as error:
        raise _refused("import_damaged_excel") from error


def _refuse_bombs(content: bytes) -> None:
    """The sizes that the archive declares; what unpacks to more than it declared ends in an error."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        is_dense = unpacked > MOST_BYTES and unpacked / packed > MOST_RATIO
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or is_dense:
            raise _refused("import_bomb")
        if "xl/workbook.xml" not in archive.namelist():
            raise _refused("import_not_table")
        for entry in entries:
            with archive.open(entry) as part:
                if b"<!DOCTYPE" in part.read(4096).upper():
                    raise _refused("import_damaged_excel")


def _table(rows: Iterator[tuple[int, list[str]]]) -> Table:
    """The first row that is not blank has the headers."""
    columns: dict[int, Column] = {}
    unknown: list[str] = []
    lines: list[Line] = []
    blanks = n_blank = 0
    for number, cells in rows:
        if number > _MOST_LINES:
            raise _refused("import_too_many")
        if not any(cell.strip() for cell in cells):
            blanks += 1
            continue
        if not columns:
            columns, unknown = _columns(cells)
            blanks = 0
            continue
        n_blank, blanks = n_blank + blanks, 0  # blank rows at the end are never added
        lines.append(Line(number, {column: _cell(cells, i) for i, column in columns.items()}))
        if len(lines) > MOST_ROWS:
            raise _refused("import_too_many")
    if not columns:
        raise _refused("import_empty")
    if not lines:
        raise _refused("import_headers_only")
    return Table(lines, unknown, n_blank)


def _columns(head: list[str]) -> tuple[dict[int, Column], list[str]]:
    if len(head) > MOST_COLUMNS:
        raise _refused("import_too_wide")
    found = {i: column for i, cell in enumerate(head) if (column := column_of(cell)) is not None}
    twice = [column for column in Column if list(found.values()).count(column) > 1]
    if twice:
        raise _refused("import_column_twice", columns_in_words("import_column_twice", twice))
    missing = [column for column in NEEDED if column not in found.values()]
    if missing:
        raise _refused("import_headers", import_headers_words(missing, NEEDED))
    return found, [cell.strip()[:80] for i, cell in enumerate(head) if i not in found and cell.strip()]


def _cell(cells: list[str], index: int) -> str:
    return cells[index].strip()[:LONGEST_CELL] if index < len(cells) else ""
