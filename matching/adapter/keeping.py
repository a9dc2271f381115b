"""Results kept beside the snapshots, from which later ones follow by the experts who have changed since.

A cache and nothing else. A folder holds the results of one block of needs as of one snapshot, and goes with
it. They are found by a digest of all that a result depends on but the experts. What is not found, is damaged
or stands on another base is searched.
"""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from matching.adapter import files
from matching.adapter.needs import CompiledNeed
from matching.adapter.snapshot import Snapshot, open_snapshot, snapshots_root
from matching.engine import follow
from matching.engine.columns import Experts
from matching.engine.rank import NEAR_MISSES, MatchResult
from matching.engine.spec import spec_hash

logger = logging.getLogger(__name__)

LEAST_WORK = 10_000_000
"""Experts times needs of a block: with less, a search takes no more time than keeping what it finds."""
FOLLOWED_AT = 20
"""Followed is where those who may have changed, as they were and as they are, are at most one in so many."""
_OF_EXPERTS = ("excluded_rows", "conflict_rows", "pinned_rows")


def kept_root() -> Path:
    return Path(settings.DATA_DIR) / "kept"


def matched(
    snapshot: Snapshot, needs: Sequence[CompiledNeed], k: int, *, may_follow: bool
) -> list[MatchResult]:
    """The k best for each of these needs, not verified yet: followed if they may and can be, else searched.

    A block that is worth it is kept either way.
    """
    if snapshot.n_experts * len(needs) < LEAST_WORK:
        return [snapshot.search(each.need, each.weights, k) for each in needs]
    around = _around(snapshot, k)
    digests = [_digest(snapshot, each, around) for each in needs]
    wanted = dict(zip(digests, needs, strict=True))
    found: dict[str, MatchResult] = {}
    for before in _others_of_its_base(snapshot) if may_follow else ():
        left = {digest: each for digest, each in wanted.items() if digest not in found}
        found |= _followed(before, snapshot, left, k) if left else {}
    for digest, each in wanted.items():
        if digest not in found:
            found[digest] = follow.search(snapshot.parts, each.need, each.weights, k)
    _keep(snapshot, found)
    pairs = zip(digests, needs, strict=True)
    return [follow.shown(found[digest], k, each.need.pinned_rows) for digest, each in pairs]


def forget_others() -> None:
    """Remove what was kept of snapshots that are gone."""
    files.keep_only(kept_root(), set(files.generations(snapshots_root())))


def _digest(snapshot: Snapshot, each: CompiledNeed, around: dict[str, Any]) -> str:
    """Name of all that a result depends on but the experts: people are named by their ids."""
    asked = {name: np.asarray(value) for name, value in files.flatten("", each.need).items()}
    asked |= {name: snapshot.ids[asked[name]] for name in _OF_EXPERTS}
    return files.digest_of(asked, around | {"weights": each.weights.values})


def _around(snapshot: Snapshot, k: int) -> dict[str, Any]:
    """What results depend on besides a need and the experts: numbers of zones and languages among it."""
    return {
        "rows": (k, NEAR_MISSES, follow.SPARE),
        "spec": spec_hash(),
        "base": snapshot.base,
        "vocabulary": snapshot.vocabulary.name,
        "zones": snapshot.tables.zones,
        "languages": snapshot.tables.languages,
    }


def _others_of_its_base(snapshot: Snapshot) -> list[Snapshot]:
    """Other snapshots of which something is kept and whose base is the same, newest first."""
    found = []
    for name in files.generations(kept_root()):
        try:
            folder = snapshots_root() / name
            if name != snapshot.name and (files.read_manifest(folder)["base"] or name) == snapshot.base:
                found.append(open_snapshot(name))
        except (files.BrokenFiles, OSError):
            # Damaged, or being removed: nothing follows from it.
            continue
    return found


def _followed(
    before: Snapshot, now: Snapshot, wanted: Mapping[str, CompiledNeed], k: int
) -> dict[str, MatchResult]:
    """Results of now by digest, as far as they follow from what is kept of before."""
    hits = _hits(kept_root() / before.name, wanted)
    difference = _difference(before, now) if hits else None
    if difference is None:
        return {}
    changed, is_gone = difference
    found: dict[str, MatchResult] = {}
    for folder, at in hits.items():
        try:
            arrays, _ = files.read_folder(folder)
        except (files.BrokenFiles, OSError):
            # Damaged, of another version, or being removed: these needs are searched.
            continue
        whole = files.unflatten(follow.Kept, arrays)
        kept = follow.Kept.of([whole.at(n) for n in at.values()]).without(is_gone)
        needs, weights = zip(*((wanted[digest].need, wanted[digest].weights) for digest in at), strict=True)
        results = follow.follow(changed, needs, weights, kept, k)
        found |= {digest: result for digest, result in zip(at, results, strict=True) if result is not None}
    return found


def _hits(parent: Path, wanted: Mapping[str, CompiledNeed]) -> dict[Path, dict[str, int]]:
    """Folders with what is wanted: by digest, where it stands. Nothing is named twice."""
    hits: dict[Path, dict[str, int]] = {}
    seen: set[str] = set()
    for name, manifest in files.generations(parent).items():
        at = {digest: n for n, digest in enumerate(manifest.get("digests", ()))}
        own = (at.keys() & wanted.keys()) - seen
        if own:
            hits[parent / name] = {digest: at[digest] for digest in sorted(own)}
            seen |= own
    return hits


def _difference(before: Snapshot, now: Snapshot) -> tuple[follow.Changed, NDArray[np.bool_]] | None:
    """Who may have changed between two snapshots of one base, and which rows of before they had.

    None where that would be too many, or where somebody has gone back to what the base says.
    """
    base = now.parts[0]
    were_dead, dead = before.parts[0].dead, now.parts[0].dead
    came, come = _delta(before), _delta(now)
    changed = np.setdiff1d(dead, were_dead)
    n_changed = len(changed) + len(came) + len(come)
    if len(np.setdiff1d(were_dead, dead)) or n_changed * FOLLOWED_AT > len(base.experts):
        return None
    is_gone = np.ones(len(before.ids), bool)
    is_gone[: len(base.experts)] = False
    is_gone[dead] = True
    were = Experts.joined([base.experts.take(changed), came])
    return follow.changed(were, come, len(base.experts)), is_gone


def _delta(snapshot: Snapshot) -> Experts:
    return snapshot.parts[1].experts if len(snapshot.parts) > 1 else snapshot.parts[0].experts.take([])


def _keep(snapshot: Snapshot, found: Mapping[str, MatchResult]) -> None:
    """Write results for those who come after; without room on the disk they will search."""
    arrays, manifest = files.flatten("", follow.Kept.of(list(found.values()))), {"digests": list(found)}
    folder = kept_root() / snapshot.name / files.digest_of(arrays, manifest)[:16]
    try:
        files.write_folder(folder, arrays, manifest)
    except OSError:
        logger.warning("Results of %s could not be kept", snapshot.name, exc_info=True)
