"""Files for spreadsheets: no cell is ever a formula."""

import csv
import io

import pytest
from openpyxl import load_workbook

from common.sheets import SheetKind, harmless, written

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\n@A1",
    '=HYPERLINK("https://x.example")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_text_in_both_kinds_of_file(text):
    rows = [["Head"], [text]]

    lines = list(csv.reader(io.StringIO(written(SheetKind.CSV, "S", rows).decode("utf-8-sig"), newline="")))
    [_head, [cell]] = load_workbook(io.BytesIO(written(SheetKind.XLSX, "S", rows))).active.iter_rows()

    assert lines[1] == [f"'{text}"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


def test_numbers_urdu_and_quotes_arrive_as_they_are():
    row = ["کراچی", 'A "quoted", word', -5, None, "a\nb"]

    read = csv.reader(io.StringIO(written(SheetKind.CSV, "S", [row]).decode("utf-8-sig"), newline=""))
    [cells] = load_workbook(io.BytesIO(written(SheetKind.XLSX, "S", [row]))).active.iter_rows(
        values_only=True
    )

    assert list(read) == [["کراچی", 'A "quoted", word', "-5", "", "a\nb"]]
    assert cells == ("کراچی", 'A "quoted", word', -5, None, "a\nb")


def test_signs_that_no_sheet_may_hold_are_left_out():
    assert harmless("so\x00lar\x1b") == "solar"
    assert harmless("\x00=1") == "'=1"
    assert written(SheetKind.XLSX, "S", [["\x0b\x08"]])
