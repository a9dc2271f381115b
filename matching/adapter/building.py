"""Snapshots kept fresh: a delta when few experts have changed, a new base when many have.

A base is built from packed profiles; those that are not packed in time, or changed while it was read, go
into a delta at once. What has changed since a base is everything that the feed names at or above its
watermark, the oldest transaction that was still running when it was read: what that one had not committed
stands there. Profiles that changed without a word in the feed show by their time of change, and people who
are gone by their number: then the delta would be wrong, and everything is read anew.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.utils import timezone

from common.models import ChangeFeed
from matching.adapter import files, queries
from matching.adapter.copying import copy_integers, one_moment
from matching.adapter.extract import Tables, Who, read_population
from matching.adapter.generations import keep_only, publish
from matching.adapter.packing import basis_of, pack, read_packed, unpacked, value_of
from matching.adapter.snapshot import (
    Snapshot,
    open_snapshot,
    snapshots_root,
    vocabularies_root,
    write_snapshot,
)
from matching.adapter.vocabulary import Vocabulary, current_vocabulary, open_vocabulary, vocabulary_for
from matching.engine.columns import Experts
from matching.engine.text import index

FOLD_AT = 50
"""A delta holds at most one expert in this many of its base."""
RENEW_AFTER = timedelta(hours=20)
"""No base lives longer once anybody has changed: what it holds of a person who is gone goes within a day."""
PACKING_SECONDS = 10.0
PACKED_AT_A_TIME = 200


class StillPacking(Exception):
    """More profiles have to be packed than one go allows; what is packed is stored."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a population is read: the oldest open transaction, and the table as a whole."""

    watermark: int
    fingerprint: dict[str, Any]

    @classmethod
    def now(cls) -> "_Moment":
        return cls(value_of(queries.XMIN), json.loads(value_of(queries.FINGERPRINT)))

    def continues(self, manifest: dict[str, Any]) -> bool:
        """Whether a snapshot is of this database and not of one from which it was restored."""
        same = self.fingerprint["database"] == manifest["fingerprint"]["database"]
        return same and manifest["watermark"] <= self.watermark


def fresh_snapshot(pinned: set[str], *, seconds: float = PACKING_SECONDS) -> Snapshot:
    """The current snapshot if no expert has changed since it was read; else it with a delta, or a new base.

    `pinned` names snapshots that unfinished runs still need: they outlive their generation. While profiles
    for a new base are being packed, a delta may grow beyond its usual size.
    Raises StillPacking when packing takes longer than `seconds` and no delta would do.
    """
    return _once_more(lambda: _fresh(pinned, seconds))


def _once_more(build: Callable[[], Snapshot]) -> Snapshot:
    """Build again where somebody's erasure took away what was built, or another builder was quicker."""
    try:
        return build()
    except files.BrokenFiles:
        return build()


def _fresh(pinned: set[str], seconds: float) -> Snapshot:
    current = _current()
    if current is None:
        return new_base(pinned, seconds)
    folder, manifest = current
    if _is_fresh(manifest):
        try:
            return open_snapshot(folder.name)
        except files.BrokenFiles:
            return new_base(pinned, seconds)
    base_name = manifest["base"] or folder.name
    name = _delta_on(base_name, fold_at=FOLD_AT)
    if name is None:
        try:
            return new_base(pinned, seconds)
        except StillPacking:
            name = _delta_on(base_name, fold_at=1)
            if name is None:
                raise
            return replace(publish(name, pinned), is_overdue=True)
    return publish(name, pinned)


def renew(pinned: set[str], at: datetime, *, seconds: float = PACKING_SECONDS) -> None:
    """Leave no generation that is older than a day and may hold somebody who has changed or gone since.

    Raises StillPacking as `fresh_snapshot`.
    """
    current = _current()
    if current is not None:
        folder, manifest = current
        if _is_old(folder.name, at) and (manifest["base"] or not _is_fresh(manifest)):
            _once_more(lambda: new_base(pinned, seconds))
    young = {name for name in files.generations(snapshots_root()) if not _is_old(name, at)}
    keep_only(young | pinned)


def forget(pinned: set[str], *, seconds: float = PACKING_SECONDS) -> None:
    """Read everybody anew and keep no older generation, but for those that unfinished runs need.

    Raises StillPacking as `fresh_snapshot`.
    """
    keep_only({_once_more(lambda: new_base(pinned, seconds)).name} | pinned)


def _is_old(name: str, at: datetime) -> bool:
    """Whether a snapshot, or the base under it, was made too long ago."""
    known = files.generations(snapshots_root())
    manifest = known.get(name, {})
    base = known.get(manifest.get("base", ""), manifest)
    return "made_at" not in base or _age(base, at) >= RENEW_AFTER


def has_changed_since(name: str) -> bool:
    """Whether experts have changed that a pinned snapshot may not have seen; one that is gone has."""
    try:
        return _changed_since(files.read_manifest(snapshots_root() / name)["watermark"])
    except files.BrokenFiles:
        return True


def _current() -> tuple[Path, dict[str, Any]] | None:
    """The current folder and its manifest, if it is of this definition."""
    folder = files.current_of(snapshots_root())
    if folder is None:
        return None
    try:
        return folder, files.read_manifest(folder)
    except files.BrokenFiles:
        # Made by another version, or damaged: it is simply made anew.
        return None


def _is_fresh(manifest: dict[str, Any]) -> bool:
    moment = _Moment.now()
    same = manifest["fingerprint"] == moment.fingerprint and moment.continues(manifest)
    return same and not _changed_since(manifest["watermark"]) and manifest["basis"] == _basis(manifest)


def _changed_since(watermark: int) -> bool:
    return ChangeFeed.objects.filter(kind="expert", xid__gte=watermark).exists()


def _basis(manifest: dict[str, Any]) -> str | None:
    """What packed rows would be made with under a snapshot's vocabulary now; none if that is damaged."""
    try:
        return basis_of(open_vocabulary(vocabularies_root() / manifest["vocabulary"]))
    except files.BrokenFiles:
        return None


def _age(manifest: dict[str, Any], at: datetime) -> timedelta:
    return at - datetime.fromisoformat(manifest["made_at"])


def _delta_on(base_name: str, *, fold_at: int) -> str | None:
    """Write what has changed since a base as a delta; none where a new base is due instead."""
    try:
        base = open_snapshot(base_name)
        manifest = files.read_manifest(snapshots_root() / base_name)
    except files.BrokenFiles:
        return None
    is_old = _age(manifest, timezone.now()) >= RENEW_AFTER
    if manifest["basis"] != basis_of(base.vocabulary) or (is_old and fold_at > 1):
        return None
    _pack_loose(base.vocabulary, manifest)
    with one_moment():
        moment = _Moment.now()
        if not moment.continues(manifest):
            return None
        changed = _changed_ids(manifest)
        if len(changed) * fold_at > len(base.ids):
            return None
        return _write_delta(base, manifest["basis"], changed, moment)


def _pack_loose(vocabulary: Vocabulary, manifest: dict[str, Any]) -> None:
    """Store what the delta needs, so that the next one finds it; not under a vocabulary that is going."""
    if vocabulary.name == current_vocabulary(vocabularies_root()).name:
        loose = unpacked(Who(ids=_changed_ids(manifest)), manifest["basis"])
        if len(loose) <= PACKED_AT_A_TIME:
            pack(loose, vocabulary, manifest["basis"])


def _changed_ids(manifest: dict[str, Any]) -> list[int]:
    seen = manifest["fingerprint"] | {"watermark": manifest["watermark"], "left_out": manifest["left_out"]}
    return copy_integers(queries.CHANGED, ("id",), seen)["id"].tolist()


def _write_delta(base: Snapshot, basis: str, changed: Sequence[int], moment: _Moment) -> str | None:
    """A delta of these experts as they are in this moment; none if others must be gone from the base."""
    ids, experts, tables = _read(changed, base.vocabulary, basis, base.tables)
    dead = np.flatnonzero(np.isin(base.ids, np.array(changed, dtype=np.int64)))
    if len(base.ids) - len(dead) + len(ids) != moment.fingerprint["n"]:
        return None
    manifest = _manifest(base.vocabulary, tables, base=base.name)
    return write_snapshot(moment.watermark, ids, experts, dead, manifest, _facts(moment, basis))


def _read(
    expert_ids: Sequence[int], vocabulary: Vocabulary, basis: str, tables: Tables
) -> tuple[np.ndarray, Experts, Tables]:
    """Experts from their packed rows where these fit, else from their profiles. Ids ascending."""
    packed = read_packed(Who(ids=expert_ids), basis, tables)
    rest = read_population(Who(ids=packed.left_out), packed.tables)
    experts = Experts.joined([packed.experts, rest.experts(index(rest.works, vocabulary.epoch))])
    ids = np.concatenate([packed.ids, rest.ids])
    order = np.argsort(ids)
    return ids[order], experts.take(order), rest.tables


def new_base(pinned: set[str], seconds: float = PACKING_SECONDS) -> Snapshot:
    """Read everybody anew and make that the current snapshot. Raises StillPacking as `fresh_snapshot`."""
    with one_moment():
        vocabulary = vocabulary_for(vocabularies_root())
    basis = basis_of(vocabulary)
    _pack_everybody(vocabulary, basis, seconds)
    with one_moment():
        moment = _Moment.now()
        packed = read_packed(Who(), basis)
        manifest = _manifest(vocabulary, packed.tables, base="")
        facts = _facts(moment, basis) | {"left_out": packed.left_out}
        nobody = np.zeros(0, np.int64)
        name = write_snapshot(moment.watermark, packed.ids, packed.experts, nobody, manifest, facts)
        if packed.left_out:
            name = _write_delta(open_snapshot(name), basis, packed.left_out, moment) or name
    return publish(name, pinned)


def _pack_everybody(vocabulary: Vocabulary, basis: str, seconds: float) -> None:
    """Pack whoever is not packed, a block at a time, each stored at once. Raises StillPacking."""
    ends = time.monotonic() + seconds
    waiting = unpacked(Who(), basis)
    for first in range(0, len(waiting), PACKED_AT_A_TIME):
        pack(waiting[first : first + PACKED_AT_A_TIME], vocabulary, basis)
        n_left = len(waiting) - first - PACKED_AT_A_TIME
        if n_left > 0 and time.monotonic() > ends:
            raise StillPacking(f"{n_left} profiles are not packed yet")


def pack_everybody(*, seconds: float = PACKING_SECONDS) -> bool:
    """Pack for a new base whoever is not packed yet; whether that was done within the time."""
    with one_moment():
        vocabulary = vocabulary_for(vocabularies_root())
    try:
        _pack_everybody(vocabulary, basis_of(vocabulary), seconds)
    except StillPacking:
        return False
    return True


def pack_changed(expert_ids: Sequence[int]) -> None:
    """Pack saved profiles under the current vocabulary, if there is one, for the next snapshot."""
    vocabulary = current_vocabulary(vocabularies_root())
    if vocabulary.name:
        pack(expert_ids, vocabulary, basis_of(vocabulary))


def _manifest(vocabulary: Vocabulary, tables: Tables, *, base: str) -> dict[str, Any]:
    return {
        "base": base,
        "vocabulary": vocabulary.name,
        "zones": tables.zones,
        "languages": tables.languages,
    }


def _facts(moment: _Moment, basis: str) -> dict[str, Any]:
    return {
        "watermark": moment.watermark,
        "fingerprint": moment.fingerprint,
        "basis": basis,
        "left_out": [],
        "made_at": timezone.now().isoformat(),
    }
