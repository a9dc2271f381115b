"""Experts as columns, read by COPY in one moment: never through model instances."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.adapter import queries
from matching.adapter.codes import CATEGORIES, language_number, tie_keys
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
class Who:
    """Whom a query is about: everybody who has handed in a profile, or just `ids`."""

    ids: Sequence[int] | None = None
    drafts: bool = False

    def query(self, text: str) -> str:
        return f"{queries.EVERYBODY if self.ids is None else queries.SOME}{text}"

    def parameters(self, **more: Any) -> dict[str, Any]:
        return {"ids": list(self.ids or ()), "drafts": self.drafts} | more

    def integers(self, text: str, names: tuple[str, ...], **more: Any) -> NDArray:
        return copy_integers(self.query(text), names, self.parameters(**more))

    def texts(self, text: str, **more: Any) -> list[list[str]]:
        return copy_texts(self.query(text), self.parameters(**more))


@dataclass(frozen=True, slots=True)
class Tables:
    """What the numbers of two columns stand for: zones by name, languages as `language_number` gives them."""

    zones: tuple[str, ...] = ()
    languages: tuple[int, ...] = ()

    def with_zones(self, zones: Iterable[str]) -> "Tables":
        return Tables((*self.zones, *sorted(set(zones) - set(self.zones))), self.languages)

    def with_languages(self, numbers: Iterable[int]) -> "Tables":
        return Tables(self.zones, (*self.languages, *sorted(set(numbers) - set(self.languages))))

    def language_codes(self, numbers: NDArray) -> NDArray[np.int16]:
        """Rows of the table for language numbers that all stand in it."""
        order = np.argsort(np.array(self.languages, dtype=np.int64), kind="stable")
        ascending = np.array(self.languages, dtype=np.int64)[order]
        return order[np.searchsorted(ascending, numbers)].astype(np.int16)


@dataclass(frozen=True, slots=True)
class Population:
    """Columns without their text index, the texts, and the tables that the columns' numbers refer to."""

    ids: NDArray[np.int64]
    columns: dict[str, Any]
    works: list[list[Work]]
    tables: Tables = field(default_factory=Tables)

    def experts(self, texts: TextIndex) -> columns.Experts:
        """The engine's columns, once the texts are indexed."""
        return columns.Experts(**self.columns, texts=texts)


def known_zones(who: Who, tables: Tables) -> Tables:
    """The tables with every time zone of these experts."""
    return tables.with_zones(zone for (zone,) in who.texts(queries.ZONES))


def scalars(people: NDArray) -> dict[str, NDArray]:
    """The columns of one value per expert, from rows of `queries.EXPERT_FIELDS`."""
    found = {name: people[name].astype(dtype) for name, dtype in _SCALARS.items()}
    found["tie_key"] = tie_keys(people["public_id"])
    return found | {name: np.zeros(len(people), dtype=np.int16) for name in _NOT_YET_KNOWN}


def of_words() -> dict[str, list[str]]:
    """Words whose places in these lists are the columns' numbers."""
    return {
        "categories": [str(category) for category in CATEGORIES],
        "seniorities": [str(seniority) for seniority in Seniority],
        "levels": [str(level) for level in Cefr],
    }


def read_population(who: Who, tables: Tables | None = None, *, with_texts: bool = True) -> Population:
    """Read experts from their profiles' own tables; `tables` grow by what they lack."""
    tables = known_zones(who, tables or Tables())
    parameters = who.parameters(zones=list(tables.zones), **of_words())
    people = copy_rows(who.query(queries.EXPERTS), queries.EXPERT_FIELDS, parameters)
    ids = people["id"].astype(np.int64)
    spoken = who.texts(queries.LANGUAGES, **of_words())
    numbers = np.array([language_number(code) for _, code, _ in spoken], dtype=np.int64)
    tables = tables.with_languages(numbers.tolist())
    found = scalars(people) | {
        "themes": _bits(ids, queries.THEMES, who),
        "categories": _bits(ids, queries.CATEGORIES, who),
        "provinces": _bits(ids, queries.PROVINCES, who),
        "windows": _windows(ids, who),
        "commitments": _commitments(ids, who),
        "skills": _skills(ids, who),
        "languages": columns.Languages(
            ptr=_pointers(ids, np.array([int(expert_id) for expert_id, _, _ in spoken], dtype=np.int64)),
            code=tables.language_codes(numbers),
            level=np.array([int(level) for _, _, level in spoken], dtype=np.int8),
        ),
    }
    return Population(ids, found, _works(ids, who) if with_texts else [], tables)


def _rows(ids: NDArray[np.int64], expert_ids: NDArray) -> NDArray[np.int64]:
    """Rows of experts who are all in the population."""
    return np.searchsorted(ids, expert_ids)


def _pointers(ids: NDArray[np.int64], expert_ids: NDArray) -> NDArray[np.int64]:
    return pointers(np.bincount(_rows(ids, expert_ids), minlength=len(ids)))


def _bits(ids: NDArray[np.int64], query: str, who: Who) -> NDArray[np.uint64]:
    pairs = who.integers(query, ("id", "bit"), **of_words())
    bits = np.zeros(len(ids), dtype=np.uint64)
    np.bitwise_or.at(bits, _rows(ids, pairs["id"]), np.uint64(1) << pairs["bit"].astype(np.uint64))
    return bits


def _windows(ids: NDArray[np.int64], who: Who) -> columns.Windows:
    rows = who.integers(queries.WINDOWS, ("id", "start", "end", "hours", "modes"))
    hours, modes = rows["hours"].astype(np.int16), rows["modes"].astype(np.uint8)
    return columns.Windows(_pointers(ids, rows["id"]), rows["start"].copy(), rows["end"].copy(), hours, modes)


def _commitments(ids: NDArray[np.int64], who: Who) -> columns.Commitments:
    rows = who.integers(queries.COMMITMENTS, ("id", "start", "end", "hours"))
    ptr, hours = _pointers(ids, rows["id"]), rows["hours"].astype(np.int16)
    return columns.Commitments(ptr, rows["start"].copy(), rows["end"].copy(), hours)


def _skills(ids: NDArray[np.int64], who: Who) -> columns.Skills:
    rows = who.integers(queries.SKILLS, ("id", "skill", "level", "years", "last_used"))
    return columns.Skills(
        ptr=_pointers(ids, rows["id"]),
        skill=rows["skill"].copy(),
        level=rows["level"].astype(np.int8),
        years=rows["years"].astype(np.int8),
        last_used=rows["last_used"].astype(np.int16),
    )


def _works(ids: NDArray[np.int64], who: Who) -> list[list[Work]]:
    """Each expert's texts: first the profile's own words, then the works."""
    row_of = {expert_id: row for row, expert_id in enumerate(ids.tolist())}
    bags: list[list[Work]] = [[] for _ in row_of]
    for expert_id, _, title, text in who.texts(queries.TEXTS):
        bags[row_of[int(expert_id)]].append(Work(title, text))
    return bags
