"""Profiles packed for the engine when they are saved, so that a snapshot is one binary COPY.

A packed row holds what takes work to read, as little-endian words of 32 bits: how many windows, commitments,
languages and skills follow, the bits of themes, categories and provinces, the records, and the texts as the
engine's packed terms. It is a cache: its *basis* names everything but the profile that it was made from, its
watermark and the profile's own time of change tell whether a later change may be missing. A row that does not
fit is passed over and made anew, never trusted.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray
from psycopg2.extras import execute_values

from matching.adapter import queries
from matching.adapter.copying import copy_led, copy_texts, one_moment
from matching.adapter.extract import Tables, Who, known_zones, of_words, read_population, scalars
from matching.adapter.vocabulary import Vocabulary
from matching.engine import columns
from matching.engine.csr import pointers
from matching.engine.spec import spec_hash
from matching.engine.text import TextIndex, index

PACKING = 2
"""Raised when the layout of a packed row changes."""
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
_WORD = 4
_HEAD = len(_RECORDS) + 2 * len(_BITS)
"""Words before the records: a count for each kind, two words of bits for each set."""
# What packed rows depend on besides the profile and the vocabulary.
_AROUND = (
    "SELECT id, broader_id FROM taxonomy_skill ORDER BY id",
    "SELECT skill_id, text FROM taxonomy_skillalias ORDER BY skill_id, folded",
    "SELECT id, position FROM taxonomy_theme ORDER BY id",
    "SELECT id, parent_id, position FROM taxonomy_place ORDER BY id",
)


@dataclass(frozen=True, slots=True)
class Packed:
    """Experts read from their packed rows, ids ascending; `left_out` have none that fits."""

    ids: NDArray[np.int64]
    experts: columns.Experts
    tables: Tables
    left_out: list[int]


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
        watermark = value_of(queries.XMIN)
        population = read_population(who)
        times = copy_texts(who.query(queries.CHANGED_AT), who.parameters())
    experts = population.experts(index(population.works, vocabulary.epoch))
    rows = [
        (expert_id, basis, changed_at, watermark, words)
        for expert_id, [changed_at], words in zip(
            population.ids.tolist(), times, _packed_words(experts, population.tables), strict=True
        )
    ]
    if rows:
        with connection.cursor() as cursor:
            execute_values(cursor.cursor, queries.STORE_PACKED, rows, page_size=500)


def _packed_words(experts: columns.Experts, tables: Tables) -> list[bytes]:
    """One packed row for each expert."""
    counts = np.stack([np.diff(getattr(experts, name).ptr) for name in _RECORDS], axis=1).astype("<u4")
    bits = np.stack([getattr(experts, name) for name in _BITS], axis=1).astype("<u8").view("<u4")
    head = np.concatenate([counts, bits], axis=1)
    parts = [_records(experts, name, tables) for name in _RECORDS]
    parts.append((experts.texts.ptr, experts.texts.packed.astype("<u4")))
    return [
        b"".join([head[at].tobytes(), *(flat[ptr[at] : ptr[at + 1]].tobytes() for ptr, flat in parts)])
        for at in range(len(experts))
    ]


def _records(experts: columns.Experts, name: str, tables: Tables) -> tuple[NDArray[np.int64], NDArray]:
    """Pointers (n+1,) into the records (r, fields) of a ragged part."""
    part = getattr(experts, name)
    flat = {field: getattr(part, field).astype("<i4") for field in _RECORDS[name]}
    if name == "languages":
        flat["code"] = np.array(tables.languages, dtype="<i4")[part.code]
    return part.ptr, np.stack(list(flat.values()), axis=1)


def read_packed(who: Who, basis: str, tables: Tables | None = None) -> Packed:
    """The experts whose packed row is of this basis and up to date; `tables` grow by what they lack."""
    tables = known_zones(who, tables or Tables())
    parameters = who.parameters(zones=list(tables.zones), basis=basis, **of_words())
    people, packed = copy_led(who.query(queries.PACKED), queries.PACKED_FIELDS, parameters)
    # In no order: sorting such wide rows takes PostgreSQL longer than finding them.
    order = np.argsort(people["id"], kind="stable")
    fits = people["fits"][order] == 1
    left_out = people["id"][order[~fits]].tolist()
    people, packed = people[order[fits]], packed.take(order[fits])
    length = packed.length
    head = np.full(len(people), _HEAD * _WORD)
    heads = packed.cut(head * 0, head, "<u4").reshape(-1, _HEAD)
    n_records = heads[:, : len(_RECORDS)].astype(np.int64)
    n_words = n_records * [len(fields) for fields in _RECORDS.values()]
    starts = pointers(n_words.ravel())[:-1].reshape(n_words.shape)
    records_end = head + n_words.sum(axis=1) * _WORD
    words = packed.cut(head, records_end, "<i4")
    bits = np.ascontiguousarray(heads[:, len(_RECORDS) :]).view("<u8").astype(np.uint64)
    found = scalars(people) | {name: bits[:, at].copy() for at, name in enumerate(_BITS)}
    for at, (name, fields) in enumerate(_RECORDS.items()):
        first = _places(starts[:, at], n_records[:, at], len(fields))
        values = {field: words[first + column] for column, field in enumerate(fields)}
        if name == "languages":
            tables = tables.with_languages(np.unique(values["code"]).tolist())
            values["code"] = tables.language_codes(values["code"])
        narrow = {field: value.astype(_NARROW.get(field, np.int32)) for field, value in values.items()}
        found[name] = _KINDS[name](pointers(n_records[:, at]), **narrow)
    terms = packed.cut(records_end, length, "<u4").astype(np.uint32, copy=False)
    texts = TextIndex(pointers((length - records_end) // _WORD), terms)
    return Packed(people["id"].astype(np.int64), columns.Experts(**found, texts=texts), tables, left_out)


def _places(starts: NDArray, counts: NDArray, size: int) -> NDArray[np.int64]:
    """Where each record begins: so many of one size, one after the other, from each start."""
    before = np.cumsum(counts) - counts
    return np.arange(counts.sum()) * size + np.repeat(starts - before * size, counts)


def value_of(query: str, parameters: Sequence[Any] = ()) -> Any:
    """The one value of a query of one row."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()[0]
