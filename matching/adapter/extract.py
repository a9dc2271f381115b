"""Experts as columns, read by COPY in one moment: never through model instances."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.adapter import queries
from matching.adapter.codes import CATEGORIES, tie_keys
from matching.adapter.copying import copy_integers, copy_rows, copy_texts
from matching.engine import columns
from matching.engine.csr import pointers
from matching.engine.text import TextIndex, Work
from taxonomy.enums import Cefr, Seniority

_SCALARS = {
    "listed": np.bool_,
    "verified": np.bool_,
    "standing": np.uint8,
    "country": np.int16,
    "zone": np.int16,
    "seniority": np.int8,
    "capacity": np.int16,
}
# Completed engagements are handed down once placements can be completed; nothing is known until then.
_NOT_YET_KNOWN = ("n_completed", "n_ended_early")


@dataclass(frozen=True, slots=True)
class Population:
    """Columns without their text index, the texts, and the tables that the columns' numbers refer to."""

    ids: NDArray[np.int64]
    columns: dict[str, Any]
    works: list[list[Work]]
    zones: tuple[str, ...]
    languages: tuple[str, ...]

    def experts(self, texts: TextIndex) -> columns.Experts:
        """The engine's columns, once the texts are indexed."""
        return columns.Experts(**self.columns, texts=texts)


def read_population(expert_ids: list[int] | None = None) -> Population:
    """Read everybody who has handed in a profile, or just the experts asked for, drafts included."""
    wanted = {
        "ids": expert_ids,
        "categories": [str(category) for category in CATEGORIES],
        "seniorities": [str(seniority) for seniority in Seniority],
        "levels": [str(level) for level in Cefr],
    }
    people = copy_rows(f"{queries.POPULATION}{queries.EXPERTS}", queries.EXPERT_FIELDS, wanted)
    ids = people["id"].astype(np.int64)
    spoken = _texts(queries.LANGUAGES, wanted)
    codes = tuple(sorted({code for _, code, _ in spoken}))
    found: dict[str, Any] = {name: people[name].astype(dtype) for name, dtype in _SCALARS.items()}
    found |= {name: np.zeros(len(ids), dtype=np.int16) for name in _NOT_YET_KNOWN}
    found |= {
        "tie_key": tie_keys(people["public_id"]),
        "themes": _bits(ids, queries.THEMES, wanted),
        "categories": _bits(ids, queries.CATEGORIES, wanted),
        "provinces": _bits(ids, queries.PROVINCES, wanted),
        "windows": _windows(ids, wanted),
        "commitments": _commitments(ids, wanted),
        "skills": _skills(ids, wanted),
        "languages": _languages(ids, spoken, codes),
    }
    zones = tuple(zone for (zone,) in _texts(queries.ZONES, wanted))
    return Population(ids, found, _works(ids, wanted), zones, codes)


def _integers(query: str, names: tuple[str, ...], wanted: dict[str, Any]) -> NDArray:
    return copy_integers(f"{queries.POPULATION}{query}", names, wanted)


def _texts(query: str, wanted: dict[str, Any]) -> list[list[str]]:
    return copy_texts(f"{queries.POPULATION}{query}", wanted)


def _rows(ids: NDArray[np.int64], expert_ids: NDArray) -> NDArray[np.int64]:
    """Rows of experts who are all in the population."""
    return np.searchsorted(ids, expert_ids)


def _pointers(ids: NDArray[np.int64], expert_ids: NDArray) -> NDArray[np.int64]:
    return pointers(np.bincount(_rows(ids, expert_ids), minlength=len(ids)))


def _bits(ids: NDArray[np.int64], query: str, wanted: dict[str, Any]) -> NDArray[np.uint64]:
    pairs = _integers(query, ("id", "bit"), wanted)
    bits = np.zeros(len(ids), dtype=np.uint64)
    np.bitwise_or.at(bits, _rows(ids, pairs["id"]), np.uint64(1) << pairs["bit"].astype(np.uint64))
    return bits


def _windows(ids: NDArray[np.int64], wanted: dict[str, Any]) -> columns.Windows:
    rows = _integers(queries.WINDOWS, ("id", "start", "end", "hours", "modes"), wanted)
    hours, modes = rows["hours"].astype(np.int16), rows["modes"].astype(np.uint8)
    return columns.Windows(_pointers(ids, rows["id"]), rows["start"].copy(), rows["end"].copy(), hours, modes)


def _commitments(ids: NDArray[np.int64], wanted: dict[str, Any]) -> columns.Commitments:
    rows = _integers(queries.COMMITMENTS, ("id", "start", "end", "hours"), wanted)
    ptr, hours = _pointers(ids, rows["id"]), rows["hours"].astype(np.int16)
    return columns.Commitments(ptr, rows["start"].copy(), rows["end"].copy(), hours)


def _skills(ids: NDArray[np.int64], wanted: dict[str, Any]) -> columns.Skills:
    rows = _integers(queries.SKILLS, ("id", "skill", "level", "years", "last_used"), wanted)
    return columns.Skills(
        ptr=_pointers(ids, rows["id"]),
        skill=rows["skill"].copy(),
        level=rows["level"].astype(np.int8),
        years=rows["years"].astype(np.int8),
        last_used=rows["last_used"].astype(np.int16),
    )


def _languages(ids: NDArray[np.int64], spoken: list[list[str]], codes: tuple[str, ...]) -> columns.Languages:
    number = {code: at for at, code in enumerate(codes)}
    return columns.Languages(
        ptr=_pointers(ids, np.array([int(expert_id) for expert_id, _, _ in spoken], dtype=np.int64)),
        code=np.array([number[code] for _, code, _ in spoken], dtype=np.int16),
        level=np.array([int(level) for _, _, level in spoken], dtype=np.int8),
    )


def _works(ids: NDArray[np.int64], wanted: dict[str, Any]) -> list[list[Work]]:
    """Each expert's texts: first the profile's own words, then the works."""
    row_of = {expert_id: row for row, expert_id in enumerate(ids.tolist())}
    bags: list[list[Work]] = [[] for _ in row_of]
    for expert_id, _, title, text in _texts(queries.TEXTS, wanted):
        bags[row_of[int(expert_id)]].append(Work(title, text))
    return bags
