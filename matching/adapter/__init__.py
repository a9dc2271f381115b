"""The only border of the engine: ids and words outside, rows and integers inside.

Services ask here; nobody else imports `matching.engine`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incubators.models import Need
from matching.adapter.building import (
    StillPacking,
    forget,
    fresh_snapshot,
    has_changed_since,
    pack_changed,
    pack_everybody,
    renew,
)
from matching.adapter.files import BrokenFiles
from matching.adapter.keeping import matched
from matching.adapter.needs import compile_needs
from matching.adapter.results import explanation_of, need_result, pair_result
from matching.adapter.snapshot import open_snapshot, snapshot_of_one
from matching.engine import ENGINE_VERSION
from matching.engine.rank import why_not
from matching.engine.spec import NEVER_USED, spec_hash
from matching.selectors.results import NeedResult, PairResult

__all__ = [
    "NEVER_USED",
    "BrokenFiles",
    "PinnedInput",
    "StillPacking",
    "best_experts",
    "explanation_of",
    "forget",
    "has_changed_since",
    "pack_changed",
    "pack_everybody",
    "pin_input",
    "renew",
    "verdicts",
]

LIST_LENGTH = 50
PROMISES_EVERY = 256
"""Of so many needs one, by its id, is also tried in other orders and shards, which takes as long as
matching a few needs."""


@dataclass(frozen=True, slots=True)
class PinnedInput:
    """What a run was computed from: enough to name it years later."""

    snapshot: str
    engine_version: str
    digest: str
    n_experts: int
    is_overdue: bool = False


def pin_input(need_ids: Sequence[int], pinned: set[str]) -> PinnedInput:
    """Make sure that a fresh snapshot exists, and name it together with the needs to be matched.

    Raises StillPacking when profiles have to be packed first, more of them than one go allows.
    """
    snapshot = fresh_snapshot(pinned)
    named = json.dumps([snapshot.name, spec_hash(), snapshot.vocabulary.name, list(need_ids)])
    digest = hashlib.sha256(named.encode()).hexdigest()
    return PinnedInput(snapshot.name, ENGINE_VERSION, digest, snapshot.n_experts, snapshot.is_overdue)


def best_experts(
    needs: Sequence[Need], snapshot_name: str, at: datetime, *, may_follow: bool = False
) -> list[NeedResult]:
    """Match needs (loaded `with_terms`) on a pinned snapshot; every result is verified before it leaves.

    A result that `may_follow` from an earlier one is the same, but costs less than a search of everybody.

    Raises BrokenFiles when the snapshot is gone or of another definition, WrongResult when a check fails,
    ValueError when a programme's weights make no sense.
    """
    snapshot = open_snapshot(snapshot_name)
    compiled = compile_needs(needs, snapshot, at)
    found = []
    results = matched(snapshot, compiled, LIST_LENGTH, may_follow=may_follow)
    for each, result in zip(compiled, results, strict=True):
        promised = each.need_id % PROMISES_EVERY == 0
        snapshot.verify(each.need, each.weights, LIST_LENGTH, result, try_promises=promised)
        found.append(need_result(each, snapshot, result))
    return found


def verdicts(needs: Sequence[Need], expert_id: int, at: datetime) -> list[PairResult]:
    """One expert, as they are now, against needs (loaded `with_terms`), in the order given."""
    snapshot = snapshot_of_one(expert_id)
    [one] = snapshot.parts
    return [
        pair_result(compiled, why_not(one.experts, compiled.need, compiled.weights, 0))
        for compiled in compile_needs(needs, snapshot, at)
    ]
