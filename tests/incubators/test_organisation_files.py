"""Files of organisations: which ones can be read, and the sentence that each of the others gets."""

import io
import zipfile
from pathlib import Path

import pytest

from common.refusals import Refused
from incubators.enums import Column
from incubators.services.organisation_files import MOST_BYTES, MOST_ROWS, read_table

FILES = Path(__file__).parent / "files" / "organisations"
HEAD = b"name,kind,sector,place\n"
TWO = ["Chenab Incubation Centre", "Sutlej Science Park"]
EXPECTED = "Expected in the first row: name, kind, sector, place."
BAD = {
    "bad_empty.csv": "This file is empty. Download the template and fill it in.",
    "bad_blank.csv": "This file is empty. Download the template and fill it in.",
    "bad_headers.csv": f"These columns are missing: place. {EXPECTED}",
    "bad_no_headers.csv": f"These columns are missing: name, kind, sector, place. {EXPECTED}",
    "bad_headers_only.csv": "This file has headers and no row below them.",
    "bad_column_twice.csv": "These columns stand in the file twice: name.",
    "bad_letters.csv": "We cannot read the letters of this file. In your spreadsheet, save it as"
    " “CSV UTF-8” or as XLSX.",
    "bad_utf16_without_mark.csv": "This is not a table. Please choose a CSV or XLSX file.",
    "bad_quote.csv": "A quotation mark in this file is opened and never closed, or stands inside a cell by"
    " itself.",
    "bad_quote_inside.csv": "A quotation mark in this file is opened and never closed, or stands inside a"
    " cell by itself.",
    "bad_picture.xlsx": "This is not a table. Please choose a CSV or XLSX file.",
    "bad_document.csv": "This is not a table. Please choose a CSV or XLSX file.",
    "bad_letter.docx": "This is not a table. Please choose a CSV or XLSX file.",
    "bad_old_excel.xls": "This is an old Excel file, or one with a password. Save it as XLSX without a"
    " password.",
    "bad_cut_short.xlsx": "This Excel file is damaged. Open it, save it anew as XLSX and try again.",
    "bad_too_wide.csv": "This file has too many columns: 60 at most.",
}


def sentence_for(content):
    with pytest.raises(Refused) as refused:
        read_table(content)
    assert refused.value.field == "file"
    return str(refused.value.message)


def names(table):
    return [line.cells[Column.NAME] for line in table.lines]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_its_own_sentence(name):
    assert sentence_for((FILES / name).read_bytes()) == BAD[name]


def test_every_bad_file_has_a_sentence():
    assert {path.name for path in FILES.glob("bad_*")} == set(BAD)


@pytest.mark.parametrize(
    "name", ["good.csv", "good_bom_semicolon.csv", "good_utf16_tabs.txt", "good_blank_rows.csv", "good.xlsx"]
)
def test_the_dialects_of_spreadsheets_say_the_same(name):
    assert names(read_table((FILES / name).read_bytes())) == TWO


def test_headers_and_values_may_be_in_urdu():
    table = read_table((FILES / "good_urdu.csv").read_bytes())

    assert [line.cells[Column.KIND] for line in table.lines] == ["جامعہ", "university"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them_and_blank_ones_at_the_end_are_ignored():
    table = read_table((FILES / "good_blank_rows.csv").read_bytes())

    assert ([line.number for line in table.lines], table.n_blank) == ([3, 6], 2)


def test_a_line_break_inside_a_cell_begins_no_row():
    table = read_table((FILES / "good.csv").read_bytes())

    assert (table.lines[0].cells[Column.ABOUT], table.lines[1].number) == (
        "Rooms, mentors\r\nand a laboratory",
        3,
    )


def test_columns_that_nobody_knows_are_named():
    assert read_table((FILES / "good_bom_semicolon.csv").read_bytes()).unknown == ["Remarks"]


def test_a_file_of_too_many_bytes_is_not_opened():
    assert sentence_for(HEAD + b"x" * MOST_BYTES).startswith("This file is too large")


def test_a_file_of_too_many_rows_is_cut_by_its_owner():
    row = b"A,incubator,public,Punjab\n"

    assert len(read_table(HEAD + row * MOST_ROWS).lines) == MOST_ROWS
    assert sentence_for(HEAD + row * (MOST_ROWS + 1)).startswith("This file has too many rows")


def test_a_file_of_blank_rows_ends():
    assert sentence_for(HEAD + b"\n" * (5 * MOST_ROWS)).startswith("This file has too many rows")


def archive(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return packed.getvalue()


def test_an_excel_file_that_unpacks_to_far_too_much_is_not_opened():
    bomb = archive(**{"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": bytes(20 << 20)})

    assert len(bomb) < MOST_BYTES
    assert sentence_for(bomb).startswith("This Excel file unpacks to far more than it should.")


def test_an_excel_file_of_too_many_parts_is_not_opened():
    parts = {f"xl/part{n}.xml": b"<w/>" for n in range(300)}

    assert sentence_for(archive(**parts)).startswith("This Excel file unpacks to far more than it should.")


def test_an_excel_file_with_entities_of_its_own_is_not_opened():
    trap = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaa">]><w>&a;</w>'

    assert sentence_for(archive(**{"xl/workbook.xml": trap})).startswith("This Excel file is damaged.")


def test_a_sheet_whose_rows_are_numbered_to_the_millions_ends():
    good = io.BytesIO((FILES / "good.xlsx").read_bytes())
    changed = io.BytesIO()
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                content = content.replace(b'<row r="4"', b'<row r="1048576"').replace(b'r="A4"', b"")
            new.writestr(entry, content)

    assert sentence_for(changed.getvalue()).startswith("This file has too many rows")
