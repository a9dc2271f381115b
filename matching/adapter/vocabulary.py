"""The frozen epoch: what texts and skills weigh until the population has changed a good deal."""

from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.adapter import files, queries
from matching.adapter.extract import Who
from matching.engine.text import Epoch, Work, fit_epoch
from matching.engine.tokens import fold_table
from taxonomy.models import SkillAlias

REFERENCE_TEXTS = 8_000
"""Texts that an epoch is fitted on, an even sample: as many as a worker gets done in one shard's time."""
_SKILL_UNIT = 100
_EPOCH_COLUMNS = ("known", "idf", "ptr", "term", "weight")
_GROWTH = 4
"""A new epoch is fitted when the number of texts has moved by more than a quarter."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An epoch of texts and the weights of skills frozen with it.

    `n_texts` counts the population's texts, of which the epoch holds a sample. `skill_ids` (s,)
    ascending and `skill_weights` (s,) int32; a skill that nobody held weighs `rarest`.
    """

    name: str
    epoch: Epoch
    skill_ids: NDArray[np.int64]
    skill_weights: NDArray[np.int32]
    rarest: int
    n_texts: int

    def weight_of(self, skill_id: int) -> int:
        """How much a must-skill counts: rare ones more."""
        at = int(np.searchsorted(self.skill_ids, skill_id))
        known = at < len(self.skill_ids) and int(self.skill_ids[at]) == skill_id
        return int(self.skill_weights[at]) if known else self.rarest


_EMPTY = Vocabulary(
    "", Epoch.empty(), np.zeros(0, np.int64), np.zeros(0, np.int32), rarest=_SKILL_UNIT, n_texts=0
)


def vocabulary_for(root: Path) -> Vocabulary:
    """The current vocabulary if it still fits everybody, or a newly fitted one."""
    aliases = _aliases()
    [(n_texts,)] = Who().integers(queries.N_TEXTS, ("n",)).tolist()
    known = current_vocabulary(root)
    if known.name and _still_fits(known, n_texts) and aliases == _aliases_of(root / known.name):
        return known
    return _fit(n_texts, aliases, root)


def current_vocabulary(root: Path) -> Vocabulary:
    """The vocabulary in force, or an empty one without a name: then no text is known."""
    current = files.current_of(root)
    if current is None:
        return _EMPTY
    try:
        return open_vocabulary(current)
    except files.BrokenFiles:
        # Made by another version, or damaged: the next snapshot fits a new one.
        return _EMPTY


def open_vocabulary(folder: Path) -> Vocabulary:
    """Read a vocabulary; raises files.BrokenFiles."""
    return _open(folder, files.trace(folder))


@lru_cache(maxsize=2)
def _open(folder: Path, _trace: str) -> Vocabulary:
    arrays, manifest = files.read_folder(folder)
    columns = (arrays[name] for name in _EPOCH_COLUMNS)
    epoch = Epoch(*columns, fold_table(manifest["aliases"]))
    return Vocabulary(
        folder.name,
        epoch,
        arrays["skill_ids"],
        arrays["skill_weights"],
        manifest["rarest"],
        manifest["n_texts"],
    )


def _aliases() -> dict[str, list[str]]:
    """Every skill's name with its other spellings, in three scripts."""
    found: dict[str, list[str]] = {}
    rows = SkillAlias.objects.order_by("skill__slug", "folded").values_list("skill__name", "text")
    for name, text in rows:
        found.setdefault(name, []).append(text)
    return found


def _aliases_of(folder: Path) -> dict[str, list[str]]:
    return files.read_manifest(folder)["aliases"]


def _still_fits(known: Vocabulary, n_texts: int) -> bool:
    return abs(known.n_texts - n_texts) * _GROWTH <= known.n_texts


def _fit(n_texts: int, aliases: dict[str, list[str]], root: Path) -> Vocabulary:
    everybody = Who()
    step = max(-(-n_texts // REFERENCE_TEXTS), 1)
    sample = everybody.texts(queries.SAMPLED_TEXTS, step=step)
    epoch = fit_epoch((Work(title, text) for _, _, title, text in sample), aliases)
    held = everybody.integers(queries.HOLDERS, ("skill", "n"))
    n_experts = len(everybody.integers(queries.IDS, ("id",)))
    weights = np.array([_rarity(n_experts, n_holders) for n_holders in held["n"].tolist()], dtype=np.int32)
    manifest: dict[str, Any] = {
        "n_texts": n_texts,
        "n_experts": n_experts,
        "rarest": _rarity(n_experts, 0),
        "aliases": aliases,
    }
    arrays = {"skill_ids": held["skill"].astype(np.int64), "skill_weights": weights}
    arrays |= {name: getattr(epoch, name) for name in _EPOCH_COLUMNS}
    folder = root / f"epoch-{files.digest_of(arrays, manifest)[:16]}"
    files.write_folder(folder, arrays, manifest)
    files.point_to(folder)
    return open_vocabulary(folder)


def _rarity(n_experts: int, n_holders: int) -> int:
    """Inverse document frequency in hundredths, never below one."""
    return max(round(_SKILL_UNIT * (log((1 + n_experts) / (1 + n_holders)) + 1)), 1)
