"""Files of organisations, in words: the list of them, and what is in one."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from common.sheets import harmless
from incubators.enums import Column, ImportState, OrganisationKind, RowOutcome, Sector
from incubators.labels import ORGANISATION_KINDS, SECTORS
from incubators.labels.imports import (
    COLUMN_HEADERS,
    COLUMN_URDU,
    IMPORT_STATES,
    IMPORT_TONES,
    ROW_OUTCOMES,
    ROW_TONES,
    cell_words,
)
from incubators.models import OrganisationImport, OrganisationImportRow
from incubators.selectors.words import name_of


@dataclass(frozen=True, slots=True)
class ImportLine:
    public_id: str
    file_name: str
    who: str
    at: datetime
    state: str
    tone: str
    n_rows: int
    n_written: int


@dataclass(frozen=True, slots=True)
class ImportRow:
    number: int
    name: str
    outcome: str
    tone: str
    problems: list[str]
    about: str  # whose name and address it is about: the twin or the one written
    public_id: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    batch: OrganisationImport
    state: str
    tone: str
    n_rows: int
    n_new: int
    n_exists: int
    n_errors: int
    n_written: int
    n_taken_back: int
    n_owners: int
    n_done: int  # of those that the workers have to do
    n_to_do: int
    is_read: bool
    is_working: bool
    is_applied: bool
    is_undone: bool
    unknown: str


def with_counts(imports: QuerySet[OrganisationImport]) -> QuerySet[OrganisationImport]:
    """Each file with how many rows it had and how many were registered."""
    written = Q(rows__outcome__in=(RowOutcome.WRITTEN, RowOutcome.TAKEN_BACK))
    return imports.annotate(n_rows=Count("rows"), n_written=Count("rows", filter=written))


def import_lines(batches: Iterable[OrganisationImport]) -> list[ImportLine]:
    """Files of one page, loaded `with_counts` and with whoever brought them."""
    return [
        ImportLine(
            public_id=batch.public_id,
            file_name=batch.file_name,
            who=batch.by.get_full_name(),
            at=batch.at,
            state=str(IMPORT_STATES[batch.state]),
            tone=IMPORT_TONES[batch.state],
            n_rows=batch.n_rows,
            n_written=batch.n_written,
        )
        for batch in batches
    ]


def import_page(batch: OrganisationImport) -> ImportPage:
    counted = batch.rows.values_list("outcome").annotate(n=Count("pk")).order_by("outcome")
    n = dict.fromkeys(RowOutcome, 0) | {RowOutcome(outcome): count for outcome, count in counted}
    n_written, state = n[RowOutcome.WRITTEN], batch.state
    if state == ImportState.UNDOING:
        n_done, n_to_do = n[RowOutcome.TAKEN_BACK], n[RowOutcome.TAKEN_BACK] + n_written
    else:
        n_done, n_to_do = n_written, n_written + n[RowOutcome.NEW]
    return ImportPage(
        batch=batch,
        state=str(IMPORT_STATES[state]),
        tone=IMPORT_TONES[state],
        n_rows=sum(n.values()),
        n_new=n[RowOutcome.NEW],
        n_exists=n[RowOutcome.EXISTS],
        n_errors=n[RowOutcome.ERROR],
        n_written=n_written,
        n_taken_back=n[RowOutcome.TAKEN_BACK],
        n_owners=batch.rows.exclude(owner_email="").count(),
        n_done=n_done,
        n_to_do=n_to_do,
        is_read=state == ImportState.READ,
        is_working=state in (ImportState.APPLYING, ImportState.UNDOING),
        is_applied=state == ImportState.APPLIED,
        is_undone=state == ImportState.UNDONE,
        unknown=", ".join(batch.unknown_columns),
    )


def import_rows(rows: Iterable[OrganisationImportRow]) -> list[ImportRow]:
    """Rows of one page, loaded with `twin` and `organisation`."""
    found = []
    for row in rows:
        outcome = RowOutcome(row.outcome)
        about = row.organisation or row.twin
        found.append(
            ImportRow(
                number=row.number,
                name=row.name,
                outcome=str(ROW_OUTCOMES[outcome]),
                tone=ROW_TONES[outcome],
                problems=[cell_words(_with_choices(problem)) for problem in row.problems],
                about=name_of(about) if about else "",
                public_id=about.public_id if about else "",
            )
        )
    return found


def report_of(batch: OrganisationImport) -> str:
    """All rows as CSV for a spreadsheet, in the reader's language; no cell is run as a formula."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["row", "name", "outcome", "problems"])
    for row in import_rows(batch.rows.select_related("twin", "organisation").order_by("number")):
        table.writerow([row.number, *map(harmless, (row.name, row.outcome, "; ".join(row.problems)))])
    return out.getvalue()


def template_file() -> str:
    """The headers in both languages, and one row that shows what is meant."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow([f"{COLUMN_HEADERS[column][0]} | {COLUMN_URDU[column]}" for column in Column])
    example = {
        Column.NAME: "Example Incubation Centre",
        Column.NAME_UR: "مثالی انکیوبیشن سینٹر",
        Column.KIND: str(ORGANISATION_KINDS[OrganisationKind.INCUBATOR]),
        Column.SECTOR: str(SECTORS[Sector.PUBLIC]),
        Column.PLACE: "PK-PB",
        Column.WEBSITE: "https://centre.example",
        Column.EMAIL_DOMAIN: "centre.example",
        Column.OWNER_EMAIL: "head@centre.example",
    }
    table.writerow([example.get(column, "") for column in Column])
    return out.getvalue()


def _with_choices(problem: dict) -> dict:
    """The words that are understood, in the reader's language, beside the word that is not."""
    labels = {"kind": ORGANISATION_KINDS, "sector": SECTORS}.get(problem["code"])
    return problem | {"choices": ", ".join(str(label) for label in labels.values())} if labels else problem
