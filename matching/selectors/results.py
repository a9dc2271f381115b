"""The engine's answers as plain values with public words: the adapter makes them, services store them."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.enums import ChangeKind, Constraint
from matching.models import MatchList

Explained = Callable[[MatchList, int], dict[str, Any]]
"""Gives the codes that explain the expert at a position of a list; the adapter has it."""


Integers = NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class NeedResult:
    """One need's list, ready to store. Arrays run in parallel, best first."""

    need_id: int
    weights_number: int
    weights: Integers
    skill_ids: Integers
    n_must: int
    expert_ids: Integers
    points: Integers
    components: Integers
    skill_bits: Integers
    low_bits: Integers
    unknown: Integers
    asked: int
    near_expert_ids: Integers
    near_points: Integers
    near_codes: list[str]
    near_counts: dict[str, int]
    n_considered: int
    n_eligible: int
    excluded: dict[str, int]

    def __eq__(self, other: object) -> bool:
        names = [field.name for field in fields(self)]
        same = (np.array_equal(getattr(self, name), getattr(other, name)) for name in names)
        return isinstance(other, NeedResult) and all(same)


@dataclass(frozen=True, slots=True)
class PairResult:
    """One expert and one need: what keeps them apart, and the score as if nothing did."""

    need_id: int
    failed: list[str]
    points: int
    components: list[int]
    weights: list[int]
    weights_number: int
    skill_ids: list[int]
    n_must: int
    explanation: dict[str, Any]

    @property
    def frozen(self) -> dict[str, Any]:
        """All that words an explanation."""
        return self.explanation | {
            "points": self.points,
            "components": self.components,
            "weights": self.weights,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a need's terms.

    `value` is a mode, a language, a level, hours a week, weeks, a skill's id or days, as the kind says.
    """

    kind: ChangeKind
    value: str | int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """Who would fit after one change: how many more, how many no longer, and the best new score."""

    change: Change
    n_more: int
    n_fewer: int
    best_points: int


@dataclass(frozen=True, slots=True)
class Reordered:
    """The head of one need's list under two sets of weights: expert ids, best first, ties alike."""

    need_id: int
    n_eligible: int
    before: list[int]
    after: list[int]
    points_before: list[int]
    points_after: list[int]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many hold a must-skill, how many fit, and how many more each requirement alone keeps away."""

    n_candidates: int
    n_fits: int
    keeps_away: dict[Constraint, int]
