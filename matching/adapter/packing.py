"""Profiles packed for the engine when they are saved, so that a snapshot is a few binary COPYs.

A packed row holds what takes work to read: ragged facts as little-endian int32 records and texts as the
engine's packed terms. It is a cache: its *basis* names everything but the profile that it was made from, its
watermark and the profile's own time of change tell whether a later change may be missing. A row that does not
fit is passed over and made anew, never trusted.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg2.extras import execute_values

from matching.adapter import queries
from matching.adapter.copying import copy_blob, copy_rows, copy_texts, one_moment
from matching.adapter.extract import Tables, Who, known_zones, of_words, read_population, scalars
from matching.adapter.vocabulary import Vocabulary
from matching.engine import columns
from matching.engine.csr import pointers
from matching.engine.spec import spec_hash
from matching.engine.text import TextIndex, index

PACKING = 1
"""Raised when the layout of a packed row changes."""
XMIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
_RECORDS = {
    "windows": ("start", "end", "hours", "modes"),
    "commitments": ("start", "end", "hours"),
    "languages": ("code", "level"),
    "skills": ("skill", "level", "years", "last_used"),
}
_KINDS = {
    "windows": columns.Windows,
    "commitments": columns.Commitments,
    "languages": columns.Languages,
    "skills": columns.Skills,
}
_NARROW = {
    "hours": np.int16, "modes": np.uint8, "code": np.int16, "level": np.int8, "years": np.int8,
    "last_used": np.int16,
}  # fmt: skip
_BITS = ("themes", "categories", "provinces")
# What packed rows depend on besides the profile and the vocabulary.
_AROUND = (
    "SELECT id, broader_id FROM taxonomy_skill ORDER BY id",
    "SELECT skill_id, text FROM taxonomy_skillalias ORDER BY skill_id, folded",
    "SELECT id, position FROM taxonomy_theme ORDER BY id",
    "SELECT id, parent_id, position FROM taxonomy_place ORDER BY id",
)


def basis_of(vocabulary: Vocabulary) -> str:
    """Name of everything but the profile that a packed row is made from, 16 hexadecimal digits."""
    parts: list[Any] = [PACKING, spec_hash(), vocabulary.name, of_words()]
    parts += [copy_texts(query, {}) for query in _AROUND]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def unpacked(who: Who, basis: str) -> list[int]:
    """Those of these experts whose packed row is missing, of another basis, or perhaps out of date."""
    return who.integers(queries.UNPACKED, ("id",), basis=basis)["id"].tolist()


def pack(expert_ids: Sequence[int], vocabulary: Vocabulary, basis: str) -> None:
    """Store packed rows of these experts as they are now; doing it twice changes nothing."""
    who = Who(ids=expert_ids)
    with one_moment():
        watermark = value_of(XMIN)
        population = read_population(who)
        changed_at = copy_texts(
            who.query("SELECT e.changed_at FROM population e ORDER BY e.id"), who.parameters()
        )
    experts = population.experts(index(population.works, vocabulary.epoch))
    blobs = [_records(experts, name, population.tables) for name in _RECORDS]
    blobs.append((experts.texts.ptr * 4, experts.texts.packed.astype("<u4").tobytes()))
    bits = [getattr(experts, name).view(np.int64).tolist() for name in _BITS]
    rows = [
        (
            expert_id, basis, changed_at[at][0], watermark,
            *(column[at] for column in bits),
            *(flat[ptr[at] : ptr[at + 1]] for ptr, flat in blobs),
        )
        for at, expert_id in enumerate(population.ids.tolist())
    ]  # fmt: skip
    if rows:
        with connection.cursor() as cursor:
            execute_values(cursor.cursor, queries.STORE_PACKED, rows, page_size=500)


def _records(experts: columns.Experts, name: str, tables: Tables) -> tuple[NDArray[np.int64], bytes]:
    """Byte pointers (n+1,) and the bytes of a ragged part."""
    part = getattr(experts, name)
    flat = {field: getattr(part, field).astype("<i4") for field in _RECORDS[name]}
    if name == "languages":
        flat["code"] = np.array(tables.languages, dtype="<i4")[part.code]
    return part.ptr * 4 * len(flat), np.stack(list(flat.values()), axis=1).tobytes()


def read_packed(who: Who, tables: Tables | None = None) -> tuple[NDArray[np.int64], columns.Experts, Tables]:
    """Ids and columns of experts who all have a packed row that fits; `tables` grow by what they lack."""
    tables = known_zones(who, tables or Tables())
    parameters = who.parameters(zones=list(tables.zones), **of_words())
    people = copy_rows(who.query(queries.PACKED), queries.PACKED_FIELDS, parameters)
    parts = {}
    for name, fields in _RECORDS.items():
        counts = people[f"n_{name}"].astype(np.int64)
        flat = np.frombuffer(_blob(who, name, counts * 4 * len(fields)), "<i4").reshape(-1, len(fields))
        values = {field: flat[:, at] for at, field in enumerate(fields)}
        if name == "languages":
            tables = tables.with_languages(np.unique(values["code"]).tolist())
            values["code"] = tables.language_codes(values["code"])
        narrow = {field: value.astype(_NARROW.get(field, np.int32)) for field, value in values.items()}
        parts[name] = _KINDS[name](pointers(counts), **narrow)
    counts = people["n_terms"].astype(np.int64)
    terms = np.frombuffer(_blob(who, "terms", counts * 4), "<u4").astype(np.uint32, copy=False)
    found = scalars(people) | parts | {name: people[name].view(np.uint64).copy() for name in _BITS}
    return (
        people["id"].astype(np.int64),
        columns.Experts(**found, texts=TextIndex(pointers(counts), terms)),
        tables,
    )


def _blob(who: Who, column: str, lengths: NDArray[np.int64]) -> memoryview:
    return copy_blob(who.query(queries.PACKED_BYTES.format(column=column)), lengths, who.parameters())


def value_of(query: str, parameters: Sequence[Any] = ()) -> Any:
    """The one value of a query of one row."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]
