"""The only border of the engine: ids and words outside, rows and integers inside.

Services ask here; nobody else imports `matching.engine`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incubators.models import Need
from matching.adapter.files import BrokenFiles
from matching.adapter.needs import compile_needs
from matching.adapter.results import need_result, pair_result
from matching.adapter.snapshot import (
    Snapshot,
    fresh_snapshot,
    has_changed_since,
    open_snapshot,
    snapshot_of_one,
)
from matching.engine import ENGINE_VERSION
from matching.engine.check import check
from matching.engine.promises import check_promises
from matching.engine.rank import match_need, why_not
from matching.engine.spec import NEVER_USED, spec_hash
from matching.selectors.results import NeedResult, PairResult

__all__ = [
    "NEVER_USED",
    "BrokenFiles",
    "PinnedInput",
    "best_experts",
    "has_changed_since",
    "pin_input",
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


def pin_input(need_ids: Sequence[int], pinned: set[str]) -> PinnedInput:
    """Make sure that a fresh snapshot exists, and name it together with the needs to be matched."""
    snapshot = fresh_snapshot(pinned)
    named = json.dumps([snapshot.name, spec_hash(), snapshot.vocabulary.name, list(need_ids)])
    digest = hashlib.sha256(named.encode()).hexdigest()
    return PinnedInput(snapshot.name, ENGINE_VERSION, digest, len(snapshot.ids))


def best_experts(needs: Sequence[Need], snapshot_name: str, at: datetime) -> list[NeedResult]:
    """Match needs (loaded `with_terms`) on a pinned snapshot; every result is verified before it leaves.

    Raises BrokenFiles when the snapshot is gone or of another definition, WrongResult when a check fails,
    ValueError when a programme's weights make no sense.
    """
    snapshot = open_snapshot(snapshot_name)
    found = []
    for compiled in compile_needs(needs, snapshot, at):
        result = match_need(snapshot.experts, compiled.need, compiled.weights, LIST_LENGTH)
        check(snapshot.experts, compiled.need, compiled.weights, LIST_LENGTH, result)
        if compiled.need_id % PROMISES_EVERY == 0:
            check_promises(snapshot.experts, compiled.need, compiled.weights, LIST_LENGTH, result)
        found.append(need_result(compiled, snapshot, result))
    return found


def verdicts(needs: Sequence[Need], expert_id: int, at: datetime) -> list[PairResult]:
    """One expert, as they are now, against needs (loaded `with_terms`), in the order given."""
    snapshot: Snapshot = snapshot_of_one(expert_id)
    return [
        pair_result(compiled, why_not(snapshot.experts, compiled.need, compiled.weights, 0))
        for compiled in compile_needs(needs, snapshot, at)
    ]
