"""What people read about files of organisations."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.refusals import message_of, register_messages
from incubators.enums import Column, ImportState, RowOutcome

# The first words are those of the template, which the sentences name; the others are understood as well.
COLUMN_HEADERS = {
    Column.NAME: ("name", "organisation", "organization", "organisation name", "organization name",
                  "name of the organisation", "نام", "ادارہ", "ادارے کا نام"),
    Column.NAME_UR: ("name in urdu", "name ur", "urdu name", "اردو نام", "اردو میں نام"),
    Column.KIND: ("kind", "type", "organisation type", "organization type", "قسم", "ادارے کی قسم"),
    Column.SECTOR: ("sector", "شعبہ", "سیکٹر"),
    Column.PLACE: ("place", "place in pakistan", "city", "district", "province", "territory", "location",
                   "مقام", "شہر", "ضلع", "صوبہ"),
    Column.WEBSITE: ("website", "web site", "url", "web", "ویب سائٹ"),
    Column.EMAIL_DOMAIN: ("e-mail domain", "email domain", "domain", "mail domain", "ای میل ڈومین", "ڈومین"),
    Column.ABOUT: ("about", "description", "what you do", "what they do", "تعارف", "تفصیل"),
    Column.OWNER_EMAIL: ("owner e-mail", "owner email", "owner's e-mail", "owner's email", "owner", "email",
                         "e-mail", "contact email", "contact e-mail", "مالک کی ای میل", "ای میل"),
}  # fmt: skip
# What the template writes beside the English header.
COLUMN_URDU = {
    Column.NAME: "نام",
    Column.NAME_UR: "اردو نام",
    Column.KIND: "قسم",
    Column.SECTOR: "شعبہ",
    Column.PLACE: "مقام",
    Column.WEBSITE: "ویب سائٹ",
    Column.EMAIL_DOMAIN: "ای میل ڈومین",
    Column.ABOUT: "تعارف",
    Column.OWNER_EMAIL: "مالک کی ای میل",
}
# Other words for kinds and sectors than the portal's own.
KIND_WORDS = {
    "incubation center": "incubator",
    "incubator": "incubator",
    "technology park": "science_park",
    "science park": "science_park",
    "research center": "research_centre",
    "research institute": "research_centre",
    "vocational center": "vocational",
    "vocational training centre": "vocational",
    "tech academy": "academy",
    "start-up": "company",
    "startup": "company",
    "ministry": "government",
    "embassy": "mission",
    "جامعہ": "university",
    "سفارت خانہ": "mission",
}
SECTOR_WORDS = {
    "government": "public",
    "academic": "academia",
    "ngo": "non_profit",
    "nonprofit": "non_profit",
}

ROW_OUTCOMES = {
    RowOutcome.NEW: _("new"),
    RowOutcome.EXISTS: _("there already"),
    RowOutcome.ERROR: _("to be corrected"),
    RowOutcome.WRITTEN: _("registered"),
    RowOutcome.TAKEN_BACK: _("taken back"),
}
ROW_TONES = {
    RowOutcome.NEW: "info",
    RowOutcome.EXISTS: "quiet",
    RowOutcome.ERROR: "bad",
    RowOutcome.WRITTEN: "good",
    RowOutcome.TAKEN_BACK: "quiet",
}
IMPORT_STATES = {
    ImportState.READ: _("read, not applied"),
    ImportState.APPLYING: _("being applied"),
    ImportState.APPLIED: _("applied"),
    ImportState.UNDOING: _("being undone"),
    ImportState.UNDONE: _("undone"),
}
IMPORT_TONES = {
    ImportState.READ: "info",
    ImportState.APPLYING: "waiting",
    ImportState.APPLIED: "good",
    ImportState.UNDOING: "waiting",
    ImportState.UNDONE: "quiet",
}
CELL_PROBLEMS = {
    "missing": _("is empty"),
    "too_long": _("is longer than %(most)s characters"),
    "formula": _("begins with a sign that spreadsheets run as a formula (= + - @)"),
    "kind": _("“%(value)s” is no kind that the portal knows; write one of: %(choices)s"),
    "sector": _("“%(value)s” is no sector that the portal knows; write one of: %(choices)s"),
    "place": _("“%(value)s” is no province, territory, district or city that the portal knows"),
    "place_many": _("“%(value)s” is the name of several places; write the code of one, such as %(choices)s"),
    "website": _("“%(value)s” is no address of a website"),
    "domain": _("“%(value)s” is no domain such as nust.edu.pk"),
    "free_mail": _("“%(value)s” is a free mail service; leave it empty instead"),
    "email": _("“%(value)s” is no e-mail address"),
    "twice": _("says the same as row %(row)s"),
}

register_messages(
    {
        "import_too_large": _("This file is too large: 5 MB at most. Please cut it into parts."),
        "import_empty": _("This file is empty. Download the template and fill it in."),
        "import_headers_only": _("This file has headers and no row below them."),
        "import_too_many": _("This file has too many rows: 5,000 at most. Please cut it into parts."),
        "import_too_wide": _("This file has too many columns: 60 at most."),
        "import_encoding": _(
            "We cannot read the letters of this file. In your spreadsheet, save it as “CSV UTF-8” or as XLSX."
        ),
        "import_not_table": _("This is not a table. Please choose a CSV or XLSX file."),
        "import_old_excel": _(
            "This is an old Excel file, or one with a password. Save it as XLSX without a password."
        ),
        "import_damaged_excel": _("This Excel file is damaged. Open it, save it anew as XLSX and try again."),
        "import_damaged_quotes": _(
            "A quotation mark in this file is opened and never closed, or stands inside a cell by itself."
        ),
        "import_bomb": _("This Excel file unpacks to far more than it should. Copy the cells to a new one."),
        "import_headers": _(
            "These columns are missing: %(missing)s. Expected in the first row: %(expected)s."
        ),
        "import_column_twice": _("These columns stand in the file twice: %(columns)s."),
        "import_nothing_new": _("No row of this file is new."),
        "import_own": _("This file gives an organisation to you. Please leave verifying it to a colleague."),
        "import_note": _("Please say how you verified them: it stands in the record of each."),
    }
)


def import_headers_words(missing: Iterable[Column], expected: Iterable[Column]) -> str:
    """One sentence with what is missing and what is expected."""
    return message_of("import_headers") % {"missing": _listed(missing), "expected": _listed(expected)}


def columns_in_words(code: str, columns: Iterable[Column]) -> str:
    return message_of(code) % {"columns": _listed(columns)}


def cell_words(problem: dict[str, Any]) -> str:
    """What is wrong in one cell: `column: sentence`."""
    header = COLUMN_HEADERS[Column(problem["column"])][0]
    return f"{header}: {CELL_PROBLEMS[problem['code']] % problem}"


def _listed(columns: Iterable[Column]) -> str:
    return ", ".join(COLUMN_HEADERS[column][0] for column in columns)
