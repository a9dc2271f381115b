"""A snapshot: the experts of one moment as columns on disk, which runs pin and all workers map.

It is a *base* of everybody, or a base with a small *delta* of those who have changed since, whose rows in the
base are dead. Both are searched as one (`engine.parts`), with the result that a base of everybody would give.
"""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from matching.adapter import files
from matching.adapter.codes import language_number
from matching.adapter.extract import Tables, Who, read_population
from matching.adapter.vocabulary import Vocabulary, current_vocabulary, open_vocabulary
from matching.engine import parts
from matching.engine.check import check
from matching.engine.columns import Experts, Need
from matching.engine.parts import Part
from matching.engine.promises import OTHERS, check_promises
from matching.engine.rank import MatchResult
from matching.engine.score import Weights
from matching.engine.search import Count
from matching.engine.segment import Segment, build
from matching.engine.text import index


@dataclass(frozen=True)
class Snapshot:
    """Parts that together are everybody, and what is behind the numbers of their columns.

    `ids` (n,) int64 by row of the whole: ascending in the base, then ascending in the delta. `base` names the
    snapshot of the base, perhaps this one. A snapshot `is_overdue` when a new base should have been made, but
    waits for profiles to be packed.
    """

    name: str
    ids: NDArray[np.int64]
    parts: tuple[Part, ...]
    tables: Tables
    vocabulary: Vocabulary
    base: str
    is_overdue: bool = False

    @property
    def zones(self) -> tuple[str, ...]:
        return self.tables.zones

    @cached_property
    def n_experts(self) -> int:
        return len(self.ids) - sum(len(part.dead) for part in self.parts)

    @cached_property
    def _n_listed(self) -> int:
        return sum(len(part.segment) - int(part.experts.listed[part.dead].sum()) for part in self.parts)

    def rows_of(self, expert_ids: list[int]) -> NDArray[np.int32]:
        """Ascending rows of those experts who are in the snapshot."""
        wanted = np.array(sorted(set(expert_ids)), dtype=np.int64)
        found = [np.zeros(0, dtype=np.int64)]
        for part in self.parts:
            own = self.ids[part.offset : part.offset + len(part.experts)]
            rows = np.searchsorted(own, wanted)
            here = rows < len(own)
            rows, sought = rows[here], wanted[here]
            found.append(np.setdiff1d(rows[own[rows] == sought], part.dead) + part.offset)
        return np.concatenate(found).astype(np.int32)

    def language_number(self, code: str) -> int:
        """The number of a language in the columns; one that nobody speaks gets a number that nobody has."""
        number, known = language_number(code), self.tables.languages
        return known.index(number) if number in known else len(known)

    def match(self, need: Need, weights: Weights, k: int) -> MatchResult:
        """The k best for a need, verified. Raises WrongResult when a check fails."""
        result = self.search(need, weights, k)
        self.verify(need, weights, k, result)
        return result

    def search(self, need: Need, weights: Weights, k: int) -> MatchResult:
        """The k best for a need, not verified yet."""
        return parts.match_need(self.parts, need, weights, k).result

    def count(self, need: Need, weights: Weights) -> Count:
        """How many could do a need; far cheaper than a search."""
        return parts.count_need(self.parts, need, weights)

    def verify(
        self, need: Need, weights: Weights, k: int, result: MatchResult, *, try_promises: bool = False
    ) -> None:
        """Check a result, and with `try_promises` also that it comes out in other orders, shards and deltas.

        Raises WrongResult when a check fails.
        """
        others = self._spread(OTHERS) if try_promises else np.zeros(0, dtype=np.int64)
        rows = np.unique(np.concatenate([result.best.rows, result.near.rows, others]))
        at_best, at_near = (np.searchsorted(rows, each.rows) for each in (result.best, result.near))
        few = replace(
            result,
            best=replace(result.best, rows=at_best.astype(np.int32)),
            near=replace(result.near, rows=at_near.astype(np.int32)),
        )
        experts, asked = self._experts(rows), need.for_rows(rows)
        check(experts, asked, weights, k, few, n_listed=self._n_listed)
        if try_promises:
            check_promises(experts, asked, weights, k, few)

    def _spread(self, n: int) -> NDArray[np.int64]:
        """About so many living rows from everywhere."""
        n_rows = len(self.ids)
        rows = np.linspace(0, n_rows - 1, min(n, n_rows), dtype=np.int64)
        return np.setdiff1d(rows, np.concatenate([part.dead + part.offset for part in self.parts]))

    def _experts(self, rows: NDArray) -> Experts:
        """The columns of ascending rows of the whole."""
        taken = []
        for part in self.parts:
            local = rows - part.offset
            taken.append(part.experts.take(local[(local >= 0) & (local < len(part.experts))]))
        return Experts.joined(taken)


def snapshots_root() -> Path:
    return Path(settings.DATA_DIR) / "snapshots"


def vocabularies_root() -> Path:
    return Path(settings.DATA_DIR) / "vocabularies"


def open_snapshot(name: str) -> Snapshot:
    """Map a pinned snapshot; raises files.BrokenFiles when it is gone, damaged or of another definition."""
    folder = snapshots_root() / name
    manifest = files.read_manifest(folder)
    vocabulary = vocabularies_root() / manifest["vocabulary"]
    folders = [folder, vocabulary, *([snapshots_root() / manifest["base"]] if manifest["base"] else [])]
    return _open(folder, tuple(files.trace(each) for each in folders))


@lru_cache(maxsize=4)
def _open(folder: Path, _traces: tuple[str, ...]) -> Snapshot:
    """A folder whose files have been left alone since they were verified is verified once per process."""
    arrays, manifest = files.read_folder(folder)
    vocabulary = open_vocabulary(vocabularies_root() / manifest["vocabulary"])
    ids, dead = arrays.pop("ids"), arrays.pop("dead")
    experts, segment = files.unflatten(Experts, arrays), files.unflatten(Segment, arrays, "segment.")
    own = Part(experts, segment)
    tables = Tables(tuple(manifest["zones"]), tuple(manifest["languages"]))
    if not manifest["base"]:
        return Snapshot(folder.name, ids, (own,), tables, vocabulary, folder.name)
    base = open_snapshot(manifest["base"])
    [before] = base.parts
    both = (replace(before, dead=np.asarray(dead)), replace(own, offset=len(base.ids)))
    return Snapshot(folder.name, np.concatenate([base.ids, ids]), both, tables, vocabulary, base.name)


def write_snapshot(
    watermark: int,
    ids: NDArray[np.int64],
    experts: Experts,
    dead: NDArray[np.int64],
    manifest: dict[str, Any],
    facts: dict[str, Any],
) -> str:
    """Write columns with their segment as a folder and give its name.

    `manifest` and the arrays make the name, `facts` do not: equal content has an equal name.
    """
    arrays = {"ids": ids, "dead": dead} | files.flatten("", experts)
    arrays |= files.flatten("segment.", build(experts))
    seals = files.seals_of(arrays)
    digest = files.digest_of({}, manifest | {"seals": seals})
    name = f"snap-{watermark}-{digest[:16]}"
    files.write_folder(snapshots_root() / name, arrays, manifest | facts | {"digest": digest}, seals)
    return name


def snapshot_of_one(expert_id: int) -> Snapshot:
    """One expert's present columns under the current vocabulary: nothing is stored, nothing is stale."""
    population = read_population(Who(ids=[expert_id], drafts=True))
    vocabulary = current_vocabulary(vocabularies_root())
    experts = population.experts(index(population.works, vocabulary.epoch))
    return Snapshot("", population.ids, (Part(experts, build(experts)),), population.tables, vocabulary, "")
