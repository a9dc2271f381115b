"""Which snapshots stand on disk: one is made the current one, and older ones go.

Several workers build at once. Whoever publishes or removes holds one lock. What was written after the
current one is of a builder who has not published it yet and is left alone, and so is what a run has just
taken and not yet pinned; unless somebody is erased: then it may hold the person, so it goes, and its builder
begins anew.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from matching.adapter import files, queries
from matching.adapter.keeping import forget_others
from matching.adapter.packing import value_of
from matching.adapter.snapshot import Snapshot, open_snapshot, snapshots_root, vocabularies_root

KEPT_GENERATIONS = 2
TIME_TO_PIN = timedelta(minutes=1)
"""Longer than a shard lasts: within it, whoever took a snapshot has named it in its run."""


def publish(name: str, pinned: set[str]) -> Snapshot:
    """Make a snapshot the current one; old generations go, with the vocabularies that nobody refers to.

    Raises BrokenFiles when somebody's erasure removed it, or when one that was read later is current already.
    """
    root = snapshots_root()
    with _alone():
        snapshot = open_snapshot(name)
        known, current = files.generations(root), files.current_of(root)
        if current is not None and _was_read_later(known.get(current.name, {}), known[name]):
            raise files.BrokenFiles(f"{name} was overtaken by {current.name}")
        newest_first = list(known)
        n_of_others = newest_first.index(current.name) if current and current.name in known else 0
        files.point_to(root / name)
        just_taken = {one for one, manifest in known.items() if _is_younger(manifest, TIME_TO_PIN)}
        _remove_others({*newest_first[: max(KEPT_GENERATIONS, n_of_others)], *pinned, *just_taken, name})
    return snapshot


def keep_only(names: set[str]) -> None:
    """Remove other snapshots than these, the current one and the bases under them, with what was kept."""
    with _alone():
        _remove_others(names)


def _was_read_later(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one was read after the other, in this database and not in one from which it was restored."""
    database = one.get("fingerprint", {}).get("database")
    if database != other["fingerprint"]["database"]:
        return False
    return bool(other["watermark"] < one["watermark"] <= value_of(queries.XMIN))


def _is_younger(manifest: dict[str, Any], age: timedelta) -> bool:
    made_at = manifest.get("made_at")
    return made_at is not None and datetime.fromisoformat(made_at) > timezone.now() - age


def _remove_others(names: set[str]) -> None:
    root = snapshots_root()
    known, current = files.generations(root), files.current_of(root)
    kept = names | ({current.name} if current else set())
    files.keep_only(root, kept | {known[name].get("base", "") for name in kept & known.keys()})
    forget_others()
    needed = {manifest.get("vocabulary", "") for manifest in files.generations(root).values()}
    files.keep_only(vocabularies_root(), needed)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the folder; it is given back with the file, also when the worker is killed."""
    root = snapshots_root()
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
