"""A snapshot: the experts of one moment as columns on disk, which runs pin and all workers map."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from common.models import ChangeFeed
from matching.adapter import files
from matching.adapter.copying import one_moment
from matching.adapter.extract import read_population
from matching.adapter.vocabulary import Vocabulary, current_vocabulary, open_vocabulary, vocabulary_for
from matching.engine.columns import Experts
from matching.engine.text import index

KEPT_GENERATIONS = 2
_XMIN = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
# Another database, a restored one, or rows that changed without a word in the feed: not the same experts.
_FINGERPRINT = """SELECT concat_ws('-', (SELECT oid FROM pg_database WHERE datname = current_database()),
    count(*), max(id), extract(epoch FROM max(changed_at))) FROM experts_expert"""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Columns and the tables behind their numbers. Rows are experts in ascending order of `ids`."""

    name: str
    ids: NDArray[np.int64]
    experts: Experts
    zones: tuple[str, ...]
    languages: tuple[str, ...]
    vocabulary: Vocabulary

    def rows_of(self, expert_ids: list[int]) -> NDArray[np.int32]:
        """Ascending rows of those experts who are in the snapshot."""
        rows = np.searchsorted(self.ids, np.array(sorted(set(expert_ids)), dtype=np.int64))
        rows = rows[rows < len(self.ids)]
        known = np.isin(self.ids[rows], np.array(expert_ids, dtype=np.int64))
        return rows[known].astype(np.int32)

    def language_number(self, code: str) -> int:
        """The number of a language in the columns; one that nobody speaks gets a number that nobody has."""
        primary = code.partition("-")[0].lower()
        return self.languages.index(primary) if primary in self.languages else len(self.languages)


def snapshots_root() -> Path:
    return Path(settings.DATA_DIR) / "snapshots"


def _vocabularies_root() -> Path:
    return Path(settings.DATA_DIR) / "vocabularies"


def fresh_snapshot(pinned: set[str]) -> Snapshot:
    """The current snapshot if no expert has changed since it was read, or a newly built one.

    `pinned` names snapshots that unfinished runs still need: they outlive their generation.
    """
    current = files.current_of(snapshots_root())
    if current is not None:
        try:
            manifest = files.read_manifest(current)
            if manifest.get("fingerprint") == _value_of(_FINGERPRINT) and not _changed_since(
                manifest["watermark"]
            ):
                return open_snapshot(current.name)
        except files.BrokenFiles:
            # Made by another version, or damaged: it is simply made anew.
            pass
    return _build(pinned)


def has_changed_since(name: str) -> bool:
    """Whether experts have changed that a pinned snapshot may not have seen; one that is gone has."""
    try:
        return _changed_since(files.read_manifest(snapshots_root() / name)["watermark"])
    except files.BrokenFiles:
        return True


def open_snapshot(name: str) -> Snapshot:
    """Map a pinned snapshot; raises files.BrokenFiles when it is gone, damaged or of another definition."""
    return _open(snapshots_root() / name)


@lru_cache(maxsize=2)
def _open(folder: Path) -> Snapshot:
    arrays, manifest = files.read_folder(folder)
    return Snapshot(
        name=folder.name,
        ids=arrays.pop("ids"),
        experts=files.unflatten(Experts, arrays),
        zones=tuple(manifest["zones"]),
        languages=tuple(manifest["languages"]),
        vocabulary=open_vocabulary(_vocabularies_root() / manifest["vocabulary"]),
    )


def _changed_since(watermark: int) -> bool:
    """Whether the change feed has rows that the snapshot may not have seen.

    The watermark is the oldest transaction that was still running when the snapshot was read: what it
    had not committed is at or above it.
    """
    return ChangeFeed.objects.filter(kind="expert", xid__gte=watermark).exists()


def _value_of(query: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def _build(pinned: set[str]) -> Snapshot:
    with one_moment():
        watermark, fingerprint = _value_of(_XMIN), _value_of(_FINGERPRINT)
        population = read_population()
    vocabulary = vocabulary_for(population, _vocabularies_root())
    experts = population.experts(index(population.works, vocabulary.epoch))
    arrays = {"ids": population.ids} | files.flatten("", experts)
    manifest = {
        "vocabulary": vocabulary.name,
        "zones": population.zones,
        "languages": population.languages,
    }
    digest = files.digest_of(arrays, manifest)
    facts = {"watermark": watermark, "fingerprint": fingerprint, "digest": digest}
    folder = snapshots_root() / f"snap-{watermark}-{digest[:16]}"
    files.write_folder(folder, arrays, manifest | facts)
    files.point_to(folder)
    _prune(pinned | {folder.name})
    return _open(folder)


def _prune(pinned: set[str]) -> None:
    """Keep two generations and whatever a run still needs, with the vocabularies that these refer to."""
    files.prune(snapshots_root(), KEPT_GENERATIONS, pinned)
    needed = set()
    for manifest in snapshots_root().glob(f"[!.]*/{files.MANIFEST}"):
        needed.add(json.loads(manifest.read_text())["vocabulary"])
    files.prune(_vocabularies_root(), 1, needed)


def snapshot_of_one(expert_id: int) -> Snapshot:
    """One expert's present columns under the current vocabulary: nothing is stored, nothing is stale."""
    with one_moment():
        population = read_population([expert_id])
    vocabulary = current_vocabulary(_vocabularies_root())
    experts = population.experts(index(population.works, vocabulary.epoch))
    return Snapshot("", population.ids, experts, population.zones, population.languages, vocabulary)
