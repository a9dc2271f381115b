"""What the engine is given: experts as columns, one need as small arrays.

A *day* is int32 days since 1970-01-01, both ends of a window included. Rows are positions in the
columns. `-1` in a scalar column means "not stated" unless said otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from .csr import joined, take
from .spec import MAX_SKILLS
from .text import TextIndex, TextQuery

I8, I16, I32, I64 = NDArray[np.int8], NDArray[np.int16], NDArray[np.int32], NDArray[np.int64]

FIRST_DAY = -(2**31)
LAST_DAY = 2**31 - 1
"""A window without a beginning or an end."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Availability, ragged: `ptr` (n+1,); `start`, `end` int32 days, starts ascending within a row.

    `hours` int16 a week, -1 not stated; `modes` uint8 `Mode` bits offered in that window, 0 not stated.
    Windows of one expert may overlap: a day counts once.
    """

    ptr: I64
    start: I32
    end: I32
    hours: I16
    modes: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Commitments:
    """Hours already promised, ragged: `ptr` (n+1,); `start`, `end` int32 days; `hours` int16 a week."""

    ptr: I64
    start: I32
    end: I32
    hours: I16


@dataclass(frozen=True, slots=True)
class Languages:
    """Languages, ragged: `ptr` (n+1,); `code` int16; `level` int8 CEFR 1 (A1) to 6 (C2), 0 not stated."""

    ptr: I64
    code: I16
    level: I8


@dataclass(frozen=True, slots=True)
class Skills:
    """Skills, ragged, ids ascending within a row.

    `ptr` (n+1,); `skill` int32; `level` int8 1-4, 0 not stated; `years` int8 and `last_used` int16
    (calendar year), -1 not stated.
    """

    ptr: I64
    skill: I32
    level: I8
    years: I8
    last_used: I16


@dataclass(frozen=True, slots=True)
class Experts:
    """n experts as columns.

    Attributes
    ----------
    tie_key : (n,) int64, the public id as a number of the same order: breaks ties, unique
    listed : (n,) bool, may stand in organisations' lists (a hidden expert is not even counted there)
    verified : (n,) bool
    standing : (n,) uint8 `Standing`
    country, zone : (n,) int16 rows of the caller's country and time zone tables
    seniority : (n,) int8 1-5
    themes, categories, provinces : (n,) uint64 bits: topics, kinds of need wished for, provinces wished for
    capacity : (n,) int16 engagements at a time
    n_completed, n_ended_early : (n,) int16 track record
    windows, commitments, languages, skills, texts : ragged parts
    """

    tie_key: I64
    listed: NDArray[np.bool_]
    verified: NDArray[np.bool_]
    standing: NDArray[np.uint8]
    country: I16
    zone: I16
    seniority: I8
    themes: NDArray[np.uint64]
    categories: NDArray[np.uint64]
    provinces: NDArray[np.uint64]
    capacity: I16
    n_completed: I16
    n_ended_early: I16
    windows: Windows
    commitments: Commitments
    languages: Languages
    skills: Skills
    texts: TextIndex

    def __len__(self) -> int:
        return len(self.tie_key)

    def take(self, rows: NDArray) -> "Experts":
        """The experts of the given rows, in that order: a permutation, a shard, or a single one."""
        rows = np.asarray(rows, dtype=np.int64)
        taken = {}
        for column in fields(self):
            value = getattr(self, column.name)
            taken[column.name] = value[rows] if isinstance(value, np.ndarray) else take(value, rows)
        return Experts(**taken)

    @classmethod
    def joined(cls, parts: Sequence["Experts"]) -> "Experts":
        """The experts of one part after the other; at least one part."""
        whole = {}
        for column in fields(cls):
            values = [getattr(part, column.name) for part in parts]
            is_flat = isinstance(values[0], np.ndarray)
            whole[column.name] = np.concatenate(values) if is_flat else joined(values)
        return cls(**whole)


_NO_I8 = partial(np.zeros, 0, np.int8)
_NO_I16 = partial(np.zeros, 0, np.int16)
_NO_I32 = partial(np.zeros, 0, np.int32)


def no_text() -> TextQuery:
    """The query of a need without a text."""
    return TextQuery(_NO_I32(), _NO_I32())


@dataclass(frozen=True, slots=True)
class WantedSkills:
    """Skills of a need, m <= 64 of them: `skill` (m,) int32; `min_level` (m,) int8 1-4; `weight` (m,) int32.

    The weight is the frozen idf of a must-skill and the rank weight of a should-skill.
    """

    skill: I32 = field(default_factory=_NO_I32)
    min_level: I8 = field(default_factory=_NO_I8)
    weight: I32 = field(default_factory=_NO_I32)

    def __post_init__(self) -> None:
        if len(self.skill) > MAX_SKILLS:
            raise ValueError(f"a need lists at most {MAX_SKILLS} skills of a kind, got {len(self.skill)}")
        if len(self.weight) and int(self.weight.min()) < 1:
            raise ValueError(f"skill weights must be at least 1, got {int(self.weight.min())}")

    def __len__(self) -> int:
        return len(self.skill)


@dataclass(frozen=True, slots=True)
class Need:
    """One need, ready to be matched against columns of the same snapshot.

    Attributes
    ----------
    modes : `Mode` bits that the host accepts, 0 any
    start_day, end_day : window in which the work has to lie
    min_overlap_days : days that the expert's windows must share with it
    hours_per_week : asked of the expert
    language_codes (l,) int16, language_levels (l,) int8 : any one of them suffices; none listed = any
    themes : bits; category, province : bit numbers, -1 not stated
    seniority : wished for at least, 0 no wish
    requires_verified : programme rule
    barred_countries, partner_countries : rows of the country table
    excluded_rows, conflict_rows, pinned_rows : ascending int32 rows
    overlap_tenths : (zones,) int16, shared working time in tenths of hours a week; empty = does not matter
    year : calendar year in which the work starts, to tell a skill that has rested
    text : the need's text under the snapshot's epoch
    """

    must: WantedSkills = field(default_factory=WantedSkills)
    should: WantedSkills = field(default_factory=WantedSkills)
    modes: int = 0
    start_day: int = FIRST_DAY
    end_day: int = LAST_DAY
    min_overlap_days: int = 1
    hours_per_week: int = 0
    language_codes: I16 = field(default_factory=_NO_I16)
    language_levels: I8 = field(default_factory=_NO_I8)
    themes: int = 0
    category: int = -1
    province: int = -1
    seniority: int = 0
    requires_verified: bool = True
    barred_countries: I16 = field(default_factory=_NO_I16)
    partner_countries: I16 = field(default_factory=_NO_I16)
    excluded_rows: I32 = field(default_factory=_NO_I32)
    conflict_rows: I32 = field(default_factory=_NO_I32)
    pinned_rows: I32 = field(default_factory=_NO_I32)
    overlap_tenths: I16 = field(default_factory=_NO_I16)
    year: int = -1
    text: TextQuery = field(default_factory=no_text)

    def for_rows(self, rows: NDArray) -> "Need":
        """The same need for `experts.take(rows)`: its row lists translated."""

        def local(wanted: I32) -> I32:
            return np.flatnonzero(np.isin(rows, wanted)).astype(np.int32)

        return replace(
            self,
            excluded_rows=local(self.excluded_rows),
            conflict_rows=local(self.conflict_rows),
            pinned_rows=local(self.pinned_rows),
        )
