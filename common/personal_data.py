"""The register of what is held about people: its part of the export, and what erasure does to it.

Each app names its own relations in `services/personal_data.py`; a test walks all models and fails on a
relation to a person that nobody named (docs/adr/0022).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from common.models import StoredFile
from common.privacy import DataClass


class Erase(StrEnum):
    DELETE = "delete"  # the rows go
    EMPTY = "empty"  # the rows stay without the person's words: `empties`, or code of the app
    KEEP = "keep"  # the rows stay as they are: `why`


@dataclass(frozen=True, slots=True)
class Person:
    """An account and, where there is one, its profile."""

    user: Any
    expert: Any = None

    @classmethod
    def of(cls, user: Any) -> "Person":
        return cls(user, getattr(user, "expert", None))


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of thing: a file of the export and a line of the page that says what is held.

    `url_name` and `fragment` are where its values are read, `kept` how long it stays, in words.
    """

    name: str
    label: Any
    kept: Any
    url_name: str = ""
    fragment: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One relation that leads to a person, `app.Model.path`; a model without such a path is named alone.

    Without a `part` it is not exported, and `why` says so. Columns of the class "secret" never leave; `only`
    names the columns of a library's model, `leaves_out` those that are about somebody else.
    """

    relation: str
    erase: Erase
    part: str = ""
    why: str = ""
    empties: Mapping[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    leaves_out: tuple[str, ...] = ()

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(*self.relation.split(".")[:2])

    @property
    def path(self) -> str:
        return self.relation.split(".", 2)[2] if self.relation.count(".") == 2 else ""

    def rows(self, person: Person) -> models.QuerySet:
        """The rows of this relation that lead to a person."""
        value = person.user if self._leads_to_the_account() else person.expert
        rows = self.model._default_manager.all()
        return rows.none() if value is None or not self.path else rows.filter(**{self.path: value})

    def _leads_to_the_account(self) -> bool:
        model: Any = self.model
        for name in self.path.split("__") if self.path else ():
            model = model._meta.get_field(name).related_model
        return bool(model._meta.label == settings.AUTH_USER_MODEL)


PARTS: dict[str, Part] = {}
HELD: list[Held] = []
EXPORTERS: dict[str, Callable[[Person], Any]] = {}
ERASERS: list[Callable[..., None]] = []
BLOCKERS: list[Callable[[Person], list[str]]] = []
CONSEQUENCES: list[Callable[[Person], list[str]]] = []
FILES: list[Callable[[Person], Iterable[StoredFile]]] = []


def holds(*rows: Part | Held) -> None:
    """Add parts and relations of an app to the register."""
    for row in rows:
        if isinstance(row, Part):
            PARTS[row.name] = row
        else:
            HELD.append(row)


def exporter(part: str) -> Callable[[Callable[[Person], Any]], Callable[[Person], Any]]:
    """Register what stands in a part where its rows as they are would say too much or too little."""

    def register(function: Callable[[Person], Any]) -> Callable[[Person], Any]:
        EXPORTERS[part] = function
        return function

    return register


def eraser(function: Callable[..., None]) -> Callable[..., None]:
    """Register what an app does when a person is erased: `(person, *, at)`. Higher apps are asked first."""
    ERASERS.append(function)
    return function


def blocker(function: Callable[[Person], list[str]]) -> Callable[[Person], list[str]]:
    """Register what has to be settled before an account can be erased: codes of refusals."""
    BLOCKERS.append(function)
    return function


def consequence(function: Callable[[Person], list[str]]) -> Callable[[Person], list[str]]:
    """Register sentences about what an erasure will do to this very person's affairs."""
    CONSEQUENCES.append(function)
    return function


def files(function: Callable[[Person], Iterable[StoredFile]]) -> Callable[[Person], Iterable[StoredFile]]:
    """Register which kept files are the person's own: they are taken along as they were handed in."""
    FILES.append(function)
    return function


def files_of(person: Person) -> list[StoredFile]:
    return [file for function in FILES for file in function(person)]


def blocked_by(person: Person) -> list[str]:
    return [code for ask in BLOCKERS for code in ask(person)]


def consequences_of(person: Person) -> list[str]:
    return [sentence for ask in CONSEQUENCES for sentence in ask(person)]


def counts_of(person: Person) -> dict[str, int]:
    """How many rows each part has, in one query over all relations."""
    counted = [held for held in HELD if held.part and held.path]
    counts = {name: 0 for name in PARTS if any(held.part == name for held in counted)}
    queries = [
        held.rows(person).order_by().values(held_at=models.Value(at)).annotate(n_held=models.Count("pk"))
        for at, held in enumerate(counted)
    ]
    for row in queries[0].union(*queries[1:], all=True):
        counts[counted[row["held_at"]].part] += row["n_held"]
    return counts


def documents_of(person: Person) -> Iterator[tuple[Part, Any]]:
    """Everything that is exported of a person, part by part, as plain values."""
    for part in PARTS.values():
        if part.name in EXPORTERS:
            yield part, EXPORTERS[part.name](person)
            continue
        held = [one for one in HELD if one.part == part.name]
        found = {one.model._meta.model_name: exported_rows(one, person) for one in held}
        yield part, next(iter(found.values())) if len(found) == 1 else found


def exported_rows(held: Held, person: Person) -> list[dict[str, Any]]:
    """The rows of one relation as plain values, without secrets and without other people."""
    fields = [one for one in held.model._meta.concrete_fields if _is_exported(held, one)]
    related = [one.name for one in fields if one.is_relation]
    rows = held.rows(person).select_related(*related).order_by("pk")
    return [{one.name: _plain(row, one) for one in fields} for row in rows]


def erase(person: Person, *, at: datetime) -> None:
    """Remove a person from everything that is registered; the caller holds the transaction.

    Apps act first, the highest first, so that locks are taken in the order of its services; then rows go.
    """
    for act in reversed(ERASERS):
        act(person, at=at)
    for held in HELD:
        if held.empties:
            held.rows(person).update(**held.empties)
    for held in HELD:
        if held.erase == Erase.DELETE:
            held.rows(person).delete()


def _is_exported(held: Held, column: models.Field) -> bool:
    if held.only:
        return column.name in held.only
    if column.primary_key or column.name in held.leaves_out:
        return False
    leads_to_people = column.is_relation and column.related_model._meta.label in _PEOPLE
    return not leads_to_people and held.model.privacy.get(column.name) != DataClass.SECRET


_PEOPLE = (settings.AUTH_USER_MODEL, "experts.Expert")


def _plain(row: models.Model, column: models.Field) -> Any:
    """A value as it is; of another row what it is called."""
    if not column.is_relation:
        return getattr(row, column.name)
    other = getattr(row, column.name)
    if other is None:
        return None
    keys = ("public_id", "slug", "code")
    key = next((getattr(other, name) for name in keys if hasattr(other, name)), None)
    return str(other) if key in (None, str(other)) else {"id": key, "name": str(other)}
