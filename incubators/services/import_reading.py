"""A file of organisations is read, and each row is told apart: new, there already, or to be corrected."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from accounts.models import User
from common.free_mail import is_free_mail
from common.policies import require
from common.text import clean_line
from incubators.enums import Column, RowOutcome
from incubators.models import Organisation, OrganisationImport, OrganisationImportRow
from incubators.selectors.likeness import Registered
from incubators.selectors.organisation_words import Places, kind_of, sector_of
from incubators.selectors.words import DOMAIN
from incubators.services.organisation_files import NEEDED, Line, read_table
from taxonomy.models import Place

_LONGEST = {
    Column.NAME: 160,
    Column.NAME_UR: 160,
    Column.KIND: 80,
    Column.SECTOR: 80,
    Column.PLACE: 120,
    Column.WEBSITE: 200,
    Column.EMAIL_DOMAIN: 100,
    Column.ABOUT: 2000,
    Column.OWNER_EMAIL: 254,
}
_FORMULA = re.compile(r"[=+\-@\t]")
_is_website = URLValidator(schemes=["http", "https"])


def read_organisations(*, content: bytes, file_name: str, by: User, at: datetime) -> OrganisationImport:
    """Read a file and keep what it says until somebody decides; nothing is registered, nobody is told.

    Raises Denied, or Refused `import_…` on field `file` about the file as a whole.
    """
    require(by, "incubators.import_organisations")
    table = read_table(content)
    with transaction.atomic():
        batch = OrganisationImport.objects.create(
            file_name=clean_line(PurePath(file_name).name)[:120] or "file",
            by=by,
            at=at,
            n_blank=table.n_blank,
            unknown_columns=table.unknown,
        )
        OrganisationImportRow.objects.bulk_create(_rows(batch, table.lines), batch_size=500)
    return batch


def _rows(batch: OrganisationImport, lines: list[Line]) -> list[OrganisationImportRow]:
    reader, registered = _Reader(Places()), Registered.today()
    rows = [reader.read(batch, line) for line in lines]
    said: dict[int, int] = {}  # what an earlier row would register: that row's number
    for row in rows:
        if row.outcome != RowOutcome.NEW:
            continue
        would_be = Organisation(
            name=row.name,
            name_ur=row.cells["name_ur"],
            place=reader.place_of[row.number],
            email_domain=row.cells["email_domain"],
        )
        twin = registered.twin_of(would_be)
        if twin is None:
            registered.add(would_be)
            said[id(would_be)] = row.number
            continue
        row.owner_email = ""
        if twin.pk is None:
            row.outcome = RowOutcome.ERROR
            row.problems = [{"column": Column.NAME.value, "code": "twice", "row": said[id(twin)]}]
        else:
            row.outcome, row.twin = RowOutcome.EXISTS, twin
    return rows


class _Reader:
    """Checks cell by cell."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.place_of: dict[int, Place] = {}

    def read(self, batch: OrganisationImport, line: Line) -> OrganisationImportRow:
        problems: list[dict[str, Any]] = []
        cells: dict[str, str] = {}
        for column in Column:
            given = line.cells.get(column, "")
            value = given if column == Column.ABOUT else clean_line(given)
            problem = _shape_problem(column, value)
            if problem is None and value:
                value, problem = self._meaning(column, value, line.number)
            if problem is not None:
                problems.append({"column": column.value, **problem})
            cells[column.value] = value[: _LONGEST[column]]
        owner_email = cells.pop(Column.OWNER_EMAIL)
        return OrganisationImportRow(
            batch=batch,
            number=line.number,
            outcome=RowOutcome.ERROR if problems else RowOutcome.NEW,
            name=cells[Column.NAME],
            cells=cells,
            owner_email="" if problems else owner_email,
            problems=problems,
        )

    def _meaning(self, column: Column, value: str, number: int) -> tuple[str, dict[str, Any] | None]:
        """The value as the portal writes it, or what is wrong with it."""
        if column == Column.PLACE:
            found = self.places.named(value)
            if len(found) == 1:
                self.place_of[number] = found[0]
                return found[0].code, None
            codes = ", ".join(place.code for place in found[:5])
            return value, _wrong("place_many" if found else "place", value, choices=codes)
        return _MEANINGS[column](value) if column in _MEANINGS else (value, None)


def _shape_problem(column: Column, value: str) -> dict[str, Any] | None:
    if not value:
        return {"code": "missing"} if column in NEEDED else None
    if len(value) > _LONGEST[column]:
        return {"code": "too_long", "most": _LONGEST[column]}
    return {"code": "formula"} if _FORMULA.match(value) else None


def _wrong(code: str, value: str, **also: str) -> dict[str, Any]:
    return {"code": code, "value": value[:60], **also}


def _kind(value: str) -> tuple[str, dict[str, Any] | None]:
    found = kind_of(value)
    return (found.value, None) if found else (value, _wrong("kind", value))


def _sector(value: str) -> tuple[str, dict[str, Any] | None]:
    found = sector_of(value)
    return (found.value, None) if found else (value, _wrong("sector", value))


def _website(value: str) -> tuple[str, dict[str, Any] | None]:
    address = value if "://" in value else f"https://{value}"
    try:
        _is_website(address)
    except ValidationError:
        return value, _wrong("website", value)
    if len(address) > _LONGEST[Column.WEBSITE]:
        return value, {"code": "too_long", "most": _LONGEST[Column.WEBSITE]}
    return address, None


def _domain(value: str) -> tuple[str, dict[str, Any] | None]:
    domain = value.lower().rpartition("@")[2].removeprefix("www.")
    if not DOMAIN.fullmatch(domain):
        return value, _wrong("domain", value)
    return (value, _wrong("free_mail", value)) if is_free_mail(domain) else (domain, None)


def _email(value: str) -> tuple[str, dict[str, Any] | None]:
    try:
        validate_email(value)
    except ValidationError:
        return value, _wrong("email", value)
    return value.lower(), None


_MEANINGS: dict[Column, Callable[[str], tuple[str, dict[str, Any] | None]]] = {
    Column.KIND: _kind,
    Column.SECTOR: _sector,
    Column.WEBSITE: _website,
    Column.EMAIL_DOMAIN: _domain,
    Column.OWNER_EMAIL: _email,
}
